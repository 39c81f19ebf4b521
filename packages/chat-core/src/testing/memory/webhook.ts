import type { WebhookResult } from '../../adapter.js'
import { toEvent, type Reader } from './to-event.js'
import type { Frame } from './wire.js'

const signatureHeader = 'x-memory-signature'
const mostBytes = 65_536

/** A frame as the memory platform delivers it over HTTP, signed with HMAC-SHA256 over its body. */
export async function createDelivery(frame: Frame, secret: string): Promise<Request> {
  const body = JSON.stringify(frame)
  const headers = { 'content-type': 'application/json', [signatureHeader]: await sign(body, secret) }
  return new Request('https://bot.example/webhooks/memory', { method: 'POST', body, headers })
}

/** Checks a delivery and reads it. Whatever a stranger sends is answered. */
export async function readDelivery(request: Request, secret: string, reader: Reader): Promise<WebhookResult> {
  if (request.method !== 'POST') return refuse(405)
  const body = await request.text()
  if (body.length > mostBytes) return refuse(413)
  const signature = request.headers.get(signatureHeader) ?? ''
  if (!isSame(signature, await sign(body, secret))) return refuse(401)
  const event = toEvent(JSON.parse(body) as Frame, reader)
  return { response: new Response(null, { status: 204 }), arrivals: event === undefined ? [] : [{ event }] }
}

function refuse(status: number): WebhookResult {
  return { response: new Response(null, { status }), arrivals: [] }
}

async function sign(body: string, secret: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' } as const
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign'])
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(body)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** In the same time however much of it is right: a stranger must not learn a signature letter by letter. */
function isSame(left: string, right: string): boolean {
  let difference = left.length ^ right.length
  for (let index = 0; index < right.length; index += 1) {
    difference |= (left.codePointAt(index) ?? 0) ^ (right.codePointAt(index) ?? 0)
  }
  return difference === 0
}
