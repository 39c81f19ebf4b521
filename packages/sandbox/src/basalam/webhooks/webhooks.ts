import { createBoundedLog } from '../../bounded-log.js'
import type { Clock } from '../../clock.js'
import { createDeliveryFaults, type BasalamDeliveryFault } from './delivery-faults.js'
import { eventIdOf, type BasalamEventName } from './events.js'
import type { KeptWebhook, WebhookBook } from './webhook-book.js'

/** A delivery that was tried, and what came of it. */
export interface BasalamDelivery {
  readonly webhookId: number
  readonly eventId: number
  /** Whose event it is. */
  readonly customerId: number
  readonly url: string
  /** As the webhook was registered with them. */
  readonly headers: Readonly<Record<string, string>>
  /** As it was sent, letter by letter. */
  readonly body: string
  /** What the webhook answered; 0 where it did not, or is not on this machine. */
  readonly status: number
}

/** The webhooks of a sandbox's Basalam. */
export interface BasalamWebhooksSandbox {
  /** The deliveries that were tried, oldest first; the newest 10,000. */
  readonly deliveries: readonly BasalamDelivery[]
  /** Tells the webhooks of somebody's event. `body` is written as JSON unless it is text. @param customerId default: the owner */
  send(event: BasalamEventName | number, body: unknown, customerId?: number): void
  /** Spoils the next deliveries. */
  misbehave(fault: BasalamDeliveryFault): void
  /** Switches webhooks off, as the platform might. @default all */
  switchOff(webhookId?: number): void
  /** Settles once nothing is on its way; what a fault holds back is not waited for. */
  settled(): Promise<void>
}

/** The same, with what the rest of the sandbox needs of it. */
export interface WebhookSender extends BasalamWebhooksSandbox {
  close(): void
}

/** Nothing is ever sent off this machine. */
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

export function createWebhookSender(book: WebhookBook, clock: Clock, ownerId: number): WebhookSender {
  const deliveries = createBoundedLog<BasalamDelivery>(10_000)
  const faults = createDeliveryFaults(clock)
  const onTheirWay = new Set<Promise<void>>()
  const closing = new AbortController()

  async function deliver(
    webhook: KeptWebhook,
    eventId: number,
    customerId: number,
    body: string,
    areRight: boolean,
  ): Promise<void> {
    const { id, url, requestMethod: method } = webhook
    const headers = areRight
      ? webhook.requestHeaders
      : Object.fromEntries(Object.keys(webhook.requestHeaders).map((name) => [name, 'somebody-elses']))
    const { status, text } = await post(url, method, headers, body)
    deliveries.add({ webhookId: id, eventId, customerId, url, headers, body, status })
    book.log({ webhookId: id, userId: customerId, status, request: { url, method, body }, response: text })
  }

  async function post(
    url: string,
    method: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<{ readonly status: number; readonly text: string | null }> {
    if (!loopback.has(URL.parse(url)?.hostname ?? '')) return { status: 0, text: null }
    try {
      const response = await fetch(url, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body,
        signal: closing.signal,
      })
      return { status: response.status, text: await response.text() }
    } catch {
      return { status: 0, text: null }
    }
  }

  return {
    get deliveries() {
      return deliveries.entries()
    },
    send(event, body, customerId = ownerId) {
      const eventId = typeof event === 'number' ? event : eventIdOf(event)
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const joined = new Set(
        book.customers.filter((one) => one.customerId === customerId).map(({ webhookId }) => webhookId),
      )
      for (const webhook of book.webhooks) {
        if (!webhook.isActive || !joined.has(webhook.id) || !webhook.eventIds.includes(eventId)) continue
        faults.pass((headers) => {
          const work = deliver(webhook, eventId, customerId, text, headers === 'right')
          onTheirWay.add(work)
          void work.finally(() => onTheirWay.delete(work))
        })
      }
    },
    misbehave: (fault) => faults.add(fault),
    switchOff(webhookId) {
      for (const webhook of book.webhooks) {
        if (webhookId === undefined || webhook.id === webhookId) book.change(webhook, { isActive: false })
      }
    },
    async settled() {
      // oxlint-disable-next-line no-await-in-loop -- an answer may set off the next delivery
      while (onTheirWay.size > 0) await Promise.allSettled(onTheirWay)
    },
    close() {
      faults.close()
      closing.abort()
    },
  }
}
