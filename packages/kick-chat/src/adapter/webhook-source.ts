import {
  ChatError,
  type ChatEvent,
  type Clock,
  type GapEvent,
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
import { LostSubscriptions } from './lost-subscriptions.js'
import type { KickWebhookOptions } from './options.js'
import { pause } from './pause.js'
import { streamerOf } from './room-ref.js'

/** What the webhook source is made of. */
export interface WebhookSourceParts {
  readonly subscriptions: KickWebhookOptions['subscriptions']
  readonly clock: Clock
  /** Whether another way may have brought what this one lost. */
  readonly isBackedUp: boolean
  /** These rooms are joined now: deliveries of others are none of ours. */
  readonly joined: (rooms: ReadonlyMap<UserId, RoomRef>) => void
}

/** How often subscriptions are looked at, in milliseconds: Kick drops them after a day of failures. */
const reconcileEveryMs = 900_000

type Tell = (event: ChatEvent) => void

type Streamers = ReadonlyMap<UserId, RoomRef>

/**
 * Kick's official webhooks as a source. Deliveries come in by `session.webhook`; what runs here keeps Kick subscribed to
 * what the joined rooms need, where that is wished for.
 */
export function createWebhookSource(parts: WebhookSourceParts): Source {
  const { subscriptions, clock, joined } = parts
  const manager = subscriptions === undefined ? undefined : new SubscriptionManager(subscriptions)
  let update: ((rooms: readonly RoomRef[]) => void) | undefined

  return {
    via: 'webhook',
    pausable: true,
    run: async (rooms, sink) => {
      const { signal } = sink
      const tell = createTell(sink)
      const lost = new LostSubscriptions()
      let streamers: Streamers = new Map()
      let isLive = false
      let waiting = new AbortController()
      update = (wanted) => {
        streamers = toStreamers(wanted, tell)
        joined(streamers)
        manager?.want(Array.from(streamers.keys(), toWanted))
        waiting.abort()
      }
      update(rooms)
      const look = async (): Promise<ChatError | undefined> => {
        if (manager === undefined) return undefined
        const lookedAtMs = clock.now()
        try {
          const report = await manager.reconcile({ signal })
          for (const [userId, fromMs] of lost.observe(report, streamers, lookedAtMs)) {
            const room = streamers.get(userId)
            if (room !== undefined) tell(toGap(room, fromMs, parts))
          }
          return toFailure(report)
        } catch (error) {
          return toAdapterError(error, { operation: 'receive.webhook' })
        }
      }
      for (let failures = 0; !signal.aborted;) {
        waiting = new AbortController()
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        const error = await look()
        if (error !== undefined) tell(toStatus('degraded', error))
        else if (!isLive) tell(toStatus('live', error))
        isLive = error === undefined
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
function toStreamers(rooms: readonly RoomRef[], tell: Tell): Streamers {
  const streamers = new Map<UserId, RoomRef>()
  for (const ref of rooms) {
    try {
      streamers.set(streamerOf(ref), ref)
    } catch (error) {
      tell({ ...toStatus('closed', toAdapterError(error, { operation: 'receive.webhook' })), room: ref })
    }
  }
  return streamers
}

function toWanted(broadcasterUserId: UserId): WantedSubscriptions {
  return { broadcasterUserId, events: kickEventNames }
}

/** Tells one event after the other, each once there is room for it. */
function createTell(sink: Sink): Tell {
  let told = Promise.resolve()
  return (event) => {
    told = told.then(() => offer(sink, event))
  }
}

async function offer(sink: Sink, event: ChatEvent): Promise<void> {
  while (!sink.signal.aborted && sink.offer([{ event }]) === 'full') {
    // oxlint-disable-next-line no-await-in-loop -- until there is room
    await sink.ready()
  }
}

function toStatus(state: StatusState, error: ChatError | undefined): StatusEvent {
  return { type: 'status', state, ...(error !== undefined && { error }) }
}

/** What was said between the last time that Kick was subscribed and now may not have been delivered. */
function toGap(
  room: RoomRef,
  fromMs: number,
  { clock, isBackedUp }: Pick<WebhookSourceParts, 'clock' | 'isBackedUp'>,
): GapEvent {
  const complete = isBackedUp ? 'unknown' : false
  return { type: 'gap', room, fromMs, toMs: clock.now(), cause: 'reconnect', recovered: 0, complete }
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
