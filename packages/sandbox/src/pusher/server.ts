import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Clock } from '../clock.js'
import type { Random } from '../random.js'
import type { Recorder } from '../record.js'
import { parseConnectRequest } from './address.js'
import { createChannels, type Channels } from './channels.js'
import { closeReasons } from './close-codes.js'
import { frames } from './frames.js'
import { startHeartbeat } from './heartbeat.js'
import { createSession, type Session } from './session.js'
import { createWire, type Wire } from './wire.js'
import type { WireRules } from './wire-rules.js'

/** The app every client of this server uses. */
export type PusherApp = { appId: string; key: string; secret: string }

/** When an idle client is pinged and given up, in milliseconds. */
export type PusherTimes = { activityTimeoutMs: number; pingAfterMs: number; pongTimeoutMs: number }

/** An event to send to everybody on a channel. */
export type Publication = {
  channel: string
  event: string
  /** A string goes out as it is, anything else as JSON. Absent: the empty string. */
  data?: unknown
  /** The connection that must not get it. */
  exceptSocketId?: string
  /** Noted in the record, to find the event by. */
  messageId?: string
}

/** One open connection. */
export type Connection = {
  readonly socketId: string
  /** Wall clock milliseconds. */
  readonly openedAtMs: number
  readonly wire: Wire
  readonly session: Session
}

/** A Pusher Channels server that listens on nothing itself: it is handed upgrade requests. */
export type PusherServer = {
  readonly app: PusherApp
  readonly channels: Channels
  readonly connections: readonly Connection[]
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Records the event and sends it. Returns how many connections it was handed to. */
  publish(publication: Publication): number
  /** Closes every connection with 4200 and lets their sockets go. */
  close(): void
}

type ServerParts = {
  app: PusherApp
  times: PusherTimes
  clock: Clock
  random: Random
  recorder: Recorder
  rules: WireRules
}

const maxIncomingBytes = 1024 * 1024

/** Makes the server of one app. */
export function createPusherServer(parts: ServerParts): PusherServer {
  const { app, times, clock, random, recorder, rules } = parts
  const channels = createChannels()
  const connections = new Map<string, Connection>()
  const upgrader = new WebSocketServer({
    noServer: true,
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: maxIncomingBytes,
  })
  let connectionCount = 0

  function open(socket: Duplex, webSocket: WebSocket): void {
    connectionCount += 1
    const socketId = `${random.integer(1000, 999_999)}.${connectionCount}${random.integer(1000, 9999)}`
    const wire = createWire({ connection: socketId, socket, webSocket, clock, recorder, rules })
    const client = { socketId, sendProtocol: wire.sendProtocol, sendEvent: wire.sendEvent }
    const session = createSession(client, { app, channels, clock, rules, relay })
    const heartbeat = startHeartbeat(
      {
        ping: () => {
          wire.sendProtocol(frames.ping())
        },
        giveUp: () => {
          // A server gone silent by a fault does not speak up to close either.
          if (!rules.isSilent(socketId)) wire.close(4201, closeReasons[4201])
        },
      },
      clock,
      times,
    )
    connections.set(socketId, { socketId, openedAtMs: clock.now(), wire, session })

    webSocket.on('message', (data, isBinary) => {
      heartbeat.beat()
      if (isBinary) wire.sendProtocol(frames.error('Binary frames are not supported', null))
      else session.receive(readText(data))
    })
    webSocket.on('ping', (payload) => {
      heartbeat.beat()
      wire.sendControlPong(payload)
    })
    webSocket.on('pong', () => {
      heartbeat.beat()
    })
    // What the client did wrong on the wire reaches it as a close code from ws; there is nobody else to tell.
    webSocket.on('error', () => {})
    webSocket.on('close', () => {
      heartbeat.stop()
      connections.delete(socketId)
      session.end()
      wire.destroy()
    })

    const handshake = rules.takeHandshake(socketId) ?? {
      text: frames.connectionEstablished(socketId, times.activityTimeoutMs),
    }
    if (handshake.text !== null) wire.sendProtocol(handshake.text)
  }

  function relay(event: {
    channel: string
    event: string
    data: unknown
    socketId: string
    userId?: string
  }): void {
    const text = frames.clientEvent(event.channel, event.event, event.data, event.userId)
    const recipients = channels.broadcast(event.channel, text, event.socketId)
    recorder.addEvent({
      atMs: clock.now(),
      channel: event.channel,
      event: event.event,
      data: event.data,
      origin: 'client',
      recipients,
    })
  }

  return {
    app,
    channels,
    get connections() {
      return [...connections.values()]
    },

    handleUpgrade(request, socket, head) {
      // From here on nobody else listens: a client that resets a refused connection would end the program.
      socket.on('error', () => {})
      const refusal = rules.takeRefusal()
      if (refusal === 'reset') {
        socket.destroy()
        return
      }
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
        return
      }
      upgrader.handleUpgrade(request, socket, head, (webSocket) => {
        const asked = parseConnectRequest(request.url ?? '/', app.key)
        if (asked.ok) open(socket, webSocket)
        else {
          webSocket.on('error', () => {})
          webSocket.close(asked.code, closeReasons[asked.code])
        }
      })
    },

    publish({ channel, event, data, exceptSocketId, messageId }) {
      const encoded = typeof data === 'string' ? data : (JSON.stringify(data) ?? '')
      const recipients = channels.broadcast(channel, frames.event(channel, event, encoded), exceptSocketId)
      recorder.addEvent({
        atMs: clock.now(),
        channel,
        event,
        data: encoded,
        ...(messageId === undefined ? {} : { messageId }),
        origin: 'publish',
        recipients,
      })
      return recipients
    },

    close() {
      for (const { wire } of connections.values()) {
        wire.close(4200, closeReasons[4200])
      }
    },
  }
}

function readText(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString()
  return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data).toString()
}
