import type { CallOptions, Clock } from '@wireloom/http-core'
import { BasalamError, isBasalamError } from '../basalam-error.js'
import { isPlain } from '../case.js'
import type { Webhook } from '../generated/webhook.js'
import { eventNameOf, toEventIds, type WebhookEventName } from '../services/webhook/event-ids.js'
import type { WebhooksApi } from '../services/webhook/webhooks.js'
import { checkSecretHeader, checkSecrets, defaultSecretHeader } from './secret.js'
import { planWebhooks, type WantedWebhook } from './webhook-plan.js'

/** What a manager sees to. */
export interface WebhookManagerOptions {
  /** `basalam.webhooks`, of a client with the token of whoever owns the webhooks. */
  readonly webhooks: Pick<
    WebhooksApi,
    'list' | 'create' | 'update' | 'delete' | 'listRegistered' | 'register'
  >
  /** Where events are delivered: the public address of the handler. Whatever leads there is taken for ours. */
  readonly url: string
  /** What the webhook is told of. Default nothing; see `want`. */
  readonly events?: readonly (WebhookEventName | number)[] | undefined
  /** What the handler was given, the newest where there are several. */
  readonly secret: string
  /** Default `x-webhook-secret`. */
  readonly secretHeader?: string | undefined
  /** The service that groups the webhooks. Default: the one that Basalam makes for the user. */
  readonly serviceId?: number | undefined
  /** Whether the token's own user is one whose events are delivered. Default `true`. */
  readonly registerMe?: boolean | undefined
}

/** One webhook, and the event it is for. */
export interface ManagedWebhook {
  readonly webhookId: number
  readonly eventId: number
  /** Left out for an event that is newer than this package. */
  readonly event?: WebhookEventName | undefined
}

/** What was not to be had; the next run tries again. */
export interface WebhookFailure {
  readonly eventId: number
  readonly event?: WebhookEventName | undefined
  readonly error: BasalamError
}

/** A webhook without its headers, which are secrets: a report may be logged. */
export type ReportedWebhook = Omit<Webhook, 'requestHeaders'>

/** What one run found and did. It holds no secret. */
export interface WebhookReport {
  readonly kept: readonly ManagedWebhook[]
  readonly created: readonly ManagedWebhook[]
  /** Switched on again, or with headers or events that were other. */
  readonly updated: readonly ManagedWebhook[]
  /** The user's events were not delivered to these; now they are. */
  readonly registered: readonly ManagedWebhook[]
  readonly removed: readonly ReportedWebhook[]
  /** Lead elsewhere, and were left alone. */
  readonly foreign: readonly ReportedWebhook[]
  readonly failures: readonly WebhookFailure[]
}

/** How to be told of runs that nobody waits for. */
export interface WebhookWatch {
  /** How long between two runs. Default 900,000 (15 minutes). */
  readonly intervalMs?: number | undefined
  readonly onReport?: ((report: WebhookReport) => void) | undefined
  /** A run that failed; the next comes at its time. */
  readonly onError: (error: unknown) => void
  readonly clock?: Pick<Clock, 'setTimeout' | 'clearTimeout'> | undefined
}

/** What ends a run, since the next call would end the same. */
const fatalCodes: ReadonlySet<string> = new Set([
  'aborted',
  'unauthenticated',
  'missing_scope',
  'forbidden',
  'rate_limited',
  'edge_blocked',
  'invalid_options',
])

/**
 * Keeps the webhooks as they are wanted: makes what is missing, switches on again what was switched off, gives it its
 * secret, and removes what is wanted no more. Each event gets a webhook of its own whose address names it
 * (`?event=1`), since deliveries do not.
 *
 * @example
 * ```ts
 * const manager = new WebhookManager({ webhooks: basalam.webhooks, url, secret, events: ['CHAT_RECEIVED_MESSAGE'] })
 * const { failures } = await manager.reconcile()
 * const stop = manager.watch({ onError: console.error })
 * ```
 */
export class WebhookManager {
  readonly #options: WebhookManagerOptions
  readonly #requestHeaders: Readonly<Record<string, string>>
  /** Those to which we gave our headers; a server that does not tell them is believed. */
  readonly #given = new Set<number>()
  #eventIds: readonly number[] = []
  #running: Promise<WebhookReport> | undefined

  /** @throws BasalamError `invalid_options`, `invalid_argument`. Sends nothing. */
  constructor(options: WebhookManagerOptions) {
    const { webhooks, url, secret, secretHeader = defaultSecretHeader, events = [] } = options ?? {}
    if (typeof webhooks?.list !== 'function') {
      throw new BasalamError('invalid_options', 'webhooks is missing: basalam.webhooks of a client.')
    }
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
      throw new BasalamError('invalid_options', 'url has to be the https address of the handler.')
    }
    checkSecrets(secret)
    this.#options = options
    this.#requestHeaders = { [checkSecretHeader(secretHeader)]: secret }
    this.want(events)
  }

  /** Says anew what the webhook is told of; the next run brings it about. @throws BasalamError `invalid_argument` */
  want(events: readonly (WebhookEventName | number)[]): void {
    this.#eventIds = Array.isArray(events) && events.length === 0 ? [] : toEventIds(events, 'events')
  }

  /**
   * Looks what is there and mends the difference. One run at a time: who asks meanwhile waits for it, and then for one
   * of their own. Rejects with a BasalamError where Basalam cannot be asked; what fails for single events is in the
   * report.
   */
  async reconcile(options: CallOptions = {}): Promise<WebhookReport> {
    while (this.#running !== undefined) {
      // oxlint-disable-next-line no-await-in-loop -- others may have waited too
      await this.#running.catch(() => undefined)
    }
    this.#running = this.#run(options).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /**
   * Runs now and every quarter of an hour, until what it returns is called.
   *
   * @throws BasalamError `invalid_options`, naming the option
   */
  watch(options: WebhookWatch): () => void {
    const { intervalMs = 900_000, onReport, onError, clock = globalThis } = options ?? {}
    if (typeof onError !== 'function') {
      throw new BasalamError('invalid_options', 'onError is missing: the function that is told of failures.')
    }
    // Longer timers overflow their 32 bits and would end at once.
    if (!(intervalMs > 0 && intervalMs <= 2_147_483_647)) {
      throw new BasalamError(
        'invalid_options',
        'intervalMs has to be milliseconds above 0, of 24 days at most.',
      )
    }
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
      ;(clock as Pick<Clock, 'clearTimeout'>).clearTimeout(timer)
    }
  }

  async #run(options: CallOptions): Promise<WebhookReport> {
    const { webhooks, url, serviceId, registerMe = true } = this.#options
    const plan = planWebhooks({
      url,
      eventIds: this.#eventIds,
      requestHeaders: this.#requestHeaders,
      existing: await this.#list(options),
      hasOurHeaders: ({ id }) => this.#given.has(id),
    })
    const failures: WebhookFailure[] = []
    for (const { id } of plan.remove) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a person would
      await webhooks.delete({ webhookId: id }, options).catch(unlessGone)
      this.#given.delete(id)
    }
    const created = await each(plan.create, failures, async ({ eventId, ...wanted }) => {
      const { id } = await webhooks.create(
        { ...wanted, eventIds: [eventId], requestMethod: 'POST', registerMe, serviceId },
        options,
      )
      return this.#gave(id, eventId)
    })
    const updated = await each(plan.update, failures, async ({ webhook, wanted: { eventId, ...wanted } }) => {
      await webhooks.update(
        { ...wanted, webhookId: webhook.id, eventIds: [eventId], requestMethod: 'POST', isActive: true },
        options,
      )
      return this.#gave(webhook.id, eventId)
    })
    const kept = plan.kept.map(({ webhook, wanted }) => toManaged(webhook.id, wanted.eventId))
    const registered = registerMe ? await this.#register([...kept, ...updated], failures, options) : []
    const removed = plan.remove.map(withoutHeaders)
    return {
      kept,
      created,
      updated,
      registered,
      removed,
      foreign: plan.foreign.map(withoutHeaders),
      failures,
    }
  }

  /** The list has no pages to ask for, though its answer speaks of some: what may be missing is asked for by event. */
  async #list(options: CallOptions): Promise<readonly Webhook[]> {
    const { webhooks } = this.#options
    const { value, raw } = await webhooks.list({}, options).withResponse()
    const total = isPlain(raw) ? raw['total_count'] : undefined
    if (typeof total !== 'number' || total <= value.length) return value
    const found = new Map(value.map((webhook) => [webhook.id, webhook]))
    for (const eventId of new Set(this.#eventIds)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      for (const webhook of await webhooks.list({ eventIds: [eventId] }, options))
        found.set(webhook.id, webhook)
    }
    return [...found.values()]
  }

  #gave(webhookId: number, eventId: number): ManagedWebhook {
    this.#given.add(webhookId)
    return toManaged(webhookId, eventId)
  }

  async #register(
    managed: readonly ManagedWebhook[],
    failures: WebhookFailure[],
    options: CallOptions,
  ): Promise<readonly ManagedWebhook[]> {
    if (managed.length === 0) return []
    const { webhooks } = this.#options
    const ids = new Set<number>()
    for await (const { id } of webhooks.listRegistered({ perPage: 100 }, options)) ids.add(id)
    const missing = managed.filter(({ webhookId }) => !ids.has(webhookId))
    return each(missing, failures, async (one) => {
      await webhooks.register({ webhookId: one.webhookId }, options)
      return one
    })
  }
}

function withoutHeaders({ requestHeaders: _headers, ...webhook }: Webhook): ReportedWebhook {
  return webhook
}

/** Another program that keeps the same webhooks was quicker. */
function unlessGone(error: unknown): void {
  if (!isBasalamError(error) || error.code !== 'not_found') throw error
}

/** What came of each; single failures are kept, and those that would come again end it. */
async function each<Item extends { readonly eventId: number } | { readonly wanted: WantedWebhook }>(
  items: readonly Item[],
  failures: WebhookFailure[],
  work: (item: Item) => Promise<ManagedWebhook>,
): Promise<readonly ManagedWebhook[]> {
  const done: ManagedWebhook[] = []
  for (const item of items) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- a burst could be refused as too many
      done.push(await work(item))
    } catch (error) {
      if (!isBasalamError(error) || fatalCodes.has(error.code)) throw error
      const { eventId } = 'wanted' in item ? item.wanted : item
      failures.push({ eventId, ...nameOf(eventId), error })
    }
  }
  return done
}

function toManaged(webhookId: number, eventId: number): ManagedWebhook {
  return { webhookId, eventId, ...nameOf(eventId) }
}

function nameOf(eventId: number): { readonly event?: WebhookEventName } {
  const event = eventNameOf(eventId)
  return event === undefined ? {} : { event }
}
