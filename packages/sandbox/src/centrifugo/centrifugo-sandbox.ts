import { SandboxError } from '../errors.js'
import { describeConnection, type SandboxConnection } from '../sandbox-connection.js'
import type { Connection, Connections } from '../socket/connections.js'
import { isMeant, type FaultAim } from '../standing-fault.js'
import { lines, type DataStyle } from './lines.js'
import type { CentrifugoServer } from './server.js'

/** The Centrifugo side of a sandbox: the live socket that Kick's negotiation names. */
export type CentrifugoSandbox = {
  /** `ws://127.0.0.1:<port>/connection/websocket`. Takes the tokens of the negotiation, and no page's but kick.com's. */
  readonly url: string
  /** The open connections, oldest first. */
  readonly connections: readonly SandboxConnection[]
  /**
   * How the data of publications is written: the event's own data as a JSON string, as Kick does; as the object itself;
   * or event and data together as one string. @default 'text'
   */
  dataStyle: DataStyle
  /** Sends any push, on any channel or none: `{ channel: '$centrifugo.push.default', pub: { data: {} } }`. Returns to how many. */
  push(push: object, aim?: Pick<FaultAim, 'connection'>): number
  /**
   * Takes a channel away from its subscribers and tells them by a push. From code 2500 on a client subscribes again,
   * below it does not. Returns how many it hit. @default code 2500
   */
  unsubscribe(
    channel: string,
    options?: Pick<FaultAim, 'connection'> & { code?: number; reason?: string },
  ): number
  /**
   * Tells clients by a push to disconnect, then closes with 1000. Codes 3500 to 3999 and 4500 to 4999 forbid them to
   * come back. Returns how many it hit. To close with the code itself use `faults.close()`.
   */
  disconnect(code: number, reason?: string, aim?: Pick<FaultAim, 'connection'>): number
}

/** The handles of a server. */
export function createCentrifugoSandbox(
  server: CentrifugoServer,
  connections: Connections,
  url: () => string,
): CentrifugoSandbox {
  function aimAt(aim: FaultAim = {}): readonly Connection[] {
    const found = connections
      .list('centrifugo')
      .filter(({ socketId, transport }) => isMeant(aim, { connection: socketId, transport }))
    if (aim.connection === undefined || found.length > 0) return found
    throw new SandboxError(
      'unknown_connection',
      `No open Centrifugo connection has the id ${aim.connection}; see sandbox.centrifugo.connections.`,
    )
  }

  return {
    get url() {
      return url()
    },
    get connections() {
      return connections.list('centrifugo').map(describeConnection)
    },
    get dataStyle() {
      return server.dataStyle
    },
    set dataStyle(style) {
      server.dataStyle = style
    },
    push(push, aim) {
      const hits = aimAt(aim)
      for (const { wire } of hits) wire.sendProtocol(lines.push(push))
      return hits.length
    },
    unsubscribe(channel, { code = 2500, reason = '', ...aim } = {}) {
      return aimAt(aim).filter(({ socketId }) => server.expel(socketId, channel, code, reason)).length
    },
    disconnect(code, reason = '', aim) {
      const hits = aimAt(aim)
      for (const { wire } of hits) {
        wire.sendProtocol(lines.push({ disconnect: { code, reason } }))
        wire.close(1000, '')
      }
      return hits.length
    },
  }
}
