import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { WireSocket } from './wire.js'
import type { WireRules } from './wire-rules.js'

/** A request for a WebSocket, as Node hands it over. */
export type UpgradeRequest = { request: IncomingMessage; socket: Duplex; head: Buffer }

/** Makes WebSockets of upgrade requests. */
export type Upgrader = {
  /** Calls `open` with the WebSocket, unless a fault or `refusal`, an HTTP status, turns the request away. */
  accept(upgrade: UpgradeRequest, open: Open, refusal?: number): void
}

/** Takes a new WebSocket, and says who listens to it. */
export type Open = (webSocket: WireSocket, listen: (incoming: Incoming) => void) => void

/** What comes in on a WebSocket. */
export type Incoming = {
  text(text: string): void
  binary(): void
  /** A control ping; the WebSocket library beneath does not answer it by itself. */
  ping(payload: Buffer): void
  pong(): void
  closed(): void
}

const maxIncomingBytes = 1024 * 1024

/** Makes the upgrader of one server. */
export function createUpgrader(rules: Pick<WireRules, 'takeRefusal'>): Upgrader {
  const server = new WebSocketServer({
    noServer: true,
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: maxIncomingBytes,
  })

  return {
    accept({ request, socket, head }, open, refusal) {
      // From here on nobody else listens: a client that resets a refused connection would end the program.
      socket.on('error', () => {})
      const fault = rules.takeRefusal()
      if (fault === 'reset') {
        socket.destroy()
        return
      }
      const status = fault?.status ?? refusal
      if (status === undefined) {
        server.handleUpgrade(request, socket, head, (webSocket) => {
          // What the client did wrong on the wire reaches it as a close code from ws; there is nobody else to tell.
          webSocket.on('error', () => {})
          open(webSocket, (incoming) => {
            listenTo(webSocket, incoming)
          })
        })
      } else {
        socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      }
    },
  }
}

/** Hands on what comes in on a WebSocket. */
function listenTo(webSocket: WebSocket, incoming: Incoming): void {
  webSocket.on('message', (data, isBinary) => {
    if (isBinary) incoming.binary()
    else incoming.text(readText(data))
  })
  webSocket.on('ping', (payload) => {
    incoming.ping(payload)
  })
  webSocket.on('pong', () => {
    incoming.pong()
  })
  webSocket.on('close', () => {
    incoming.closed()
  })
}

function readText(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString()
  return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data).toString()
}
