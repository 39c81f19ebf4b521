import type { Call, CallOptions } from '@wireloom/http-core'
import type { KickEventName } from '../event-names.js'
import { checkId, checkKey, checkList, checkWhole, given } from './check.js'
import { integer, key, list, object, optional, spelled, text, time, type Decoder } from './decode.js'
import { inParts } from './in-parts.js'
import type { KickClient } from './kick-client.js'

/** One of the app's subscriptions. */
export interface EventSubscription {
  readonly id: string
  readonly appId: string | undefined
  readonly broadcasterUserId: number
  readonly event: KickEventName
  readonly version: number
  /** `webhook` */
  readonly method: string | undefined
  /** Milliseconds since 1970. */
  readonly createdAtMs: number | undefined
  /** Milliseconds since 1970. */
  readonly updatedAtMs: number | undefined
}

/** Which events of a channel to be told of. */
export interface NewEventSubscriptions {
  /** Whose channel, by the streamer's user id. With a user's token Kick takes that user's, whatever stands here. */
  readonly broadcasterUserId?: number | undefined
  /** Names, of version 1 unless told. */
  readonly events: readonly (KickEventName | { readonly name: KickEventName; readonly version: number })[]
}

/** What came of one wanted event: `subscriptionId` where it went well, else `error` in Kick's words. */
export type SubscriptionResult =
  | {
      readonly name: KickEventName
      readonly version: number
      readonly subscriptionId: string
      readonly error?: undefined
    }
  | {
      readonly name: KickEventName
      readonly version: number
      readonly subscriptionId?: undefined
      readonly error: string
    }

const subscription: Decoder<EventSubscription> = object<EventSubscription>({
  id: key,
  appId: optional(text),
  broadcasterUserId: integer,
  event: text,
  version: integer,
  method: optional(text),
  createdAtMs: spelled('created_at', optional(time)),
  updatedAtMs: spelled('updated_at', optional(time)),
})

interface ResultFields {
  readonly name: string
  readonly version: number
  readonly subscriptionId: string | undefined
  readonly error: string | undefined
}

const resultFields: Decoder<ResultFields> = object<ResultFields>({
  name: text,
  version: integer,
  subscriptionId: optional(text),
  error: optional(text),
})

const result: Decoder<SubscriptionResult> = (value, place) => {
  const { name, version, subscriptionId, error } = resultFields(value, place)
  if (error === undefined && subscriptionId !== undefined) return { name, version, subscriptionId }
  return { name, version, error: error ?? 'Kick made no subscription, and does not say why' }
}

const path = '/public/v1/events/subscriptions'
const scopes = ['events:subscribe']

/**
 * What the app's webhook is told of. Subscriptions belong to the app: every program that runs as it sees and can delete
 * them all. A user's token needs the scope `events:subscribe`; the app's own covers any channel.
 * {@link https://docs.kick.com/events/subscribe-to-events}
 */
export class EventSubscriptionsApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /** The subscriptions there are (`GET /public/v1/events/subscriptions`), of one channel or all. */
  list(
    filter: { readonly broadcasterUserId?: number | undefined } = {},
    options?: CallOptions,
  ): Call<readonly EventSubscription[]> {
    return this.#client.call(() => {
      const wanted = given(filter?.broadcasterUserId, (id) => checkId('broadcasterUserId', id))
      return {
        method: 'GET',
        path,
        query: { broadcaster_user_id: wanted },
        needs: 'either',
        scopes,
        // Not everybody has seen Kick look at the filter.
        data: (value, place) =>
          list(subscription)(value, place).filter(
            ({ broadcasterUserId }) => wanted === undefined || broadcasterUserId === wanted,
          ),
      }
    }, options)
  }

  /**
   * Subscribes to events of a channel (`POST /public/v1/events/subscriptions`). Some may fail where others do not: look
   * at each result. An `error` of "webhooks are not enabled for app" means the switch in the app's settings.
   */
  create(wanted: NewEventSubscriptions, options?: CallOptions): Call<readonly SubscriptionResult[]> {
    return this.#client.call(() => {
      const events = checkList('events', wanted?.events, Infinity, (name, event) => {
        if (typeof event === 'string') return checkKey(name, event)
        checkKey(`${name}.name`, event?.name)
        checkWhole(`${name}.version`, event.version, 1, 1_000)
        return event
      })
      return {
        method: 'POST',
        path,
        json: {
          broadcaster_user_id: given(wanted.broadcasterUserId, (id) => checkId('broadcasterUserId', id)),
          method: 'webhook',
          events: events.map((event) =>
            typeof event === 'string'
              ? { name: event, version: 1 }
              : { name: event.name, version: event.version },
          ),
        },
        needs: 'either',
        scopes,
        data: list(result),
      }
    }, options)
  }

  /** Ends subscriptions (`DELETE /public/v1/events/subscriptions`), 50 in one request and so many requests as it takes. */
  async delete(ids: readonly string[], options?: CallOptions): Promise<void> {
    await inParts(checkList('ids', ids, Infinity, checkKey), 50, async (part) => {
      await this.#client.call<void>(
        () => ({ method: 'DELETE', path, query: { id: part }, needs: 'either', scopes }),
        options,
      )
      return []
    })
  }
}
