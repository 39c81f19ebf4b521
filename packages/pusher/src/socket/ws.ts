import { type ClientOptions, WebSocket } from 'ws'
import { aFlag, anObject, readerOf } from '../check-option.js'
import type { Socket, SocketFactory, SocketHandlers } from './socket.js'
import { Turns } from './turns.js'

/** What the sockets of {@link wsSocket} are opened with. */
export interface WsSocketOptions {
  /** Sent with the request that opens a socket, such as a cookie. Default none. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The `http.Agent` or `https.Agent` to connect through: a proxy's, or one with certificates. Default none. */
  readonly agent?: object | undefined
  /** Whether messages may be compressed: it costs memory and CPU for each connection. Default `false`. */
  readonly compress?: boolean | undefined
}

/** How long a closed socket waits for the server's half of the closing before it is cut, in milliseconds. */
const closeTimeout = 2_000

/** How much of a frame is decoded to learn whether anybody wants the rest: events and channels have long names. */
const headBytes = 160

/**
 * A process whose thousand clients were cut at once opens a few in each turn of its event loop: they return one after
 * the other, not in heaps, and everything else in that process has its turn between them.
 */
const openings = new Turns(16)

/**
 * The `ws` library's sockets, the default in Node: they hold a sixth of the heap of the platform's own.
 *
 * @throws PusherError `invalid_options`, naming the option
 */
export function wsSocket(options: WsSocketOptions = {}): SocketFactory {
  const read = readerOf('options', options)
  const given = {
    closeTimeout,
    perMessageDeflate: read('compress', aFlag, false),
    headers: read('headers', anObject, {}),
    agent: read('agent', anObject, undefined) as ClientOptions['agent'],
  }
  return (url, handlers) => new WsSocket(url, handlers, given)
}

class WsSocket implements Socket {
  readonly #handlers: SocketHandlers
  /** None before its turn. */
  #socket: WebSocket | undefined
  #isClosed = false

  constructor(url: string, handlers: SocketHandlers, options: ClientOptions) {
    this.#handlers = handlers
    let isLate = false
    openings.run(() => {
      try {
        this.#open(url, options)
      } catch (cause) {
        if (!isLate) throw cause
        // Nobody is there any more to catch it.
        handlers.closed({ code: 1006, reason: '', cause })
      }
    })
    isLate = true
  }

  send(text: string): void {
    this.#socket?.send(text)
  }

  close(code?: number, reason?: string): void {
    this.#isClosed = true
    // A closing handshake needs an open socket; ws tells of this one by its close event all the same.
    if (this.#socket?.readyState === WebSocket.CONNECTING) this.#socket.terminate()
    else this.#socket?.close(code, reason)
  }

  #open(url: string, options: ClientOptions): void {
    const handlers = this.#handlers
    if (this.#isClosed) {
      handlers.closed({ code: 1006, reason: '' })
      return
    }
    const socket = new WebSocket(url, options)
    let cause: unknown
    socket.on('open', () => handlers.opened())
    socket.on('message', (data, isBinary) => {
      // Text comes as one Buffer: ws joins fragments itself.
      if (isBinary || !Buffer.isBuffer(data)) handlers.binary()
      else if (!handlers.skip?.(data.toString('utf8', 0, headBytes))) handlers.text(data.toString())
    })
    socket.on('error', (error) => {
      cause = error
    })
    socket.on('close', (code, reason) => handlers.closed({ code, reason: reason.toString(), cause }))
    this.#socket = socket
  }
}

export const defaultSocket: SocketFactory = /* @__PURE__ */ wsSocket()
