import type { Arrival, Clock, RoomRef, WebhookResult } from '@wireloom/chat-core'
import {
  createWebhookHandler,
  kickPublicKey,
  type KickWebhookEvent,
  type PublicKeySource,
  type ReplayStore,
} from '@wireloom/kick/webhooks'
import { fromWebhook } from '../event/from-webhook.js'
import { happeningOf } from '../event/happening.js'
import { isWire } from '../event/read.js'
import { toChatEvent } from '../event/to-chat-event.js'
import { readUserId, type UserId } from '../ids.js'
import { inChatWords } from './adapter-error.js'
import type { HappeningKeys } from './happening-keys.js'
import type { KickWebhookOptions } from './options.js'

/** What taking deliveries needs. */
export interface DeliveryParts {
  readonly options: KickWebhookOptions
  readonly clock: Clock
  /** Asks for Kick's key, where none is given. */
  readonly fetch: typeof fetch
  /** The room of a streamer, where it is joined. */
  readonly room: (userId: UserId) => RoomRef | undefined
  readonly keys: (room: RoomRef) => HappeningKeys
}

/** How long after it happened something is late, in milliseconds: as the hub has it for messages. */
const lateMs = 60_000

/**
 * Nothing is remembered here: the hub knows what it was told, by keys. A store of deliveries would call one done that
 * the hub had no room for, and refuse it when it comes again.
 */
const forgetfulStore: ReplayStore = {
  claim: () => 'taken',
  complete: () => undefined,
  release: () => undefined,
}

/** Checks deliveries by Kick's signature, and reads them. */
export function createReceiver(parts: DeliveryParts): (request: Request) => Promise<WebhookResult> {
  const { clock, fetch, options } = parts
  const publicKey: string | PublicKeySource = options.publicKey ?? kickPublicKey({ clock, fetch })
  return (request) =>
    inChatWords({ operation: 'receive.webhook' }, async () => {
      const arrivals: Arrival[] = []
      const handle = createWebhookHandler({
        ...options,
        publicKey,
        clock,
        replayStore: forgetfulStore,
        onEvent: (event) => {
          const arrival = toArrival(event, parts)
          if (arrival !== undefined) arrivals.push(arrival)
        },
      })
      return { response: await handle(request), arrivals }
    })
}

/** What a delivery becomes for the hub; undefined for rooms that are not joined. */
export function toArrival(
  event: KickWebhookEvent,
  { clock, room: findRoom, keys }: Pick<DeliveryParts, 'clock' | 'room' | 'keys'>,
): Arrival | undefined {
  const kickEvent = fromWebhook(event)
  const userId = streamerIn(event.raw)
  // A claimed drop is of an organization, and of no room.
  if (userId === undefined) {
    return { event: { type: 'other', name: kickEvent.source.name, raw: kickEvent } }
  }
  const room = findRoom(userId)
  if (room === undefined) return undefined
  const nowMs = clock.now()
  const { id: deliveryId, sentAtMs } = event.delivery
  const chatEvent = toChatEvent(kickEvent, { room, receivedAtMs: sentAtMs, streamerId: userId })
  if (chatEvent === undefined) return undefined
  if (chatEvent.type === 'message') return { event: chatEvent }
  const atMs = momentOf(event)
  const happening = happeningOf(kickEvent)
  const telling = { happening, way: 'webhook', id: identityOf(event), atMs } as const
  return {
    event: chatEvent,
    key:
      happening === undefined
        ? (identityOf(event) ?? deliveryId)
        : keys(room).take({ ...telling, happening }, nowMs),
    late: nowMs - atMs > lateMs,
  }
}

/** When it happened, as far as the body says; in milliseconds since 1970. */
function momentOf(event: KickWebhookEvent): number {
  const { sentAtMs } = event.delivery
  switch (event.type) {
    case 'channel.subscription.new':
    case 'channel.subscription.gifts':
    case 'kicks.gifted':
      return event.createdAtMs
    case 'channel.reward.redemption.updated':
      return event.redeemedAtMs
    case 'moderation.banned':
      return event.metadata.createdAtMs
    case 'livestream.status.updated':
      return (event.isLive ? event.startedAtMs : event.endedAtMs) ?? sentAtMs
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the rest bears no time of its own
    default:
      return sentAtMs
  }
}

/** What stays the same where Kick delivers one thing twice, under two delivery ids, for two subscriptions. */
function identityOf(event: KickWebhookEvent): string {
  const { id } = event.delivery
  switch (event.type) {
    case 'channel.reward.redemption.updated':
      return `redemption ${event.id} ${event.status}`
    case 'channel.subscription.new':
    case 'channel.subscription.renewal':
      return `until ${event.expiresAtMs ?? id}`
    case 'channel.subscription.gifts':
    case 'kicks.gifted':
      return `at ${event.createdAtMs}`
    case 'moderation.banned':
      return `at ${event.metadata.createdAtMs} until ${event.metadata.expiresAtMs ?? ''}`
    case 'livestream.status.updated':
      return `from ${event.startedAtMs ?? id} to ${event.endedAtMs ?? ''}`
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the rest has no name but its delivery's
    default:
      return id
  }
}

function streamerIn(body: unknown): UserId | undefined {
  const broadcaster = isWire(body) ? body['broadcaster'] : undefined
  return isWire(broadcaster) ? readUserId(broadcaster['user_id']) : undefined
}
