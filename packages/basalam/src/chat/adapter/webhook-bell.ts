import type { AdapterSession, Clock } from '@wireloom/chat-core'
import { createWebhookHandler, type WebhookRefusal } from '../../webhooks/handler.js'

/** How deliveries prove that they are Basalam's. */
export interface WebhookBellOptions {
  /** The secret that the webhook was registered with, or several while one takes another's place. */
  readonly secret: string | readonly string[]
  /** The header that brings it. Default `x-webhook-secret`. */
  readonly secretHeader?: string
  /** Told of requests that were turned away, and so rang for nothing. Default: nobody is. */
  readonly onRefused?: ((refusal: WebhookRefusal) => void) | undefined
}

/**
 * A webhook that rings and does no more: nobody signs what it brings, so that what happened is read from the API.
 *
 * @throws BasalamError `invalid_options`
 */
export function createWebhookBell(
  { secret, secretHeader, onRefused }: WebhookBellOptions,
  clock: Clock,
  ring: (chatId?: number) => void,
): NonNullable<AdapterSession['webhook']> {
  const handle = createWebhookHandler({
    secret,
    secretHeader,
    onRefused,
    clock,
    onEvent: (event) => ring('message' in event ? event.message.chatId : undefined),
  })
  return async (request) => ({ response: await handle(request), arrivals: [] })
}
