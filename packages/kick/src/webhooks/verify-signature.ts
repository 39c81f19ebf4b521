import { KickError } from '../kick-error.js'

/** What Kick signed, and how. */
export interface SignedParts {
  /** The header `Kick-Event-Message-Id`. */
  readonly messageId: string
  /** The header `Kick-Event-Message-Timestamp`, letter by letter. */
  readonly timestamp: string
  /** The bytes of the body as they came: parsed and written again they are others. */
  readonly body: Uint8Array
  /** The header `Kick-Event-Signature`. */
  readonly signature: string
}

type VerifyingKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** The key that was used last, since it is nearly always used again. */
let imported: { readonly pem: string; readonly key: Promise<VerifyingKey> } | undefined

/**
 * Whether Kick signed it: RSA, PKCS#1 v1.5 with SHA-256, over `<message id>.<timestamp>.<body>`. Await it: a promise is
 * always true. A signature that is no base64 is a wrong one.
 * {@link https://docs.kick.com/events/webhook-security}
 *
 * Rejects with a KickError `invalid_argument` where the key is none.
 *
 * @param publicKey PEM, SPKI
 */
export async function verifySignature(
  { messageId, timestamp, body, signature }: SignedParts,
  publicKey: string,
): Promise<boolean> {
  const key = await importKey(publicKey)
  const signatureBytes = fromBase64(signature)
  if (signatureBytes === undefined) return false
  const head = new TextEncoder().encode(`${messageId}.${timestamp}.`)
  const signed = new Uint8Array(head.length + body.length)
  signed.set(head)
  signed.set(body, head.length)
  return crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, signatureBytes, signed)
}

/** Rejects with a KickError `invalid_argument` where the key is none. */
export async function checkPublicKey(publicKey: string): Promise<void> {
  await parseKey(publicKey)
}

async function importKey(pem: string): Promise<VerifyingKey> {
  if (imported?.pem !== pem) imported = { pem, key: parseKey(pem) }
  return imported.key
}

async function parseKey(pem: string): Promise<VerifyingKey> {
  const [, base64] = /-----BEGIN PUBLIC KEY-----([\s\S]+?)-----END PUBLIC KEY-----/.exec(pem) ?? []
  const bytes = fromBase64((base64 ?? '').replaceAll(/\s/g, ''))
  try {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    return await crypto.subtle.importKey('spki', bytes ?? new Uint8Array(), algorithm, false, ['verify'])
  } catch (cause) {
    throw new KickError('invalid_argument', 'publicKey has to be an RSA key as PEM (BEGIN PUBLIC KEY).', {
      cause,
    })
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}
