import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a guest's token says. */
export type GuestClaims = {
  /** `guest:<client id>` */
  readonly sub: string
  readonly iat: number
  /** Unix seconds; none for a token that does not expire. */
  readonly exp?: number
}

const header = encode({ alg: 'HS256', typ: 'JWT' })

/** A JSON Web Token, signed with HMAC-SHA256. */
export function encodeJwt(claims: GuestClaims, secret: string): string {
  const content = `${header}.${encode(claims)}`
  return `${content}.${sign(content, secret).toString('base64url')}`
}

/** The claims of a token that was signed with this secret; undefined for anything else. Looks at no clock. */
export function decodeJwt(token: string, secret: string): GuestClaims | undefined {
  const [head, body, signature, ...rest] = token.split('.')
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return undefined
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(`${head}.${body}`, secret)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as GuestClaims
}

function sign(content: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(content).digest()
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
