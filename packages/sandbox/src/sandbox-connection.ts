import type { Connection, Transport } from './socket/connections.js'

/** An open connection, as one sees it from outside. */
export type SandboxConnection = {
  /** The Pusher socket id, or Centrifugo's client id. */
  readonly socketId: string
  readonly transport: Transport
  /** Wall clock milliseconds. */
  readonly openedAtMs: number
  /** The channels it is subscribed to now. */
  readonly channels: readonly string[]
}

/** What of a connection is shown. */
export function describeConnection(connection: Connection): SandboxConnection {
  const { socketId, transport, openedAtMs, session } = connection
  return { socketId, transport, openedAtMs, channels: session.channelNames }
}
