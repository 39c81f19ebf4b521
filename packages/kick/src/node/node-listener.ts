import type { IncomingMessage, ServerResponse } from 'node:http'
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
 * The handler needs the bytes as they came: with Express, mount it before `express.json()`, behind `express.raw()`, or
 * let the parser keep them as `request.rawBody`. A body that is gone already is answered with 500, and told to `next`.
 * So is what the handler rejects with; without a `next` it is shown as a warning of the process. A connection whose
 * request was answered before all of it had come is closed.
 */
export function toNodeListener(
  handler: (request: Request) => Response | PromiseLike<Response>,
): NodeListener {
  async function listen(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    next: ((error: unknown) => void) | undefined,
  ): Promise<void> {
    // Fetch has no such request: it would be the handler's 405, and is not one of the caller's to hear of.
    if (incoming.method === 'TRACE') {
      outgoing.writeHead(405, { allow: 'POST', connection: 'close' }).end()
      return
    }
    try {
      await answer(handler, incoming, outgoing)
    } catch (error) {
      if (next !== undefined) {
        next(error)
        return
      }
      if (!outgoing.headersSent) outgoing.writeHead(500, { connection: 'close' })
      outgoing.end()
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }

  return (incoming, outgoing, next) => void listen(incoming, outgoing, next)
}

async function answer(
  handler: (request: Request) => Response | PromiseLike<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const response = await handler(toRequest(incoming))
  // Nobody is going to read the rest.
  if (!incoming.complete) outgoing.setHeader('connection', 'close')
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

/** @throws KickError `invalid_argument` where the body was read by somebody else */
function toRequest(incoming: IncomingMessage): Request {
  const { method = 'GET', headers, url = '/' } = incoming
  const { rawBody, body: parsed } = incoming as { rawBody?: unknown; body?: unknown }
  const kept = [rawBody, parsed].find((bytes) => bytes instanceof Uint8Array)
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : (value ?? []).map((one) => [name, one]),
  )
  const settings = { method, headers: pairs }
  const address = URL.parse(url, 'http://localhost') ?? 'http://localhost/'
  if (method === 'GET' || method === 'HEAD') return new Request(address, settings)
  if (kept !== undefined) return new Request(address, { ...settings, body: Buffer.from(kept) })
  if (incoming.readableEnded) {
    throw new KickError(
      'invalid_argument',
      'The body was read before the webhook saw it. Mount the webhook before express.json(), or keep the bytes as request.rawBody.',
    )
  }
  return new Request(address, { ...settings, body: toStream(incoming), duplex: 'half' })
}

/** The body as a stream. Unlike Node's own it leaves the socket alone when it is given up, so that one can answer. */
function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let isWanted = true
  return new ReadableStream<Uint8Array>({
    start(controller) {
      incoming.on('data', (chunk: Buffer) => {
        incoming.pause()
        if (isWanted) controller.enqueue(chunk)
      })
      incoming.once('end', () => {
        if (isWanted) controller.close()
      })
      incoming.once('error', (error) => {
        controller.error(error)
      })
    },
    pull() {
      incoming.resume()
    },
    cancel() {
      isWanted = false
    },
  })
}
