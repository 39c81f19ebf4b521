import type { Clock } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'
import { decodeEvent } from './decode-event.js'
import type { KickWebhookEvent } from './event.js'
import { kickPublicKey, type PublicKeySource } from './public-key.js'
import { readBody, type BodyFailure } from './read-body.js'
import { readHeaders, type DeliveryHeaders } from './read-headers.js'
import { memoryReplayStore, type ReplayStore } from './replay-store.js'
import { verifySignature } from './verify-signature.js'

/** Why a request was turned away. */
export interface WebhookRefusal {
  /** What was answered. */
  readonly status: number
  readonly reason:
    | 'method'
    | 'content_type'
    | 'too_large'
    | 'slow'
    | 'cut'
    | 'headers'
    | 'stale'
    | 'signature'
    | 'running'
    | 'not_json'
  /** For a log: it holds nothing of the body, and no signature. */
  readonly message: string
  /** Why the key could not be asked for anew, where that was tried. */
  readonly cause?: unknown
}

/** How a webhook is answered. */
export interface WebhookHandlerOptions {
  /**
   * Told of each event, once. It is waited for: be quick, or put the event somewhere safe and come back. What it throws
   * goes to whoever called the handler, which answers 500, so that Kick sends the event again.
   */
  readonly onEvent: (event: KickWebhookEvent) => unknown
  /** Told of requests that were turned away. Default: nobody is. */
  readonly onRefused?: ((refusal: WebhookRefusal) => void) | undefined
  /** Default: Kick's own, {@link kickPublicKey}. A PEM text is a key that never changes. */
  readonly publicKey?: string | PublicKeySource | undefined
  /** Default: in memory. */
  readonly replayStore?: ReplayStore | undefined
  /**
   * How old a delivery may be. Default 1,200,000 (20 minutes): deliveries have come 16 minutes late, and what comes
   * twice is remembered for longer than this.
   */
  readonly maxAgeMs?: number | undefined
  /** Default 1,048,576. */
  readonly maxBodyBytes?: number | undefined
  /** How long a body may take to come. Default 10,000. */
  readonly bodyTimeoutMs?: number | undefined
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** How far Kick's clock may be ahead of ours. */
const maxSkewMs = 300_000
/** How long a delivery is in the hands of a process, at most. */
const leaseMs = 60_000

const bodyFailures: Readonly<Record<BodyFailure, { readonly status: number; readonly message: string }>> = {
  too_large: { status: 413, message: 'The body has more bytes than maxBodyBytes allows' },
  slow: { status: 408, message: 'The body did not come within bodyTimeoutMs' },
  cut: { status: 400, message: 'The body broke off' },
}

/**
 * A webhook as a function from request to response, for whatever takes such: Hono, Bun, Deno, workers; for plain Node
 * and Express see `toNodeListener` of `@wireloom/kick/node`.
 *
 * Answers 200 to what was handled, now or before; 405, 415, 413, 408, 400 to what is no delivery, too old or does not
 * come to its end; 401 to what Kick did not sign; 503 while the same delivery is being handled. Nothing is executed but
 * after the check. Rejects with what `onEvent` threw, with `store_failed`, and with what a `publicKey` of your own does.
 *
 * @throws KickError `invalid_options`
 */
export function createWebhookHandler(
  options: WebhookHandlerOptions,
): (request: Request) => Promise<Response> {
  if (typeof options?.onEvent !== 'function') {
    throw new KickError('invalid_options', 'onEvent is missing: the function that is told of events.')
  }
  const { onEvent, onRefused, clock = Date } = options
  const { maxAgeMs = 1_200_000, maxBodyBytes = 1_048_576, bodyTimeoutMs = 10_000 } = options
  for (const [name, value] of Object.entries({ maxAgeMs, maxBodyBytes, bodyTimeoutMs })) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new KickError('invalid_options', `${name} has to be a number above 0, not ${value}.`)
    }
  }
  const keys = toSource(options.publicKey ?? kickPublicKey({ clock }))
  const replays = options.replayStore ?? memoryReplayStore(clock)

  function refuse(refusal: WebhookRefusal, headers: Readonly<Record<string, string>> = {}): Response {
    onRefused?.(refusal)
    return new Response(null, { status: refusal.status, headers })
  }

  async function check(headers: DeliveryHeaders, body: Uint8Array): Promise<WebhookRefusal | undefined> {
    const parts = { ...headers, body }
    const key = await keys.current()
    if (await verifySignature(parts, key)) return undefined
    const refusal = { status: 401, reason: 'signature', message: 'Kick did not sign this' } as const
    try {
      const next = await keys.refetch?.()
      return next !== undefined && next !== key && (await verifySignature(parts, next)) ? undefined : refusal
    } catch (cause) {
      return { ...refusal, message: `${refusal.message}, and its key could not be asked for anew`, cause }
    }
  }

  async function run(headers: DeliveryHeaders, body: Uint8Array): Promise<Response> {
    const { messageId, name, sentAtMs, version, subscriptionId } = headers
    const claim = await guardStore(() => replays.claim(messageId, leaseMs))
    if (claim === 'done') return new Response(null, { status: 200 })
    if (claim === 'running') {
      const message = 'The same delivery is being handled'
      return refuse({ status: 503, reason: 'running', message }, { 'retry-after': '60' })
    }
    try {
      const raw = parseJson(body)
      if (raw === undefined) {
        await guardStore(() => replays.release(messageId))
        return refuse({ status: 400, reason: 'not_json', message: 'The body is no JSON' })
      }
      await onEvent(decodeEvent(name, { id: messageId, subscriptionId, sentAtMs, version }, raw))
    } catch (error) {
      await guardStore(() => replays.release(messageId))
      throw error
    }
    await guardStore(() => replays.complete(messageId, maxAgeMs + maxSkewMs))
    return new Response(null, { status: 200 })
  }

  return async (request) => {
    if (request.method !== 'POST') {
      const message = `${request.method} is not answered`
      return refuse({ status: 405, reason: 'method', message }, { allow: 'POST' })
    }
    if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
      return refuse({ status: 415, reason: 'content_type', message: 'Only application/json is taken' })
    }
    const headers = readHeaders(request.headers)
    if (typeof headers === 'string') return refuse({ status: 400, reason: 'headers', message: headers })
    const ageMs = clock.now() - headers.sentAtMs
    // Before the costly part, and before a key is asked for.
    if (ageMs > maxAgeMs || ageMs < -maxSkewMs) {
      const message = `The delivery is ${Math.round(ageMs / 1000)} s old`
      return refuse({ status: 400, reason: 'stale', message })
    }
    const body = await readBody(request, { maxBytes: maxBodyBytes, timeoutMs: bodyTimeoutMs })
    if (typeof body === 'string') return refuse({ reason: body, ...bodyFailures[body] })
    const refusal = await check(headers, body)
    return refusal === undefined ? run(headers, body) : refuse(refusal)
  }
}

function toSource(key: string | PublicKeySource): PublicKeySource {
  if (typeof key !== 'string') return key
  if (!key.includes('-----BEGIN PUBLIC KEY-----')) {
    throw new KickError(
      'invalid_options',
      'publicKey has to be a key as PEM (BEGIN PUBLIC KEY), or a source.',
    )
  }
  return { current: () => key }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown
  } catch {
    return undefined
  }
}

async function guardStore<Result>(work: () => Result | PromiseLike<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    throw new KickError('store_failed', 'The replay store failed; the delivery may come again.', { cause })
  }
}
