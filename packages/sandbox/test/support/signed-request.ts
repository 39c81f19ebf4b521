import { createHash, createHmac } from 'node:crypto'
import type { Sandbox } from '../../src/index.js'

/** What of a signed request to get wrong. */
export type Tampering = {
  /** Parameters to set after signing; null removes one. */
  query?: Record<string, string | null>
  /** A body to send in place of the signed one. */
  body?: string
  timestampSeconds?: number
  secret?: string
  key?: string
  appId?: string
}

/** Sends a request signed by its own code, so that the server's is held against a second one. */
export async function signedRequest(
  sandbox: Sandbox,
  method: 'GET' | 'POST',
  path: string,
  parts: { query?: Record<string, string>; body?: unknown } & { tamper?: Tampering } = {},
): Promise<{ status: number; body: unknown }> {
  const { tamper = {} } = parts
  const fullPath = `/apps/${tamper.appId ?? sandbox.pusher.appId}/${path}`
  const body = parts.body === undefined ? '' : encode(parts.body)
  const parameters: Record<string, string> = {
    ...parts.query,
    auth_key: tamper.key ?? sandbox.pusher.key,
    auth_timestamp: String(tamper.timestampSeconds ?? Math.floor(Date.now() / 1000)),
    auth_version: '1.0',
    ...(body === '' ? {} : { body_md5: createHash('md5').update(body).digest('hex') }),
  }
  const sorted = Object.keys(parameters)
    .toSorted()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&')
  const secret = tamper.secret ?? sandbox.pusher.secret
  const signature = createHmac('sha256', secret).update(`${method}\n${fullPath}\n${sorted}`).digest('hex')
  const url = new URL(fullPath, sandbox.url)
  for (const [name, value] of Object.entries({ ...parameters, auth_signature: signature, ...tamper.query })) {
    if (value !== null) url.searchParams.set(name, value)
  }
  const sentBody = tamper.body ?? body
  const response = await fetch(url, { method, ...(sentBody === '' ? {} : { body: sentBody }) })
  return { status: response.status, body: await response.json() }
}

function encode(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}
