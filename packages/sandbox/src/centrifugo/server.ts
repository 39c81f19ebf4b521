import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.js'
import type { Audience } from '../publisher.js'
import type { Random } from '../random.js'
import type { Recorder } from '../record.js'
import type { Connections } from '../socket/connections.js'
import { createUpgrader, type Open, type UpgradeRequest } from '../socket/upgrader.js'
import { createWire } from '../socket/wire.js'
import type { WireRules } from '../socket/wire-rules.js'
import { createChannels } from './channels.js'
import { disconnectReasons } from './codes.js'
import { lines, type DataStyle } from './lines.js'
import { createSession, type Session, type TokenVerdict } from './session.js'
import type { CentrifugoTimes } from './times.js'

/** Where the socket is. */
export const centrifugoPath = '/connection/websocket'

/** The page that may open a connection; programs say nothing of where they come from. */
const allowedOrigin = 'https://kick.com'

/** A Centrifugo server (JSON protocol) that listens on nothing itself: it is handed upgrade requests. */
export type CentrifugoServer = Audience & {
  /** How the data of publications is written. */
  dataStyle: DataStyle
  handleUpgrade(upgrade: UpgradeRequest): void
  /** Takes a channel away from a connection and tells it so. Returns whether it had it. */
  expel(socketId: string, channel: string, code: number, reason: string): boolean
  /** Closes every connection with 3001. */
  close(): void
}

type ServerParts = {
  times: CentrifugoTimes
  clock: Clock
  random: Random
  recorder: Recorder
  rules: WireRules
  connections: Connections
  readToken: (token: string) => TokenVerdict
}

/** Makes the server. */
export function createCentrifugoServer(parts: ServerParts): CentrifugoServer {
  const { times, clock, random, recorder, rules, connections, readToken } = parts
  const channels = createChannels()
  const sessions = new Map<string, Session>()
  const upgrader = createUpgrader(rules)
  let dataStyle: DataStyle = 'text'

  function open(socket: Duplex, ...[webSocket, listen]: Parameters<Open>): void {
    const socketId = random.uuid()
    const wire = createWire({ connection: socketId, socket, webSocket, clock, recorder, rules })
    const session = createSession(
      {
        socketId,
        sendProtocol: wire.sendProtocol,
        sendEvent: wire.sendEvent,
        close(code) {
          if (rules.isSilent(socketId)) return false
          wire.close(code, disconnectReasons[code])
          return true
        },
      },
      { channels, clock, rules, times, readToken },
    )
    sessions.set(socketId, session)
    connections.add({ socketId, transport: 'centrifugo', openedAtMs: clock.now(), wire, session })

    listen({
      text: session.receive,
      binary() {
        wire.close(3501, disconnectReasons[3501])
      },
      ping: wire.sendControlPong,
      pong() {},
      closed() {
        connections.remove(socketId)
        sessions.delete(socketId)
        session.end()
        wire.destroy()
      },
    })
  }

  return {
    get dataStyle() {
      return dataStyle
    },
    set dataStyle(style) {
      dataStyle = style
    },
    handleUpgrade(upgrade) {
      const { origin } = upgrade.request.headers
      const refusal = origin === undefined || origin === allowedOrigin ? undefined : 403
      upgrader.accept(
        upgrade,
        (webSocket, listen) => {
          open(upgrade.socket, webSocket, listen)
        },
        refusal,
      )
    },
    broadcast: (channel, event, data, exceptSocketId) =>
      channels.broadcast(channel, () => lines.publication(channel, event, data, dataStyle), exceptSocketId),
    expel: (socketId, channel, code, reason) => sessions.get(socketId)?.expel(channel, code, reason) ?? false,
    close() {
      for (const { wire } of connections.list('centrifugo')) wire.close(3001, disconnectReasons[3001])
    },
  }
}
