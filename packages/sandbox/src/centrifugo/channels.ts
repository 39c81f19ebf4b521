/** What a channel needs of a connection. */
export type Subscriber = {
  readonly socketId: string
  sendEvent(text: string): void
}

/** Who is on which channel. */
export type Channels = {
  join(name: string, subscriber: Subscriber): void
  leave(name: string, socketId: string): void
  /** Hands a line to every subscriber but one. Returns to how many. The line is built only if there is one. */
  broadcast(name: string, build: () => string, exceptSocketId?: string): number
}

/** Makes an empty registry. A channel exists as long as somebody is on it. */
export function createChannels(): Channels {
  const channels = new Map<string, Map<string, Subscriber>>()

  return {
    join(name, subscriber) {
      const subscribers = channels.get(name) ?? new Map<string, Subscriber>()
      channels.set(name, subscribers.set(subscriber.socketId, subscriber))
    },
    leave(name, socketId) {
      const subscribers = channels.get(name)
      subscribers?.delete(socketId)
      if (subscribers?.size === 0) channels.delete(name)
    },
    broadcast(name, build, exceptSocketId) {
      const subscribers = [...(channels.get(name)?.values() ?? [])].filter(
        ({ socketId }) => socketId !== exceptSocketId,
      )
      if (subscribers.length === 0) return 0
      const line = build()
      for (const subscriber of subscribers) subscriber.sendEvent(line)
      return subscribers.length
    },
  }
}
