import type { Wire } from './wire.js'

/** Over which of the two protocols a connection speaks. */
export type Transport = 'pusher' | 'centrifugo'

/** One open connection. */
export type Connection = {
  /** The Pusher socket id, or Centrifugo's client id. */
  readonly socketId: string
  readonly transport: Transport
  /** Wall clock milliseconds. */
  readonly openedAtMs: number
  readonly wire: Wire
  readonly session: {
    readonly channelNames: readonly string[]
    /** Takes up at once the subscriptions that were delayed. */
    release(): void
  }
}

/** The open connections of both servers. */
export type Connections = {
  add(connection: Connection): void
  remove(socketId: string): void
  /** Oldest first. */
  list(transport?: Transport): readonly Connection[]
}

/** Makes an empty list. */
export function createConnections(): Connections {
  const open = new Map<string, Connection>()
  return {
    add(connection) {
      open.set(connection.socketId, connection)
    },
    remove(socketId) {
      open.delete(socketId)
    },
    list: (transport) =>
      [...open.values()].filter(
        (connection) => transport === undefined || connection.transport === transport,
      ),
  }
}
