import { PusherError } from '../errors.js'
import type { Signer } from './signature.js'

/** What a server tells of its channels; names and fields it may have beside these are kept as they come. */
export interface WebhookEvent {
  readonly name:
    | 'channel_occupied'
    | 'channel_vacated'
    | 'member_added'
    | 'member_removed'
    | 'client_event'
    | 'cache_miss'
    | 'subscription_count'
    | (string & {})
  readonly channel?: string
  readonly user_id?: string
  readonly event?: string
  readonly data?: string
  readonly socket_id?: string
  readonly subscription_count?: number
  readonly [field: string]: unknown
}

/** One delivery. */
export interface Webhook {
  /** When the server made it, in milliseconds since the epoch. */
  readonly timeMs: number
  readonly events: readonly WebhookEvent[]
}

/** The headers of a delivery: as a platform has them, or a plain object with names in any case. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Verifies and reads a delivery.
 *
 * @param body the exact text that came: one that was parsed and written anew does not verify
 */
export async function readWebhook(
  key: string,
  signer: Signer,
  headers: WebhookHeaders,
  body: string,
): Promise<Webhook> {
  if (header(headers, 'x-pusher-key') !== key) throw invalid('it is for another application')
  const signature = header(headers, 'x-pusher-signature') ?? ''
  if (!(await signer.verify(body, signature))) throw invalid('its signature is wrong')
  let payload: { time_ms?: unknown; events?: unknown } | null
  try {
    payload = JSON.parse(body) as typeof payload
  } catch (cause) {
    throw invalid('it is not JSON', cause)
  }
  const { time_ms: timeMs, events } = payload ?? {}
  if (typeof timeMs !== 'number' || !Array.isArray(events))
    throw invalid('it holds no `time_ms` and `events`')
  return { timeMs, events: events as readonly WebhookEvent[] }
}

function header(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined
  const [, value] = Object.entries(headers).find(([given]) => given.toLowerCase() === name) ?? []
  return typeof value === 'string' ? value : undefined
}

function invalid(why: string, cause?: unknown): PusherError {
  return new PusherError('invalid_webhook', `A webhook was refused: ${why}.`, { cause })
}
