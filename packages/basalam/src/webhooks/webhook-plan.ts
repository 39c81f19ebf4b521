import { isPlain } from '../case.js'
import type { Webhook } from '../generated/webhook.js'
import { markUrl, unmarkUrl } from './event-of-url.js'

/** A webhook as it should be: one for each event, since deliveries do not say which event they are. */
export interface WantedWebhook {
  readonly eventId: number
  /** With the mark that names the event. */
  readonly url: string
  /** With lower-case names. */
  readonly requestHeaders: Readonly<Record<string, string>>
}

/** What to do so that there is what is wanted. */
export interface WebhookPlan {
  readonly create: readonly WantedWebhook[]
  readonly update: readonly { readonly webhook: Webhook; readonly wanted: WantedWebhook }[]
  readonly kept: readonly { readonly webhook: Webhook; readonly wanted: WantedWebhook }[]
  /** Lead to our address, and are wanted no more or are there twice. */
  readonly remove: readonly Webhook[]
  /** Lead elsewhere. */
  readonly foreign: readonly Webhook[]
}

/** What a plan is made from. */
export interface PlanFacts {
  /** The one address that all of ours lead to. */
  readonly url: string
  readonly eventIds: readonly number[]
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly existing: readonly Webhook[]
  /** Whether we know what headers a webhook has where the server does not tell. */
  readonly hasOurHeaders: (webhook: Webhook) => boolean
}

/**
 * The difference between what is wanted and what is there. Whatever leads to our address is ours; of several for one
 * event the oldest stays, so that two programs that both made one agree which.
 */
export function planWebhooks({
  url,
  eventIds,
  requestHeaders,
  existing,
  hasOurHeaders,
}: PlanFacts): WebhookPlan {
  const missing = new Map(
    [...new Set(eventIds)].map((eventId) => [
      eventId,
      { eventId, url: markUrl(url, eventId), requestHeaders },
    ]),
  )
  const address = unmarkUrl(url)
  const [kept, update, remove, foreign]: [
    WebhookPlan['kept'][number][],
    WebhookPlan['update'][number][],
    Webhook[],
    Webhook[],
  ] = [[], [], [], []]
  for (const webhook of existing.toSorted((a, b) => a.id - b.id)) {
    if (unmarkUrl(webhook.url ?? '') !== address) {
      foreign.push(webhook)
      continue
    }
    const wanted = [...missing.values()].find((one) => one.url === new URL(webhook.url ?? '').href)
    if (wanted === undefined) remove.push(webhook)
    else {
      missing.delete(wanted.eventId)
      const list = isAsWanted(webhook, wanted, hasOurHeaders) ? kept : update
      list.push({ webhook, wanted })
    }
  }
  return { create: [...missing.values()], update, kept, remove, foreign }
}

function isAsWanted(
  webhook: Webhook,
  { eventId, requestHeaders }: WantedWebhook,
  hasOurHeaders: PlanFacts['hasOurHeaders'],
): boolean {
  const events = (webhook.events ?? []).map((event) => event['id'])
  return (
    webhook.isActive !== false &&
    (webhook.requestMethod ?? 'POST') === 'POST' &&
    (events.length === 0 || (events.length === 1 && Number(events[0]) === eventId)) &&
    (hasHeaders(webhook.requestHeaders, requestHeaders) ?? hasOurHeaders(webhook))
  )
}

/** Whether they are there; `undefined` where the server does not tell. */
function hasHeaders(given: unknown, wanted: Readonly<Record<string, string>>): boolean | undefined {
  if (!isPlain(given)) return undefined
  const byName = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
  const told = Object.entries(wanted).filter(([name]) => byName.has(name))
  if (told.length === 0) return undefined
  return (
    told.length === Object.keys(wanted).length && told.every(([name, value]) => byName.get(name) === value)
  )
}
