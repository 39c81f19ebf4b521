import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.js'
import type { Audience } from '../publisher.js'
import type { Random } from '../random.js'
import type { Recorder } from '../record.js'
import type { Connections } from '../socket/connections.js'
import { createUpgrader, type Open, type UpgradeRequest } from '../socket/upgrader.js'
import { createWire } from '../socket/wire.js'
import type { WireRules } from '../socket/wire-rules.js'
import { parseConnectRequest } from './address.js'
import { createChannels, type Channels } from './channels.js'
import { closeReasons } from './close-codes.js'
import { frames } from './frames.js'
import { startHeartbeat } from './heartbeat.js'
import { createSession } from './session.js'

/** The app every client of this server uses. */
export type PusherApp = { appId: string; key: string; secret: string }

/** When an idle client is pinged and given up, in milliseconds. */
export type PusherTimes = { activityTimeoutMs: number; pingAfterMs: number; pongTimeoutMs: number }

/** A Pusher Channels server that listens on nothing itself: it is handed upgrade requests. */
export type PusherServer = Audience & {
  readonly app: PusherApp
  readonly channels: Channels
  handleUpgrade(upgrade: UpgradeRequest): void
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
  connections: Connections
}

/** Makes the server of one app. */
export function createPusherServer(parts: ServerParts): PusherServer {
  const { app, times, clock, random, recorder, rules, connections } = parts
  const channels = createChannels()
  const upgrader = createUpgrader(rules)
  let connectionCount = 0

  function open(socket: Duplex, ...[webSocket, listen]: Parameters<Open>): void {
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
    connections.add({ socketId, transport: 'pusher', openedAtMs: clock.now(), wire, session })

    listen({
      text(text) {
        heartbeat.beat()
        session.receive(text)
      },
      binary() {
        heartbeat.beat()
        wire.sendProtocol(frames.error('Binary frames are not supported', null))
      },
      ping(payload) {
        heartbeat.beat()
        wire.sendControlPong(payload)
      },
      pong() {
        heartbeat.beat()
      },
      closed() {
        heartbeat.stop()
        connections.remove(socketId)
        session.end()
        wire.destroy()
      },
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

    handleUpgrade(upgrade) {
      upgrader.accept(upgrade, (webSocket, listen) => {
        const asked = parseConnectRequest(upgrade.request.url ?? '/', app.key)
        if (asked.ok) open(upgrade.socket, webSocket, listen)
        else webSocket.close(asked.code, closeReasons[asked.code])
      })
    },

    broadcast: (channel, event, data, exceptSocketId) =>
      channels.broadcast(channel, frames.event(channel, event, data), exceptSocketId),

    close() {
      for (const { wire } of connections.list('pusher')) {
        wire.close(4200, closeReasons[4200])
      }
    },
  }
}
