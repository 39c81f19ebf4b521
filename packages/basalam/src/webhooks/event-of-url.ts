import { eventNameOf, webhookEventIds, type WebhookEventName } from '../services/webhook/event-ids.js'

/** Which event an address is for. */
export interface EventMark {
  readonly id?: number | undefined
  readonly name?: WebhookEventName | undefined
}

const parameter = 'event'

/**
 * An address that tells which event it is for, since deliveries themselves do not: `?event=1`. What else it holds stays
 * as it is.
 */
export function markUrl(url: string, eventId: number): string {
  const marked = new URL(url)
  marked.searchParams.set(parameter, String(eventId))
  return marked.href
}

/** The address without its mark, to tell whether two lead to one webhook; `undefined` for what is no address. */
export function unmarkUrl(url: string): string | undefined {
  const unmarked = URL.parse(url)
  if (unmarked === null) return undefined
  unmarked.searchParams.delete(parameter)
  return unmarked.href
}

/** What the address of a delivery says: a number or a name. */
export function eventOfUrl(url: string): EventMark {
  const word = URL.parse(url)?.searchParams.get(parameter) ?? ''
  if (Object.hasOwn(webhookEventIds, word)) {
    const name = word as WebhookEventName
    return { id: webhookEventIds[name], name }
  }
  if (!/^\d{1,9}$/.test(word)) return {}
  return { id: Number(word), name: eventNameOf(Number(word)) }
}
