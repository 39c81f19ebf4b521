import type { Clock } from '../clock.js'
import { authorizeSubscription, type Member } from './authorize-subscription.js'
import { allowsClientEvents, channelKind } from './channel-name.js'
import type { Channels, Subscriber } from './channels.js'
import { decodeCommand, type Command } from './decode-command.js'
import { frames } from './frames.js'
import { pusherLimits } from './limits.js'
import { createRateLimit } from './rate-limit.js'
import type { WireRules } from '../socket/wire-rules.js'

/** What a session needs of the server it belongs to. */
export type SessionOwner = {
  readonly app: { key: string; secret: string }
  readonly channels: Channels
  readonly clock: Clock
  readonly rules: WireRules
  /** A client event that passed: record it and hand it on. */
  relay(event: { channel: string; event: string; data: unknown; socketId: string; userId?: string }): void
}

/** One client's side of the protocol: what it is subscribed to, and the answers to its frames. */
export type Session = {
  readonly channelNames: readonly string[]
  /** Acts on one text frame of the client. */
  receive(text: string): void
  /** Takes up at once the subscriptions that were delayed. */
  release(): void
  /** Leaves every channel. */
  end(): void
}

/** Starts the protocol for a connection whose handshake is done. */
export function createSession(client: Subscriber, owner: SessionOwner): Session {
  const { channels, clock, rules } = owner
  const joined = new Set<string>()
  const delayed = new Map<string, { cancel: () => void; takeUp: () => void }>()
  const clientEventLimit = createRateLimit(pusherLimits.clientEventsPerSecond)

  function subscribe(command: Command & { type: 'subscribe' }): void {
    const { channel } = command
    if (joined.has(channel) || delayed.has(channel)) {
      client.sendProtocol(frames.error(`Existing subscription to channel ${channel}`, null))
      return
    }
    const verdict = authorizeSubscription(owner.app, client.socketId, command)
    if (!verdict.ok) {
      client.sendProtocol(frames.subscriptionError(channel, verdict.type, verdict.error, verdict.status))
      return
    }
    const byMs = rules.takeSubscriptionDelayMs(client.socketId, channel)
    if (byMs === undefined) join(channel, verdict.member)
    else delay(channel, byMs, verdict.member)
  }

  function delay(channel: string, byMs: number, member: Member | undefined): void {
    const takeUp = (): void => {
      delayed.delete(channel)
      join(channel, member)
    }
    delayed.set(channel, { cancel: clock.after(byMs, takeUp), takeUp })
  }

  function cancelDelayed(channel: string): void {
    delayed.get(channel)?.cancel()
    delayed.delete(channel)
  }

  function join(channel: string, member: Member | undefined): void {
    const members = channels.get(channel)?.members
    const isFull = members !== undefined && members.size >= pusherLimits.presenceMembers
    if (member !== undefined && isFull && !members.has(member.userId)) {
      const error = `The channel has its ${pusherLimits.presenceMembers} members`
      client.sendProtocol(frames.subscriptionError(channel, 'LimitReached', error, 4100))
      return
    }
    joined.add(channel)
    channels.join(channel, client, member)
  }

  function refuseClientEvent(command: Command & { type: 'client_event' }): string | undefined {
    const { channel, event, dataBytes } = command
    if (!allowsClientEvents(channelKind(channel))) return 'only supported on private and presence channels'
    if (!joined.has(channel)) return `not subscribed to ${channel}`
    if (event.length > pusherLimits.eventNameLength) return 'the event name is too long'
    if (dataBytes > pusherLimits.eventDataBytes) return 'the data is too large'
    if (!clientEventLimit.allow(clock.now())) {
      return `more than ${pusherLimits.clientEventsPerSecond} a second`
    }
    return undefined
  }

  function sendClientEvent(command: Command & { type: 'client_event' }): void {
    const refusal = refuseClientEvent(command)
    if (refusal !== undefined) {
      client.sendProtocol(frames.error(`Client event rejected - ${refusal}`, 4301))
      return
    }
    const { channel, event, data } = command
    const userId = channels.get(channel)?.members.userIdOf(client.socketId)
    owner.relay({
      channel,
      event,
      data,
      socketId: client.socketId,
      ...(userId === undefined ? {} : { userId }),
    })
  }

  return {
    get channelNames() {
      return [...joined]
    },
    receive(text) {
      const command = decodeCommand(text)
      switch (command.type) {
        case 'ping':
          client.sendProtocol(frames.pong())
          break
        case 'pong':
          break
        case 'subscribe':
          subscribe(command)
          break
        case 'unsubscribe':
          cancelDelayed(command.channel)
          if (joined.delete(command.channel)) channels.leave(command.channel, client.socketId)
          break
        case 'client_event':
          sendClientEvent(command)
          break
        case 'unsupported':
          client.sendProtocol(frames.error(`The event ${command.event} is not supported here`, null))
          break
        case 'malformed':
          client.sendProtocol(frames.error(command.reason, 4200))
          break
      }
    },
    release() {
      for (const { cancel, takeUp } of delayed.values()) {
        cancel()
        takeUp()
      }
    },
    end() {
      for (const name of delayed.keys()) cancelDelayed(name)
      for (const name of joined) channels.leave(name, client.socketId)
      joined.clear()
    },
  }
}
