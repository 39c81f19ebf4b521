import type { Member } from './authorize-subscription.js'
import { channelKind, type ChannelKind } from './channel-name.js'
import { frames } from './frames.js'
import { createMembers, type Members } from './members.js'

/** What a channel needs of a connection. */
export type Subscriber = {
  readonly socketId: string
  sendProtocol(text: string): void
  sendEvent(text: string): void
}

/** One occupied channel. */
export type Channel = {
  readonly name: string
  readonly kind: ChannelKind
  readonly subscribers: ReadonlyMap<string, Subscriber>
  readonly members: Members
}

/** The occupied channels of the app, and who is on them. */
export type Channels = {
  get(name: string): Channel | undefined
  list(): readonly Channel[]
  /** Adds a subscriber, tells it so, and tells the others of a new member. */
  join(name: string, subscriber: Subscriber, member: Member | undefined): void
  /** Takes a subscriber off, and tells the others of a member that is gone. */
  leave(name: string, socketId: string): void
  /** Hands a frame to every subscriber but one. Returns to how many. */
  broadcast(name: string, text: string, exceptSocketId?: string): number
}

/** Makes an empty registry. A channel exists as long as somebody is on it. */
export function createChannels(): Channels {
  const channels = new Map<string, Channel & { subscribers: Map<string, Subscriber> }>()

  function tellOthers(name: string, text: string, exceptSocketId: string): void {
    for (const subscriber of channels.get(name)?.subscribers.values() ?? []) {
      if (subscriber.socketId !== exceptSocketId) subscriber.sendProtocol(text)
    }
  }

  return {
    get: (name) => channels.get(name),
    list: () => [...channels.values()],

    join(name, subscriber, member) {
      let channel = channels.get(name)
      if (channel === undefined) {
        channel = { name, kind: channelKind(name), subscribers: new Map(), members: createMembers() }
        channels.set(name, channel)
      }
      channel.subscribers.set(subscriber.socketId, subscriber)
      if (member === undefined) {
        subscriber.sendProtocol(frames.subscriptionSucceeded(name))
        return
      }
      const isNew = channel.members.add(member.userId, member.userInfo, subscriber.socketId)
      subscriber.sendProtocol(frames.subscriptionSucceeded(name, channel.members.snapshot()))
      if (isNew) {
        tellOthers(name, frames.memberAdded(name, member.userId, member.userInfo), subscriber.socketId)
      }
    },

    leave(name, socketId) {
      const channel = channels.get(name)
      if (channel === undefined || !channel.subscribers.delete(socketId)) return
      const goneUserId = channel.members.remove(socketId)
      if (channel.subscribers.size === 0) channels.delete(name)
      else if (goneUserId !== undefined) tellOthers(name, frames.memberRemoved(name, goneUserId), socketId)
    },

    broadcast(name, text, exceptSocketId) {
      let count = 0
      for (const subscriber of channels.get(name)?.subscribers.values() ?? []) {
        if (subscriber.socketId === exceptSocketId) continue
        subscriber.sendEvent(text)
        count += 1
      }
      return count
    },
  }
}
