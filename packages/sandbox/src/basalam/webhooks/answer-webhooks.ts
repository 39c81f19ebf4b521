import type { ApiAnswer, ApiCall } from '../answer-api.js'
import { toTime } from '../chat/chat-wire.js'
import { numberedPage } from '../paging.js'
import { basalamEvents } from './events.js'
import type { KeptCustomer, KeptService, KeptWebhook, WebhookBook, WebhookFacts } from './webhook-book.js'

type Members = Readonly<Record<string, unknown>>

const notFound: ApiAnswer = { status: 404, value: 'وب‌هوک پیدا نشد' }

/** The webhook service: what was registered can be read again. One sees one's own. */
export function answerWebhooks(call: ApiCall, book: WebhookBook): ApiAnswer | undefined {
  const { operation, grant, body } = call
  if (operation.service !== 'webhook' || grant === undefined) return undefined
  const { userId } = grant
  const query = call.parameters
  const given = (body ?? {}) as Members
  const own = book.webhooks.filter(({ ownerId }) => ownerId === userId)
  const find = (id: unknown): KeptWebhook | undefined => own.find((webhook) => webhook.id === Number(id))

  switch (`${operation.method} ${operation.path}`) {
    case 'GET /v1/webhooks/services': {
      const services = book.services.filter(({ ownerId }) => ownerId === userId)
      return { value: envelope(services.map(toServiceWire)) }
    }
    case 'POST /v1/webhooks/services':
      return {
        value: toServiceWire(book.addService(userId, String(given['title']), String(given['description']))),
      }
    case 'GET /v1/webhooks/events':
      return {
        value: envelope(
          basalamEvents.map(({ id, name, scope }) => ({
            id,
            name,
            description: name,
            sample_data: {},
            scopes: scope,
          })),
        ),
      }
    case 'GET /v1/webhooks':
      return { value: envelope(own.filter((webhook) => isAskedFor(webhook, query)).map(toWebhookWire)) }
    case 'POST /v1/webhooks':
      return { value: toWebhookWire(create(userId, given, book)) }
    case 'PATCH /v1/webhooks/{webhook_id}': {
      const webhook = find(query['webhook_id'])
      if (webhook === undefined) return notFound
      book.change(webhook, toFacts(given))
      return { value: toWebhookWire(webhook) }
    }
    case 'DELETE /v1/webhooks/{webhook_id}': {
      const webhook = find(query['webhook_id'])
      if (webhook === undefined) return notFound
      book.delete(webhook)
      return { value: { id: webhook.id, deleted_at: toTime(webhook.updatedAtMs) } }
    }
    case 'GET /v1/webhooks/{webhook_id}/logs': {
      const webhook = find(query['webhook_id'])
      if (webhook === undefined) return notFound
      const logs = book.logs.filter(({ webhookId }) => webhookId === webhook.id).toReversed()
      return {
        value: envelope(
          logs.map(({ id, userId: user, status, request, response, createdAtMs }) => ({
            id,
            user_id: user,
            status_code: status,
            request,
            response,
            created_at: toTime(createdAtMs),
          })),
        ),
      }
    }
    case 'GET /v1/webhooks/customers': {
      const ids = new Set(own.map(({ id }) => id))
      const asked = query['webhook_id']
      const found = book.customers.filter(
        ({ webhookId }) => ids.has(webhookId) && (asked === undefined || webhookId === Number(asked)),
      )
      return { value: numberedPage(found.map(toCustomerWire), query) }
    }
    case 'POST /v1/customers/webhooks': {
      // Anybody may join a webhook whose number they were told.
      const webhook = book.webhooks.find(({ id }) => id === Number(given['webhook_id']))
      return webhook === undefined ? notFound : { value: toCustomerWire(book.register(userId, webhook.id)) }
    }
    case 'DELETE /v1/customers/webhooks': {
      const customerId = Number(given['customer_id'] ?? userId)
      const customer = book.customers.find(
        (one) => one.customerId === customerId && one.webhookId === Number(given['webhook_id']),
      )
      if (customer === undefined) return notFound
      book.unregister(customer)
      return {
        value: {
          webhook_id: customer.webhookId,
          customer_id: customerId,
          deleted_at: toTime(customer.createdAtMs),
        },
      }
    }
    case 'GET /v1/customers/webhooks': {
      const registered = book.customers
        .filter(({ customerId }) => customerId === userId)
        .flatMap((customer) => {
          const webhook = book.webhooks.find(({ id }) => id === customer.webhookId)
          const service = query['service_id']
          return webhook === undefined || (service !== undefined && webhook.serviceId !== Number(service))
            ? []
            : [toRegisteredWire(webhook, customer)]
        })
      return { value: numberedPage(registered, query) }
    }
    default:
      return undefined
  }
}

function isAskedFor({ serviceId, eventIds }: KeptWebhook, { service_id, event_ids }: Members): boolean {
  const wanted =
    typeof event_ids === 'string' || typeof event_ids === 'number' ? String(event_ids).split(',') : undefined
  return (
    (service_id === undefined || serviceId === Number(service_id)) &&
    (wanted === undefined || eventIds.some((id) => wanted.includes(String(id))))
  )
}

function create(userId: number, given: Members, book: WebhookBook): KeptWebhook {
  const serviceId =
    typeof given['service_id'] === 'number'
      ? given['service_id']
      : (book.services.find(({ ownerId }) => ownerId === userId) ?? book.addService(userId, 'service', '')).id
  const webhook = book.add(userId, serviceId, {
    eventIds: [],
    requestHeaders: {},
    requestMethod: 'POST',
    url: '',
    isActive: true,
    ...toFacts(given),
  })
  if (given['register_me'] === true) book.register(userId, webhook.id)
  return webhook
}

function toFacts(given: Members): Partial<WebhookFacts> {
  const { event_ids, request_headers, request_method, url, is_active } = given
  return {
    ...(Array.isArray(event_ids) && { eventIds: event_ids as readonly number[] }),
    ...(typeof request_headers === 'string' && { requestHeaders: readHeaders(request_headers) }),
    ...(typeof request_method === 'string' && { requestMethod: request_method }),
    ...(typeof url === 'string' && { url }),
    ...(typeof is_active === 'boolean' && { isActive: is_active }),
  }
}

/** JSON of an object; anything else brings no header, as far as anybody knows. */
function readHeaders(text: string): Readonly<Record<string, string>> {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {}
    return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
  } catch {
    return {}
  }
}

function envelope(data: readonly object[]): object {
  return { data, result_count: data.length, total_count: data.length, total_page: 1, page: 1, per_page: 10 }
}

function toServiceWire({ id, title, description, createdAtMs }: KeptService): object {
  return { id, title, description, is_verified: true, is_active: true, created_at: toTime(createdAtMs) }
}

function toEventsWire(eventIds: readonly number[]): readonly object[] {
  return eventIds.map((id) => ({ id, name: basalamEvents.find((event) => event.id === id)?.name ?? null }))
}

function toWebhookWire(webhook: KeptWebhook): object {
  const { id, serviceId, eventIds, requestHeaders, requestMethod, url, isActive } = webhook
  return {
    id,
    service_id: serviceId,
    events: toEventsWire(eventIds),
    request_headers: requestHeaders,
    request_method: requestMethod,
    url,
    is_active: isActive,
    created_at: toTime(webhook.createdAtMs),
    updated_at: toTime(webhook.updatedAtMs),
  }
}

function toCustomerWire({ id, customerId, webhookId, createdAtMs }: KeptCustomer): object {
  const at = toTime(createdAtMs)
  return { id, customer_id: customerId, webhook_id: webhookId, created_at: at, updated_at: at }
}

function toRegisteredWire(
  { id, serviceId, eventIds, isActive }: KeptWebhook,
  customer: KeptCustomer,
): object {
  return {
    id,
    service_id: serviceId,
    customer_id: customer.customerId,
    events: toEventsWire(eventIds),
    is_active: isActive,
    registered_at: toTime(customer.createdAtMs),
  }
}
