import { ApiRefusal } from './api-error.js'
import { pusherLimits } from './limits.js'
import { bodyMd5, isSameSignature, requestText, sign } from './signature.js'

/** A request to the HTTP API, as far as its signature covers it. */
export type SignedRequest = { method: string; path: string; query: URLSearchParams; body: string }

/** Checks key, version, time, body digest and signature. Throws a refusal with 401, or 400 where a parameter is missing. */
export function verifyRequest(
  app: { key: string; secret: string },
  request: SignedRequest,
  nowMs: number,
): void {
  const { query, body } = request
  const signature = demandParameter(query, 'auth_signature')
  if (demandParameter(query, 'auth_key') !== app.key) throw new ApiRefusal(401, 'Unknown auth_key')
  if (demandParameter(query, 'auth_version') !== '1.0') throw new ApiRefusal(400, 'auth_version must be 1.0')

  const timestamp = Number(demandParameter(query, 'auth_timestamp'))
  const skewSeconds = Math.abs(nowMs / 1000 - timestamp)
  if (!(skewSeconds <= pusherLimits.timestampWindowSeconds)) {
    throw new ApiRefusal(
      401,
      `Timestamp expired: auth_timestamp must lie within ${pusherLimits.timestampWindowSeconds} s of the server's clock`,
    )
  }
  if (body !== '' && demandParameter(query, 'body_md5') !== bodyMd5(body)) {
    throw new ApiRefusal(401, 'body_md5 is not the MD5 of the body')
  }
  const expected = sign(app.secret, requestText(request.method, request.path, query))
  if (!isSameSignature(signature, expected)) throw new ApiRefusal(401, 'Invalid signature')
}

function demandParameter(query: URLSearchParams, name: string): string {
  const value = query.get(name)
  if (value === null || value === '') throw new ApiRefusal(400, `The parameter ${name} is missing`)
  return value
}
