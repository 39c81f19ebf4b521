import { type ClientOptions, WebSocket } from 'ws'
import type { Socket, SocketFactory, SocketHandlers } from './socket.js'

const options: ClientOptions & { closeTimeout: number } = {
  // It costs memory and CPU for every connection; chat frames are small.
  perMessageDeflate: false,
  // How long a closed socket waits for the server's half of the closing before it is cut, in milliseconds.
  closeTimeout: 2_000,
}

/** How much of a frame is decoded to learn whether anybody wants the rest: events and channels have long names. */
const headBytes = 160

/** The `ws` library's socket, the default in Node: a sixth of the heap of the platform's own. */
export const wsSocket: SocketFactory = (url, handlers) => new WsSocket(url, handlers)

class WsSocket implements Socket {
  readonly #socket: WebSocket

  constructor(url: string, handlers: SocketHandlers) {
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

  send(text: string): void {
    this.#socket.send(text)
  }

  close(code?: number, reason?: string): void {
    // A closing handshake needs an open socket; ws tells of this one by its close event all the same.
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.terminate()
    else this.#socket.close(code, reason)
  }
}

export { wsSocket as defaultSocket }
