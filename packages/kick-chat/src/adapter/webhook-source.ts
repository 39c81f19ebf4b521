import { ChatError, type Clock, type RoomRef, type Source, type StatusState } from '@wireloom/chat-core'
import type { KnownKickEventName } from '@wireloom/kick/webhooks'
import { kickEventNames, SubscriptionManager, type SubscriptionReport } from '@wireloom/kick/webhooks'
import { toAdapterError } from './adapter-error.js'
import type { KickWebhookOptions } from './options.js'
import { pause } from './pause.js'
import { streamerOf } from './room-ref.js'

/** What the webhook source is made of. */
export interface WebhookSourceParts {
  readonly subscriptions: KickWebhookOptions['subscriptions']
  readonly clock: Clock
  /** These rooms are joined now: deliveries of others are none of ours. */
  joined(rooms: readonly RoomRef[]): void
}

/** How often subscriptions are looked at, in milliseconds: Kick drops them after a day of failures. */
const reconcileEveryMs = 900_000

/**
 * Kick's official webhooks as a source. Deliveries come in by `session.webhook`; what runs here keeps Kick subscribed to
 * what the joined rooms need, where that is wished for.
 */
export function createWebhookSource({ subscriptions, clock, joined }: WebhookSourceParts): Source {
  let look: (() => void) | undefined
  const manager = subscriptions === undefined ? undefined : new SubscriptionManager(subscriptions)

  function want(rooms: readonly RoomRef[]): void {
    joined(rooms)
    const events: readonly KnownKickEventName[] = kickEventNames
    manager?.want(rooms.map((ref) => ({ broadcasterUserId: streamerOf(ref), events })))
  }

  return {
    via: 'webhook',
    pausable: true,
    run: async (rooms, sink) => {
      want(rooms)
      const tell = (state: StatusState, error?: ChatError): void =>
        void sink.offer([{ event: { type: 'status', state, ...(error !== undefined && { error }) } }])
      if (manager === undefined) tell('live')
      while (!sink.signal.aborted) {
        const waiting = new AbortController()
        look = () => waiting.abort()
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        if (manager !== undefined) await reconcile(manager, sink.signal, tell)
        // oxlint-disable-next-line no-await-in-loop
        await pause(reconcileEveryMs, clock, AbortSignal.any([waiting.signal, sink.signal]))
      }
      look = undefined
    },
    update: async (rooms) => {
      want(rooms)
      look?.()
    },
  }
}

async function reconcile(
  manager: SubscriptionManager,
  signal: AbortSignal,
  tell: (state: StatusState, error?: ChatError) => void,
): Promise<void> {
  try {
    const report = await manager.reconcile({ signal })
    if (signal.aborted) return
    const error = toFailure(report)
    tell(error === undefined ? 'live' : 'degraded', error)
  } catch (error) {
    if (!signal.aborted) tell('degraded', toAdapterError(error, { operation: 'receive.webhook' }))
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
