import {
  ChatError,
  type Clock,
  type RoomRef,
  type Source,
  type StatusEvent,
  type StatusState,
} from '@wireloom/chat-core'
import {
  kickEventNames,
  SubscriptionManager,
  type SubscriptionReport,
  type WantedSubscriptions,
} from '@wireloom/kick/webhooks'
import type { UserId } from '../ids.js'
import { toAdapterError } from './adapter-error.js'
import type { KickWebhookOptions } from './options.js'
import { pause } from './pause.js'
import { streamerOf } from './room-ref.js'

/** What the webhook source is made of. */
export interface WebhookSourceParts {
  readonly subscriptions: KickWebhookOptions['subscriptions']
  readonly clock: Clock
  /** These rooms are joined now: deliveries of others are none of ours. */
  readonly joined: (rooms: ReadonlyMap<UserId, RoomRef>) => void
}

/** How often subscriptions are looked at, in milliseconds: Kick drops them after a day of failures. */
const reconcileEveryMs = 900_000

type Tell = (state: StatusState, error?: ChatError, room?: RoomRef) => void

/**
 * Kick's official webhooks as a source. Deliveries come in by `session.webhook`; what runs here keeps Kick subscribed to
 * what the joined rooms need, where that is wished for.
 */
export function createWebhookSource({ subscriptions, clock, joined }: WebhookSourceParts): Source {
  const manager = subscriptions === undefined ? undefined : new SubscriptionManager(subscriptions)
  let update: ((rooms: readonly RoomRef[]) => void) | undefined

  return {
    via: 'webhook',
    pausable: true,
    run: async (rooms, sink) => {
      const { signal } = sink
      const tell: Tell = (state, error, room) => {
        if (signal.aborted) return
        const event: StatusEvent = {
          type: 'status',
          ...(room !== undefined && { room }),
          state,
          ...(error !== undefined && { error }),
        }
        sink.offer([{ event }])
      }
      let waiting = new AbortController()
      update = (wanted) => {
        const streamers = toStreamers(wanted, tell)
        joined(streamers)
        manager?.want(Array.from(streamers.keys(), toWanted))
        waiting.abort()
      }
      update(rooms)
      if (manager === undefined) tell('live')
      while (!signal.aborted) {
        waiting = new AbortController()
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        if (manager !== undefined) await reconcile(manager, signal, tell)
        // oxlint-disable-next-line no-await-in-loop
        await pause(reconcileEveryMs, clock, AbortSignal.any([waiting.signal, signal]))
      }
      update = undefined
    },
    update: async (rooms) => update?.(rooms),
  }
}

/** Whose rooms these are; a room that is nobody's is told so, and keeps nothing from the others. */
function toStreamers(rooms: readonly RoomRef[], tell: Tell): ReadonlyMap<UserId, RoomRef> {
  const streamers = new Map<UserId, RoomRef>()
  for (const ref of rooms) {
    try {
      streamers.set(streamerOf(ref), ref)
    } catch (error) {
      tell('closed', toAdapterError(error, { operation: 'receive.webhook' }), ref)
    }
  }
  return streamers
}

function toWanted(broadcasterUserId: UserId): WantedSubscriptions {
  return { broadcasterUserId, events: kickEventNames }
}

async function reconcile(manager: SubscriptionManager, signal: AbortSignal, tell: Tell): Promise<void> {
  try {
    const report = await manager.reconcile({ signal })
    const error = toFailure(report)
    tell(error === undefined ? 'live' : 'degraded', error)
  } catch (error) {
    tell('degraded', toAdapterError(error, { operation: 'receive.webhook' }))
  }
}

/** What was wanted and not to be had, as one error. */
function toFailure({ failures }: SubscriptionReport): ChatError | undefined {
  const [first] = failures
  if (first === undefined) return undefined
  const others = failures.length === 1 ? '' : ` (and ${failures.length - 1} more)`
  return new ChatError(
    first.reason === 'postponed' ? 'rate_limited' : 'forbidden',
    `Kick does not deliver ${first.event} of ${first.broadcasterUserId}${others}: ${first.message}`,
    { platform: 'kick', operation: 'receive.webhook', cause: first.error },
  )
}
