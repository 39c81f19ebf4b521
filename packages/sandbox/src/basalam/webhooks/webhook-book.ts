/** A webhook as it is kept. */
export interface KeptWebhook {
  readonly id: number
  readonly ownerId: number
  readonly serviceId: number
  readonly createdAtMs: number
  updatedAtMs: number
  eventIds: readonly number[]
  requestHeaders: Readonly<Record<string, string>>
  requestMethod: string
  url: string
  isActive: boolean
}

/** A group of webhooks. */
export interface KeptService {
  readonly id: number
  readonly ownerId: number
  readonly title: string
  readonly description: string
  readonly createdAtMs: number
}

/** Somebody whose events go to a webhook. */
export interface KeptCustomer {
  readonly id: number
  readonly customerId: number
  readonly webhookId: number
  readonly createdAtMs: number
}

/** What a webhook was sent, and what it said. */
export interface KeptLog {
  readonly id: number
  readonly webhookId: number
  readonly userId: number
  readonly status: number
  readonly request: unknown
  readonly response: unknown
  readonly createdAtMs: number
}

/** What is new in a webhook. */
export type WebhookFacts = Pick<
  KeptWebhook,
  'eventIds' | 'requestHeaders' | 'requestMethod' | 'url' | 'isActive'
>

/** Webhooks, their services, customers and logs, oldest first. */
export interface WebhookBook {
  readonly services: readonly KeptService[]
  readonly webhooks: readonly KeptWebhook[]
  readonly customers: readonly KeptCustomer[]
  readonly logs: readonly KeptLog[]
  addService(ownerId: number, title: string, description: string): KeptService
  add(ownerId: number, serviceId: number, facts: WebhookFacts): KeptWebhook
  change(webhook: KeptWebhook, facts: Partial<WebhookFacts>): void
  delete(webhook: KeptWebhook): void
  /** Registering twice is registering once. */
  register(customerId: number, webhookId: number): KeptCustomer
  unregister(customer: KeptCustomer): void
  log(log: Omit<KeptLog, 'id' | 'createdAtMs'>): void
}

const mostLogs = 10_000

export function createWebhookBook(now: () => number): WebhookBook {
  let services: readonly KeptService[] = []
  let webhooks: readonly KeptWebhook[] = []
  let customers: readonly KeptCustomer[] = []
  let logs: readonly KeptLog[] = []
  let lastId = 0
  const nextId = (): number => (lastId += 1)

  return {
    get services() {
      return services
    },
    get webhooks() {
      return webhooks
    },
    get customers() {
      return customers
    },
    get logs() {
      return logs
    },
    addService(ownerId, title, description) {
      const service = { id: nextId(), ownerId, title, description, createdAtMs: now() }
      services = [...services, service]
      return service
    },
    add(ownerId, serviceId, facts) {
      const at = now()
      const webhook = { ...facts, id: nextId(), ownerId, serviceId, createdAtMs: at, updatedAtMs: at }
      webhooks = [...webhooks, webhook]
      return webhook
    },
    change(webhook, facts) {
      Object.assign(webhook, facts, { updatedAtMs: now() })
    },
    delete({ id }) {
      webhooks = webhooks.filter((webhook) => webhook.id !== id)
      customers = customers.filter(({ webhookId }) => webhookId !== id)
    },
    register(customerId, webhookId) {
      const found = customers.find((one) => one.customerId === customerId && one.webhookId === webhookId)
      if (found !== undefined) return found
      const customer = { id: nextId(), customerId, webhookId, createdAtMs: now() }
      customers = [...customers, customer]
      return customer
    },
    unregister(customer) {
      customers = customers.filter((one) => one !== customer)
    },
    log(log) {
      logs = [...logs.slice(1 - mostLogs), { ...log, id: nextId(), createdAtMs: now() }]
    },
  }
}
