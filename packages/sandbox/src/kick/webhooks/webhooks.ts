import type { Clock } from '../../clock.js'
import { SandboxError } from '../../errors.js'
import type { Random } from '../../random.js'
import { createBoundedLog } from '../../bounded-log.js'
import type { ApiRoom } from '../api/world.js'
import { createUlid } from '../ulid.js'
import { createDeliveryFaults, type DeliveryFault } from './delivery-faults.js'
import type { KeyPair } from './key-pair.js'
import type { SubscriptionBook, SubscriptionRecord } from './subscription-book.js'
import { toBroadcaster } from './to-webhook.js'

/** What is sent to a webhook: to be posted as it is, letter by letter. */
export interface SignedDelivery {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A delivery that was tried, and what came of it. */
export interface WebhookDelivery extends SignedDelivery {
  readonly messageId: string
  readonly type: string
  /** What the webhook answered; 0 where it did not. */
  readonly status: number
}

/** How a delivery differs from a plain one. */
export interface DeliveryOptions {
  /** @default a new ULID */
  readonly messageId?: string
  /** The time in its header. @default now */
  readonly atMs?: number
  /** @default 1 */
  readonly version?: number
  readonly subscriptionId?: string
  /** Signs something else than the body. @default false */
  readonly hasBadSignature?: boolean
}

/** The webhooks of a sandbox's Kick. */
export interface KickWebhooksSandbox {
  /** Where deliveries go, as set in the app's settings; none go out without it. */
  url: string | undefined
  /** The switch in the app's settings; turning it off ends every subscription. */
  isEnabled: boolean
  /** The app's subscriptions, oldest first. */
  readonly subscriptions: readonly SubscriptionRecord[]
  /** The deliveries that were tried, oldest first; the newest 10,000 are kept. */
  readonly deliveries: readonly WebhookDelivery[]
  /** The public key that deliveries are checked by (PEM). The API tells it too. */
  publicKey(): Promise<string>
  /** Signs with other keys from now on. */
  rotateKeys(): void
  /** A signed delivery that is not sent, for a handler without a server. `body` is written as JSON unless it is text. */
  sign(type: string, body: unknown, options?: DeliveryOptions): Promise<SignedDelivery>
  /** Signs and posts to `url`, subscribed or not. Throws `invalid_argument` without a `url`. */
  send(type: string, body: unknown, options?: DeliveryOptions): Promise<WebhookDelivery>
  /** Tells of a claimed drop, with the headers that only drops have. */
  sendDrop(claim: object, options?: DeliveryOptions): Promise<WebhookDelivery>
  /** Spoils the next deliveries. */
  misbehave(fault: DeliveryFault): void
  /** Ends subscriptions from Kick's side, as it does after a day of failures. @default all */
  loseSubscriptions(matches?: (subscription: SubscriptionRecord) => boolean): void
  /** How many deliveries are on their way: sent, and not answered yet. */
  readonly underWay: number
  /** Settles once nothing is on its way; what a fault holds back is not waited for. */
  settled(): Promise<void>
}

/** The same, with what the rest of Kick needs of it. */
export interface WebhookSender extends KickWebhooksSandbox {
  /** Delivers to every subscription of the room's event. */
  publish(about: ApiRoom, type: string, body: object): void
  close(): void
}

interface SenderParts {
  readonly keys: KeyPair
  readonly book: SubscriptionBook
  readonly clock: Clock
  readonly random: Random
  readonly settings: { isEnabled: boolean }
}

export function createWebhookSender({ keys, book, clock, random, settings }: SenderParts): WebhookSender {
  const log = createBoundedLog<WebhookDelivery>(10_000)
  const onTheirWay = new Set<Promise<unknown>>()
  const faults = createDeliveryFaults(clock)
  const closing = new AbortController()
  let url: string | undefined

  async function signAs(
    names: 'event' | 'drop',
    type: string,
    body: unknown,
    options: DeliveryOptions,
  ): Promise<SignedDelivery & { messageId: string }> {
    const atMs = options.atMs ?? clock.now()
    const messageId = options.messageId ?? createUlid(clock.now(), random)
    const time = new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z')
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const signed = `${messageId}.${time}.${text}${options.hasBadSignature === true ? ' ' : ''}`
    const signature = await keys.sign(Buffer.from(signed))
    const shared = { 'content-type': 'application/json', 'Kick-Event-Signature': signature }
    const headers: Readonly<Record<string, string>> =
      names === 'drop'
        ? { ...shared, 'Kick-Event-Message-ID': messageId, 'Kick-Event-Timestamp': time }
        : {
            ...shared,
            'Kick-Event-Message-Id': messageId,
            'Kick-Event-Subscription-Id': options.subscriptionId ?? createUlid(clock.now(), random),
            'Kick-Event-Message-Timestamp': time,
            'Kick-Event-Type': type,
            'Kick-Event-Version': String(options.version ?? 1),
          }
    return { headers, body: text, messageId }
  }

  async function post(
    type: string,
    { headers, body, messageId }: SignedDelivery & { messageId: string },
    target: string,
  ): Promise<WebhookDelivery> {
    const status = await fetch(target, { method: 'POST', headers, body, signal: closing.signal }).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => 0,
    )
    const delivery = { messageId, type, headers, body, status }
    log.add(delivery)
    return delivery
  }

  function track<Result>(work: Promise<Result>): Promise<Result> {
    onTheirWay.add(work)
    const forget = (): void => void onTheirWay.delete(work)
    work.then(forget, forget)
    return work
  }

  function demandUrl(): string {
    if (url !== undefined) return url
    throw new SandboxError('invalid_argument', 'There is no webhook to send to; set kick.webhooks.url first.')
  }

  return {
    get url() {
      return url
    },
    set url(next) {
      url = next
    },
    get isEnabled() {
      return settings.isEnabled
    },
    set isEnabled(next) {
      settings.isEnabled = next
      if (!next) book.delete(book.records.map(({ id }) => id))
    },
    get subscriptions() {
      return book.records
    },
    get deliveries() {
      return log.entries()
    },
    get underWay() {
      return onTheirWay.size
    },
    publicKey: () => keys.publicKey(),
    rotateKeys: () => {
      keys.rotate()
    },
    async sign(type, body, options = {}) {
      const { headers, body: text } = await signAs('event', type, body, options)
      return { headers, body: text }
    },
    async send(type, body, options = {}) {
      const target = demandUrl()
      return track(signAs('event', type, body, options).then((signed) => post(type, signed, target)))
    },
    async sendDrop(claim, options = {}) {
      const target = demandUrl()
      return track(signAs('drop', '', claim, options).then((signed) => post('drops', signed, target)))
    },
    misbehave: (fault) => {
      faults.add(fault)
    },
    loseSubscriptions(matches = () => true) {
      book.delete(book.records.filter(matches).map(({ id }) => id))
    },
    async settled() {
      // oxlint-disable-next-line no-await-in-loop -- an answer may set off the next delivery
      while (onTheirWay.size > 0) await Promise.allSettled(onTheirWay)
    },
    publish(about, type, body) {
      const target = url
      if (target === undefined) return
      for (const { id, version } of book.find(about.room.userId, type)) {
        const whole = { ...body, broadcaster: toBroadcaster(about) }
        const options = { subscriptionId: id, version, messageId: createUlid(clock.now(), random) }
        faults.pass(
          (hasBadSignature) =>
            void track(
              signAs('event', type, whole, { ...options, hasBadSignature }).then((signed) =>
                post(type, signed, target),
              ),
            ),
        )
      }
    },
    close() {
      faults.close()
      closing.abort()
    },
  }
}
