import type { Call, CallOptions } from '@wireloom/http-core'
import { invalidArgument } from '../../basalam-error.js'
import { isPlain } from '../../case.js'
import { itemsOf, list, one } from '../../decode.js'
import type {
  DeletedWebhook,
  RegisteredWebhook,
  UnregisteredWebhook,
  Webhook,
  WebhookCustomer,
  WebhookEvent,
  WebhookLog,
  WebhookService,
  WebhooksCreateInput,
  WebhooksCreateServiceInput,
  WebhooksDeleteInput,
  WebhooksListCustomersInput,
  WebhooksListInput,
  WebhooksListLogsInput,
  WebhooksListRegisteredInput,
  WebhooksRegisterInput,
  WebhooksUnregisterInput,
  WebhooksUpdateInput,
} from '../../generated/webhook.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Input, Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'
import { toEventIds, type WebhookEventName } from './event-ids.js'

const listAll: Operation<readonly Webhook[]> = {
  method: 'GET',
  path: '/v1/webhooks',
  query: ['service_id', 'event_ids'],
  lists: 'commas',
  decode: (body) => itemsOf(body).map(readWebhook),
}

const create: Operation<Webhook> = {
  method: 'POST',
  path: '/v1/webhooks',
  body: 'json',
  secrets: headerValues,
  decode: readWebhook,
}

const update: Operation<Webhook> = {
  method: 'PATCH',
  path: '/v1/webhooks/{webhook_id}',
  body: 'json',
  secrets: headerValues,
  decode: readWebhook,
}

const remove: Operation<DeletedWebhook> = { method: 'DELETE', path: '/v1/webhooks/{webhook_id}', decode: one }

const listServices: Operation<readonly WebhookService[]> = {
  method: 'GET',
  path: '/v1/webhooks/services',
  decode: list,
}

const createService: Operation<WebhookService> = {
  method: 'POST',
  path: '/v1/webhooks/services',
  body: 'json',
  decode: one,
}

const listEvents: Operation<readonly WebhookEvent[]> = {
  method: 'GET',
  path: '/v1/webhooks/events',
  decode: list,
}

const listCustomers: Operation<ListPage<WebhookCustomer, Numbered>> = {
  method: 'GET',
  path: '/v1/webhooks/customers',
  query: ['page', 'per_page', 'webhook_id'],
  decode: numberedPage,
}

const listLogs: Operation<readonly WebhookLog[]> = {
  method: 'GET',
  path: '/v1/webhooks/{webhook_id}/logs',
  decode: list,
}

const register: Operation<WebhookCustomer> = {
  method: 'POST',
  path: '/v1/customers/webhooks',
  body: 'json',
  decode: one,
}

const unregister: Operation<UnregisteredWebhook> = {
  method: 'DELETE',
  path: '/v1/customers/webhooks',
  body: 'json',
  decode: one,
}

const listRegistered: Operation<ListPage<RegisteredWebhook, Numbered>> = {
  method: 'GET',
  path: '/v1/customers/webhooks',
  query: ['page', 'per_page', 'service_id'],
  decode: numberedPage,
}

/** Headers of deliveries: what Basalam keeps as text and gives back as an object. */
export type RequestHeaders = Readonly<Record<string, string>> | string

/** What `webhooks.create` takes (`POST /v1/webhooks`). */
export interface NewWebhook extends Omit<WebhooksCreateInput, 'requestHeaders' | 'eventIds'> {
  /** By name or number, at least one. */
  readonly eventIds: readonly (WebhookEventName | number)[]
  /** Sent with every delivery, so that its receiver knows it; a text has to be JSON of such an object. */
  readonly requestHeaders?: RequestHeaders | null | undefined
}

/** What `webhooks.update` takes (`PATCH /v1/webhooks/{webhook_id}`). */
export interface WebhookChanges extends Omit<WebhooksUpdateInput, 'requestHeaders' | 'eventIds'> {
  /** By name or number, at least one. */
  readonly eventIds?: readonly (WebhookEventName | number)[] | null | undefined
  readonly requestHeaders?: RequestHeaders | null | undefined
}

/** What `webhooks.list` takes (`GET /v1/webhooks`). */
export interface WebhookFilter extends Omit<WebhooksListInput, 'eventIds'> {
  /** By name or number. */
  readonly eventIds?: readonly (WebhookEventName | number)[] | undefined
}

const methods: ReadonlySet<unknown> = new Set(['POST', 'PUT', 'PATCH'])

/** @throws BasalamError `invalid_argument`, naming the member */
function checkNew(input: NewWebhook): object {
  const { url, requestMethod } = input ?? {}
  if (url === undefined || url === null) throw invalidArgument('url is missing: where events are delivered.')
  if (!methods.has(requestMethod)) throw invalidArgument('requestMethod has to be POST, PUT or PATCH.')
  return { ...checkChanges(input), eventIds: toEventIds(input.eventIds, 'eventIds') }
}

/** @throws BasalamError `invalid_argument`, naming the member */
function checkChanges(input: NewWebhook | WebhookChanges): object {
  const { url, requestMethod, requestHeaders, eventIds } = input ?? {}
  if (typeof url === 'string' && (url.length > 2083 || !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))) {
    throw invalidArgument('url has to be an http or https address of at most 2083 characters.')
  }
  if (requestMethod !== undefined && requestMethod !== null && !methods.has(requestMethod)) {
    throw invalidArgument('requestMethod has to be POST, PUT or PATCH.')
  }
  return {
    ...input,
    ...(isPlain(requestHeaders) && { requestHeaders: JSON.stringify(requestHeaders) }),
    ...(eventIds && { eventIds: toEventIds(eventIds, 'eventIds') }),
  }
}

function checkFilter(input: WebhookFilter): object {
  return input.eventIds === undefined || input.eventIds.length === 0
    ? input
    : { ...input, eventIds: toEventIds(input.eventIds, 'eventIds') }
}

/** The headers are there to prove who delivers: their values are secrets. */
function headerValues({ requestHeaders }: Input): readonly unknown[] {
  const headers = typeof requestHeaders === 'string' ? parse(requestHeaders) : undefined
  return [requestHeaders, ...(isPlain(headers) ? Object.values(headers) : [])]
}

function readWebhook(body: unknown): Webhook {
  const webhook = one<Webhook>(body)
  const headers: unknown = webhook.requestHeaders
  return typeof headers === 'string' ? { ...webhook, requestHeaders: toHeaders(headers) } : webhook
}

function toHeaders(text: string): Readonly<Record<string, unknown>> | null {
  const headers = parse(text)
  return isPlain(headers) ? headers : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Webhooks: addresses to which Basalam delivers events. */
export class WebhooksApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** One's webhooks. (`GET /v1/webhooks`) */
  list(input: WebhookFilter = {}, options?: CallOptions): Call<readonly Webhook[]> {
    return this.#client.call(listAll, () => checkFilter(input), options)
  }

  /** Registers an address to which events are delivered. (`POST /v1/webhooks`) */
  create(input: NewWebhook, options?: CallOptions): Call<Webhook> {
    return this.#client.call(create, () => checkNew(input), options)
  }

  /** Changes a webhook. (`PATCH /v1/webhooks/{webhook_id}`) */
  update(input: WebhookChanges, options?: CallOptions): Call<Webhook> {
    return this.#client.call(update, () => checkChanges(input), options)
  }

  /** Removes a webhook. (`DELETE /v1/webhooks/{webhook_id}`) */
  delete(input: WebhooksDeleteInput, options?: CallOptions): Call<DeletedWebhook> {
    return this.#client.call(remove, input, options)
  }

  /** The services that group one's webhooks. (`GET /v1/webhooks/services`) */
  listServices(options?: CallOptions): Call<readonly WebhookService[]> {
    return this.#client.call(listServices, undefined, options)
  }

  /** Makes a service to group webhooks. (`POST /v1/webhooks/services`) */
  createService(input: WebhooksCreateServiceInput, options?: CallOptions): Call<WebhookService> {
    return this.#client.call(createService, input, options)
  }

  /** The events there are, each with the scopes it needs and a sample. (`GET /v1/webhooks/events`) */
  listEvents(options?: CallOptions): Call<readonly WebhookEvent[]> {
    return this.#client.call(listEvents, undefined, options)
  }

  /** The users whose events come to one's webhooks. (`GET /v1/webhooks/customers`) */
  listCustomers(
    input?: WebhooksListCustomersInput,
    options?: CallOptions,
  ): ListCall<WebhookCustomer, Numbered> {
    return this.#client.list(listCustomers, input, options)
  }

  /** What was delivered to a webhook, and what it answered. (`GET /v1/webhooks/{webhook_id}/logs`) */
  listLogs(input: WebhooksListLogsInput, options?: CallOptions): Call<readonly WebhookLog[]> {
    return this.#client.call(listLogs, input, options)
  }

  /** Lets the events of the token's user go to a webhook. (`POST /v1/customers/webhooks`) */
  register(input: WebhooksRegisterInput, options?: CallOptions): Call<WebhookCustomer> {
    return this.#client.call(register, input, options)
  }

  /** Ends that a user's events go to a webhook. (`DELETE /v1/customers/webhooks`) */
  unregister(input: WebhooksUnregisterInput, options?: CallOptions): Call<UnregisteredWebhook> {
    return this.#client.call(unregister, input, options)
  }

  /** The webhooks that the events of the token's user go to. (`GET /v1/customers/webhooks`) */
  listRegistered(
    input?: WebhooksListRegisteredInput,
    options?: CallOptions,
  ): ListCall<RegisteredWebhook, Numbered> {
    return this.#client.list(listRegistered, input, options)
  }
}
