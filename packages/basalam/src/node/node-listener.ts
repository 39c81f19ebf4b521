import type { IncomingMessage, ServerResponse } from 'node:http'
import { BasalamError } from '../basalam-error.js'

/** A listener for `http.createServer`, or a handler for Express and whatever takes such. */
export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error: unknown) => void,
) => void

/** What Express and body parsers add to a request. */
type Incoming = IncomingMessage & {
  readonly originalUrl?: string
  readonly rawBody?: unknown
  readonly body?: unknown
}

/**
 * Makes a Node listener of a fetch-style handler, such as that of `createWebhookHandler`.
 *
 * With Express it may stand before or after `express.json()`: nothing is signed, so that a body that was parsed already
 * is as good as its bytes. One that is gone is answered with 500, and told to `next`. So is what the handler rejects
 * with; without a `next` it is shown as a warning of the process. Where it answers before all of the body has come, the
 * connection ends with the answer.
 */
export function toNodeListener(
  handler: (request: Request) => Response | PromiseLike<Response>,
): NodeListener {
  async function listen(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    next: ((error: unknown) => void) | undefined,
  ): Promise<void> {
    // Fetch knows no such request.
    if (incoming.method === 'TRACE') {
      outgoing.writeHead(405, { connection: 'close' }).end()
      return
    }
    try {
      const response = await handler(toRequest(incoming))
      if (!incoming.complete) outgoing.setHeader('connection', 'close')
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
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

/** @throws BasalamError `invalid_argument` where the body was read by somebody else */
function toRequest(incoming: Incoming): Request {
  const { method = 'GET', headers } = incoming
  // Express cuts off where it was mounted; the whole address names the event.
  const address = URL.parse(incoming.originalUrl ?? incoming.url ?? '/', 'http://localhost')
  const url = address ?? 'http://localhost/'
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : (value ?? []).map((one) => [name, one]),
  )
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers: pairs })
  const body = takeBody(incoming)
  return new Request(url, { method, headers: pairs, body, duplex: 'half' })
}

function takeBody(incoming: Incoming): NonNullable<RequestInit['body']> {
  const { rawBody, body } = incoming
  if (rawBody instanceof Uint8Array) return Buffer.from(rawBody)
  if (!incoming.readableEnded) return toStream(incoming)
  if (body instanceof Uint8Array) return Buffer.from(body)
  if (body !== undefined) return typeof body === 'string' ? body : JSON.stringify(body)
  throw new BasalamError(
    'invalid_argument',
    'The body was read before the webhook saw it. Mount the webhook first, or keep the body as request.body.',
  )
}

/**
 * The body as a web stream. What is given up is still taken from the socket, and thrown away: Node's own stream would
 * close it, and the answer with it.
 */
function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let isGivenUp = false
  return new ReadableStream({
    start(controller) {
      incoming.on('data', (piece: Buffer) => {
        if (isGivenUp) return
        controller.enqueue(piece)
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause()
      })
      incoming.once('end', () => {
        if (!isGivenUp) controller.close()
      })
      incoming.once('close', () => {
        if (!isGivenUp && !incoming.complete) controller.error(new TypeError('The request broke off.'))
      })
      // Told by `close` as well.
      incoming.once('error', () => undefined)
    },
    pull() {
      incoming.resume()
    },
    cancel() {
      isGivenUp = true
      incoming.resume()
    },
  })
}
