export { BasalamError, isBasalamError } from './basalam-error.js'
export { webhookEventIds } from './services/webhook/event-ids.js'
export { decodeEvent } from './webhooks/decode-event.js'
export { createWebhookHandler } from './webhooks/handler.js'
export { memoryReplayStore } from './webhooks/replay-store.js'
export { createWebhookSecret } from './webhooks/secret.js'
export { WebhookManager } from './webhooks/webhook-manager.js'

export type { Message } from './services/chat/message.js'
export type { WebhookEventName } from './services/webhook/event-ids.js'
export type {
  BasalamWebhookEvent,
  ChangeDelivered,
  ChatMessageDelivered,
  Delivered,
  MalformedDelivered,
  UnknownDelivered,
} from './webhooks/event.js'
export type { EventMark } from './webhooks/event-of-url.js'
export type { WebhookHandlerOptions, WebhookRefusal } from './webhooks/handler.js'
export type { Claim, ReplayStore } from './webhooks/replay-store.js'
export type {
  ManagedWebhook,
  ReportedWebhook,
  WebhookFailure,
  WebhookManagerOptions,
  WebhookReport,
  WebhookWatch,
} from './webhooks/webhook-manager.js'
