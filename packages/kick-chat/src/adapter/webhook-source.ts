import {
  ChatError,
  type Clock,
  type RoomRef,
  type Sink,
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
import { retryDelayMs } from '../transport/retry-delays.js'
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
      const tell = createTell(sink)
      let waiting = new AbortController()
      update = (wanted) => {
        const streamers = toStreamers(wanted, tell)
        joined(streamers)
        manager?.want(Array.from(streamers.keys(), toWanted))
        waiting.abort()
      }
      update(rooms)
      if (manager === undefined) tell('live')
      for (let failures = 0; !signal.aborted;) {
        waiting = new AbortController()
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        const error = manager && (await reconcile(manager, signal, tell))
        failures = error?.retryable === true ? failures + 1 : 0
        // oxlint-disable-next-line no-await-in-loop
        await pause(nextLookMs(error, failures), clock, AbortSignal.any([waiting.signal, signal]))
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

/** Tells how the source is doing, one state after the other, each once there is room for it. */
function createTell(sink: Sink): Tell {
  let told = Promise.resolve()
  return (state, error, room) => {
    const event: StatusEvent = {
      type: 'status',
      ...(room !== undefined && { room }),
      state,
      ...(error !== undefined && { error }),
    }
    told = told.then(() => offer(sink, event))
  }
}

async function offer(sink: Sink, event: StatusEvent): Promise<void> {
  while (!sink.signal.aborted && sink.offer([{ event }]) === 'full') {
    // oxlint-disable-next-line no-await-in-loop -- until there is room
    await sink.ready()
  }
}

/** @returns what went wrong, if anything did */
async function reconcile(
  manager: SubscriptionManager,
  signal: AbortSignal,
  tell: Tell,
): Promise<ChatError | undefined> {
  let error: ChatError | undefined
  try {
    error = toFailure(await manager.reconcile({ signal }))
  } catch (cause) {
    error = toAdapterError(cause, { operation: 'receive.webhook' })
  }
  tell(error === undefined ? 'live' : 'degraded', error)
  return error
}

/** What was wanted and not to be had, as one error: rather of what may be had soon. */
function toFailure({ failures }: SubscriptionReport): ChatError | undefined {
  const postponed = failures.find(({ reason }) => reason === 'postponed')
  const first = postponed ?? failures[0]
  if (first === undefined) return undefined
  const others = failures.length === 1 ? '' : ` (and ${failures.length - 1} more)`
  const retryAfterMs = first.error?.retryAfterMs
  return new ChatError(
    postponed === undefined ? 'forbidden' : 'rate_limited',
    `Kick does not deliver ${first.event} of ${first.broadcasterUserId}${others}: ${first.message}`,
    {
      platform: 'kick',
      operation: 'receive.webhook',
      cause: first.error,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  )
}

/** Soon where that may help, so that nobody waits a quarter of an hour for a connection that broke off. */
function nextLookMs(error: ChatError | undefined, failures: number): number {
  if (error?.retryable !== true) return reconcileEveryMs
  return Math.max(error.retryAfterMs ?? 0, retryDelayMs(failures, Math.random()))
}
