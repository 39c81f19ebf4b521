import type { CallOptions } from '@wireloom/http-core'
import { checkId, checkKey, checkList } from '../api/check.js'
import type { EventSubscription, EventSubscriptionsApi } from '../api/event-subscriptions.js'
import type { KickEventName } from '../event-names.js'
import { isKickError, KickError } from '../kick-error.js'
import { planSubscriptions, type WantedEvent, type WantedSubscriptions } from './subscription-plan.js'

/** How a manager works. */
export interface SubscriptionManagerOptions {
  /** `kick.eventSubscriptions` of a client with the app's own token; with a user's it sees that user's channel alone. */
  readonly eventSubscriptions: Pick<EventSubscriptionsApi, 'list' | 'create' | 'delete'>
  /** What should be subscribed to. Default nothing; see `want`. */
  readonly wanted?: readonly WantedSubscriptions[] | undefined
  /**
   * What may be removed. `created`: only what this manager made itself, since other programs that run as the same app
   * have theirs beside it. `all`: everything that is not wanted; only where nobody else runs as this app.
   * Default `created`.
   */
  readonly removes?: 'created' | 'all' | undefined
  /** Whether Kick has verified the app: then 10,000 chats may be subscribed to, else 1,000. Default `false`. */
  readonly isVerified?: boolean | undefined
}

/** An event that is wanted and was not to be had. */
export interface SubscriptionFailure extends WantedEvent {
  /**
   * - `limit`: the app has as many of this event as Kick allows
   * - `webhooks_disabled`: the switch in the app's settings is off
   * - `refused`: Kick said no, in `message`
   * - `postponed`: Kick asked to go slower; the next run goes on
   */
  readonly reason: 'limit' | 'webhooks_disabled' | 'refused' | 'postponed'
  readonly message: string
  readonly error?: KickError | undefined
}

/** What one run found and did. */
export interface SubscriptionReport {
  readonly kept: readonly EventSubscription[]
  readonly created: readonly (WantedEvent & { readonly subscriptionId: string })[]
  readonly removed: readonly EventSubscription[]
  /** Neither wanted nor ours to remove: another program's, or left from before. */
  readonly foreign: readonly EventSubscription[]
  readonly failures: readonly SubscriptionFailure[]
}

/** How to be told of runs that nobody waits for. */
export interface SubscriptionWatch {
  /** How long between two runs. Default 900,000 (15 minutes). */
  readonly intervalMs?: number | undefined
  readonly onReport?: ((report: SubscriptionReport) => void) | undefined
  /** A run that failed; the next comes at its time. */
  readonly onError: (error: unknown) => void
  readonly clock?:
    | { setTimeout(callback: () => void, delayMs: number): unknown; clearTimeout(handle: unknown): void }
    | undefined
}

const chatEvent = 'chat.message.sent'
/** What ends a run, since the next call would end the same. */
const fatalCodes: ReadonlySet<string> = new Set([
  'aborted',
  'unauthenticated',
  'missing_scope',
  'forbidden',
  'edge_blocked',
  'invalid_options',
])

/**
 * Keeps the app subscribed to what is wanted: makes what is missing, which Kick drops after a day of failed deliveries,
 * and removes what is wanted no more.
 *
 * @example
 * ```ts
 * const manager = new SubscriptionManager({ eventSubscriptions: kick.eventSubscriptions, wanted })
 * const { failures } = await manager.reconcile()
 * const stop = manager.watch({ onError: console.error })
 * ```
 */
export class SubscriptionManager {
  readonly #options: SubscriptionManagerOptions
  readonly #createdIds = new Set<string>()
  #wanted: readonly WantedSubscriptions[]
  #running: Promise<SubscriptionReport> | undefined

  /** @throws KickError `invalid_argument`, `invalid_options`. Sends nothing. */
  constructor(options: SubscriptionManagerOptions) {
    if (typeof options?.eventSubscriptions?.list !== 'function') {
      throw new KickError(
        'invalid_options',
        'eventSubscriptions is missing: that of a Kick with the app’s token.',
      )
    }
    this.#options = options
    this.#wanted = checkWanted(options.wanted ?? [])
  }

  /** Says anew what should be subscribed to; the next run brings it about. @throws KickError `invalid_argument` */
  want(wanted: readonly WantedSubscriptions[]): void {
    this.#wanted = checkWanted(wanted)
  }

  /**
   * Looks what is there and mends the difference. One run at a time: who asks meanwhile waits for it, and then for one
   * of their own. Rejects with a KickError where Kick cannot be asked; what fails for single events is in the report.
   */
  async reconcile(options: CallOptions = {}): Promise<SubscriptionReport> {
    while (this.#running !== undefined) {
      // oxlint-disable-next-line no-await-in-loop -- others may have waited too
      await this.#running.catch(() => undefined)
    }
    this.#running = this.#run(options).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Runs now and every quarter of an hour, until what it returns is called. */
  watch({ intervalMs = 900_000, onReport, onError, clock = globalThis }: SubscriptionWatch): () => void {
    const stopping = new AbortController()
    let timer: unknown

    const turn = async (): Promise<void> => {
      try {
        const report = await this.reconcile({ signal: stopping.signal })
        if (!stopping.signal.aborted) onReport?.(report)
      } catch (error) {
        if (!stopping.signal.aborted) onError(error)
      }
      if (!stopping.signal.aborted) timer = clock.setTimeout(() => void turn(), intervalMs)
    }

    void turn()
    return () => {
      stopping.abort()
      clock.clearTimeout(timer)
    }
  }

  async #run(options: CallOptions): Promise<SubscriptionReport> {
    const { eventSubscriptions, removes = 'created' } = this.#options
    const plan = planSubscriptions({
      wanted: this.#wanted,
      existing: await eventSubscriptions.list({}, options),
      isOurs: ({ id }) => removes === 'all' || this.#createdIds.has(id),
      limitOf: (event) => this.#limitOf(event),
    })
    if (plan.remove.length > 0) {
      await eventSubscriptions.delete(
        plan.remove.map(({ id }) => id),
        options,
      )
      for (const { id } of plan.remove) this.#createdIds.delete(id)
    }
    const created: (WantedEvent & { readonly subscriptionId: string })[] = []
    const failures: SubscriptionFailure[] = plan.beyondLimit.map((missing) => ({
      ...missing,
      reason: 'limit',
      message: `Kick lets the app have ${this.#limitOf(missing.event)} subscriptions of ${missing.event}.`,
    }))
    let isPostponed = false
    for (const wanted of plan.create) {
      if (isPostponed) {
        failures.push(...failAll(wanted, 'postponed', 'Kick asked to go slower.'))
        continue
      }
      try {
        // oxlint-disable-next-line no-await-in-loop -- a burst would be refused as too many
        for (const { name: event, subscriptionId, error } of await eventSubscriptions.create(
          wanted,
          options,
        )) {
          const { broadcasterUserId } = wanted
          if (subscriptionId === undefined) failures.push({ broadcasterUserId, event, ...toReason(error) })
          else {
            this.#createdIds.add(subscriptionId)
            created.push({ broadcasterUserId, event, subscriptionId })
          }
        }
      } catch (error) {
        if (!isKickError(error) || fatalCodes.has(error.code)) throw error
        isPostponed = error.code === 'rate_limited'
        failures.push(...failAll(wanted, isPostponed ? 'postponed' : 'refused', error.message, error))
      }
    }
    return { kept: plan.kept, created, removed: plan.remove, foreign: plan.foreign, failures }
  }

  #limitOf(event: KickEventName): number {
    return event === chatEvent && this.#options.isVerified !== true ? 1_000 : 10_000
  }
}

function checkWanted(wanted: readonly WantedSubscriptions[]): readonly WantedSubscriptions[] {
  if (Array.isArray(wanted) && wanted.length === 0) return wanted
  return checkList('wanted', wanted, Infinity, (name, entry) => {
    checkId(`${name}.broadcasterUserId`, entry?.broadcasterUserId)
    checkList(`${name}.events`, entry.events, Infinity, checkKey)
    return entry
  })
}

function toReason(message: string): Pick<SubscriptionFailure, 'reason' | 'message'> {
  return message.includes('webhooks are not enabled')
    ? { reason: 'webhooks_disabled', message: `${message}: turn webhooks on in the app's settings at Kick.` }
    : { reason: 'refused', message }
}

function failAll(
  { broadcasterUserId, events }: WantedSubscriptions,
  reason: SubscriptionFailure['reason'],
  message: string,
  error?: KickError,
): readonly SubscriptionFailure[] {
  return events.map((event) => ({ broadcasterUserId, event, reason, message, error }))
}
