import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { KickError } from '../kick-error.js'

/** A listener for `http.createServer`, or a handler for Express and whatever takes such. */
export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error: unknown) => void,
) => void

/**
 * Makes a Node listener of a fetch-style handler, such as that of `createWebhookHandler`.
 *
 * The handler needs the bytes as they came: with Express, mount it before any body parser, or let the parser keep them
 * as `request.rawBody`. A body that is gone already is answered with 500, and told to `next`. So is what the handler
 * rejects with; without a `next` it is shown as a warning of the process.
 */
export function toNodeListener(handler: (request: Request) => Promise<Response>): NodeListener {
  async function listen(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    next: ((error: unknown) => void) | undefined,
  ): Promise<void> {
    try {
      await answer(handler, incoming, outgoing)
    } catch (error) {
      if (next !== undefined) {
        next(error)
        return
      }
      if (!outgoing.headersSent) outgoing.writeHead(500)
      outgoing.end()
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }

  return (incoming, outgoing, next) => void listen(incoming, outgoing, next)
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const response = await handler(toRequest(incoming))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

/** @throws KickError `invalid_argument` where the body was read by somebody else */
function toRequest(incoming: IncomingMessage): Request {
  const { method = 'GET', headers, url = '/' } = incoming
  const { rawBody } = incoming as { rawBody?: unknown }
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : (value ?? []).map((one) => [name, one]),
  )
  const settings = { method, headers: pairs }
  const address = URL.parse(url, 'http://localhost') ?? 'http://localhost/'
  if (method === 'GET' || method === 'HEAD') return new Request(address, settings)
  if (rawBody instanceof Uint8Array) return new Request(address, { ...settings, body: Buffer.from(rawBody) })
  if (incoming.readableEnded) {
    throw new KickError(
      'invalid_argument',
      'The body was read before the webhook saw it. Mount the webhook before express.json(), or keep the bytes as request.rawBody.',
    )
  }
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>
  return new Request(address, { ...settings, body, duplex: 'half' })
}
