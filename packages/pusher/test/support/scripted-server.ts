import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { PusherOptions } from '../../src/index.js'
import { Queue } from './queue.js'

/** A frame as the client sent it. */
export interface SentFrame {
  readonly event: string
  readonly data?: unknown
  readonly channel?: string
}

/** One connection, seen from the server: every frame is the test's to send. */
export class Peer {
  /** The request line's path and query. */
  readonly url: string
  /** Frames of the client that are not its pings. */
  readonly frames: Queue<SentFrame> = new Queue()
  readonly pings: Queue<SentFrame> = new Queue()
  readonly closed: Promise<unknown>
  binaryFrames = 0
  /** Called with every frame of the client, its pings included. */
  onFrame: ((frame: SentFrame) => void) | undefined
  readonly #socket: WebSocket
  readonly #tcp: Socket

  constructor(url: string, socket: WebSocket, tcp: Socket) {
    this.url = url
    this.#socket = socket
    this.#tcp = tcp
    this.closed = once(socket, 'close')
    socket.on('error', () => undefined)
    socket.on('message', (data, isBinary) => {
      if (isBinary || !Buffer.isBuffer(data)) {
        this.binaryFrames += 1
        return
      }
      const frame = JSON.parse(data.toString()) as SentFrame
      this.onFrame?.(frame)
      if (frame.event === 'pusher:ping') this.pings.put(frame)
      else this.frames.put(frame)
    })
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  /** Sends a frame: text as it is, anything else as JSON. */
  send(frame: string | object): void {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  sendBinary(bytes: Uint8Array): void {
    this.#socket.send(bytes)
  }

  /** Writes bytes past the framing. */
  sendBytes(bytes: Uint8Array): void {
    this.#tcp.write(bytes)
  }

  /** The first frame of every connection. */
  handshake(socketId = '1.1', activityTimeoutSeconds: number | undefined = 120): void {
    const data = JSON.stringify({ socket_id: socketId, activity_timeout: activityTimeoutSeconds })
    this.send({ event: 'pusher:connection_established', data })
  }

  acknowledge(channel: string): void {
    this.send({ event: 'pusher_internal:subscription_succeeded', channel, data: '{}' })
  }

  close(code: number, reason = ''): void {
    this.#socket.close(code, reason)
  }

  /** Cuts the connection without a closing frame. */
  cut(): void {
    this.#tcp.destroy()
  }

  /** A ping of the WebSocket itself; settles when the runtime has answered. */
  async controlPing(): Promise<void> {
    this.#socket.ping()
    await once(this.#socket, 'pong')
  }

  /** Settles when the client has handled everything sent so far. */
  async flushed(): Promise<void> {
    await this.controlPing()
  }
}

/** A WebSocket server on loopback that does nothing by itself. */
export interface ScriptedServer {
  readonly port: number
  /** What a client needs to come here. */
  readonly options: PusherOptions
  /** How many connections there have been. */
  readonly count: number
  /** The next connection that was not taken yet. */
  accepted(): Promise<Peer>
  close(): Promise<void>
}

export interface ScriptedServerOptions {
  readonly port?: number
  /** Answer the upgrade with this HTTP status instead. */
  readonly refuseWithStatus?: number
  /** Called the moment a connection is there, before anything can be sent. */
  readonly onPeer?: (peer: Peer) => void
}

/** Starts a server that is closed when the test is over. */
export async function startServer({
  port = 0,
  refuseWithStatus,
  onPeer,
}: ScriptedServerOptions = {}): Promise<ScriptedServer> {
  const http = createServer()
  const sockets = new Set<Socket>()
  const webSockets = new WebSocketServer({ noServer: true })
  const peers = new Queue<Peer>()
  let count = 0
  http.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  http.on('upgrade', (request, socket, head) => {
    if (refuseWithStatus !== undefined) {
      socket.end(`HTTP/1.1 ${refuseWithStatus} Refused\r\nConnection: close\r\n\r\n`)
      return
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      count += 1
      const peer = new Peer(request.url ?? '', webSocket, socket as Socket)
      onPeer?.(peer)
      peers.put(peer)
    })
  })
  http.listen(port, '127.0.0.1')
  await once(http, 'listening')
  const close = async (): Promise<void> => {
    if (!http.listening) return
    const closed = once(http, 'close')
    http.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  onTestFinished(close)
  const { port: boundPort } = http.address() as AddressInfo
  return {
    port: boundPort,
    options: { key: 'app-key', host: '127.0.0.1', port: boundPort, tls: false },
    get count() {
      return count
    },
    accepted: () => peers.take(),
    close,
  }
}
