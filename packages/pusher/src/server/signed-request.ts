import { md5 } from '@noble/hashes/legacy.js'
import { type Signer, toHex } from './signature.js'

/** A call of the HTTP API, before it is signed. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST'
  /** From `/apps` on. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** JSON text; absent for GET. */
  readonly body?: string | undefined
}

/**
 * The query that signs a call: `auth_key`, `auth_timestamp`, `auth_version`, `body_md5` and the call's own, with
 * `auth_signature` over method, path and all of them in order.
 *
 * @param nowMs milliseconds since the epoch; servers take ten minutes either way
 */
export async function signQuery(
  { method, path, query, body }: ApiRequest,
  key: string,
  signer: Signer,
  nowMs: number,
): Promise<string> {
  const parameters: Record<string, string> = {
    ...query,
    auth_key: key,
    auth_timestamp: String(Math.floor(nowMs / 1_000)),
    auth_version: '1.0',
    // MD5 is what the protocol asks for, as a checksum; the signature is what protects it.
    ...(body !== undefined && { body_md5: toHex(md5(new TextEncoder().encode(body))) }),
  }
  const sorted = Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1))
  // What is signed is not escaped; what is sent is.
  const plain = sorted.map(([name, value]) => `${name}=${value}`).join('&')
  const signature = await signer.sign(`${method}\n${path}\n${plain}`)
  return new URLSearchParams([...sorted, ['auth_signature', signature]]).toString()
}
