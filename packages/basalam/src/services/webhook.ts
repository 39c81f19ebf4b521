import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { WebhooksApi } from './webhook/webhooks.js'

export { webhookEventIds } from './webhook/event-ids.js'
export type { WebhookEventName } from './webhook/event-ids.js'
export type {
  NewWebhook,
  RequestHeaders,
  WebhookChanges,
  WebhookFilter,
  WebhooksApi,
} from './webhook/webhooks.js'
export type {
  DeletedWebhook,
  RegisteredWebhook,
  UnregisteredWebhook,
  Webhook,
  WebhookCustomer,
  WebhookEvent,
  WebhookLog,
  WebhookService,
  WebhooksCreateServiceInput,
  WebhooksDeleteInput,
  WebhooksListCustomersInput,
  WebhooksListLogsInput,
  WebhooksListRegisteredInput,
  WebhooksRegisterInput,
  WebhooksUnregisterInput,
} from '../generated/webhook.js'

/** The webhook service alone, for programs that need no other. */
export class WebhookClient {
  readonly webhooks: WebhooksApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('webhook', options)
    this.webhooks = new WebhooksApi(client)
  }
}
