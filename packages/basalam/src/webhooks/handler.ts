import type { Clock } from '@wireloom/http-core'
import { BasalamError } from '../basalam-error.js'
import { reportUnheard } from '../report.js'
import { decodeEvent } from './decode-event.js'
import type { BasalamWebhookEvent } from './event.js'
import { eventOfUrl } from './event-of-url.js'
import { readBody, type BodyFailure } from './read-body.js'
import { memoryReplayStore, type ReplayStore } from './replay-store.js'
import { checkSecretHeader, checkSecrets, defaultSecretHeader, digestOf, isOneOf } from './secret.js'

/** Why a request was turned away. */
export interface WebhookRefusal {
  /** What was answered. */
  readonly status: number
  readonly reason:
    | 'method'
    | 'secret'
    | 'content_type'
    | 'too_large'
    | 'slow'
    | 'cut'
    | 'not_json'
    | 'running'
  /** For a log: it holds nothing of the body, and no secret. */
  readonly message: string
}

/** How a webhook is answered. */
export interface WebhookHandlerOptions {
  /**
   * Told of each event, once. It is waited for: be quick, or put the event somewhere safe and come back. What it throws
   * goes to whoever called the handler, which answers 500; whether Basalam then sends the event again is not known.
   */
  readonly onEvent: (event: BasalamWebhookEvent) => unknown
  /**
   * The secret that the webhook was registered with; see `createWebhookSecret` and `WebhookManager`. Basalam signs
   * nothing: whoever knows the secret is believed. Several while one takes another's place. At least 16 characters.
   */
  readonly secret: string | readonly string[]
  /** The header that brings it. Default `x-webhook-secret`. */
  readonly secretHeader?: string | undefined
  /** Told of requests that were turned away. What it throws is shown as a warning. Default: nobody is. */
  readonly onRefused?: ((refusal: WebhookRefusal) => void) | undefined
  /** Default: in memory. */
  readonly replayStore?: ReplayStore | undefined
  /** How long a delivery is remembered, so that it is handled once. Default 86,400,000 (a day). */
  readonly rememberMs?: number | undefined
  /** Default 1,048,576. */
  readonly maxBodyBytes?: number | undefined
  /** How long a body may take to come. Default 10,000. */
  readonly bodyTimeoutMs?: number | undefined
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** Those that a webhook can be registered with. */
const methods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])
/** How long a delivery is in the hands of a process, at most. */
const leaseMs = 60_000

const bodyFailures: Readonly<Record<BodyFailure, { readonly status: number; readonly message: string }>> = {
  too_large: { status: 413, message: 'The body has more than maxBodyBytes' },
  slow: { status: 408, message: 'The body took longer than bodyTimeoutMs' },
  cut: { status: 400, message: 'The body broke off' },
}

/**
 * A webhook as a function from request to response, for whatever takes such: Hono, Bun, Deno, workers; for plain Node
 * and Express see `toNodeListener` of `@wireloom/basalam/node`.
 *
 * A delivery does not say which event it is. The address has to: `?event=1`, or `?event=CHAT_RECEIVED_MESSAGE`, which
 * `WebhookManager` sees to. Without it every event is `unknown`.
 *
 * Answers 200 to what was handled, now or before; 405, 415, 413, 408, 400 to what is no delivery or does not come to its
 * end; 401 where the secret is not right; 503 while the same delivery is being handled. Nothing of the body is read
 * before the check. Rejects with what `onEvent` threw, and with `store_failed`.
 *
 * @throws BasalamError `invalid_options`
 */
export function createWebhookHandler(
  options: WebhookHandlerOptions,
): (request: Request) => Promise<Response> {
  if (typeof options?.onEvent !== 'function') {
    throw new BasalamError('invalid_options', 'onEvent is missing: the function that is told of events.')
  }
  const { onEvent, onRefused, clock = Date } = options
  const { rememberMs = 86_400_000, maxBodyBytes = 1_048_576, bodyTimeoutMs = 10_000 } = options
  for (const [name, value] of Object.entries({ rememberMs, maxBodyBytes, bodyTimeoutMs })) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new BasalamError('invalid_options', `${name} has to be a number above 0, not ${value}.`)
    }
  }
  const secrets = checkSecrets(options.secret)
  const secretHeader = checkSecretHeader(options.secretHeader ?? defaultSecretHeader)
  const replays = options.replayStore ?? memoryReplayStore(clock)

  function refuse(refusal: WebhookRefusal, headers: Readonly<Record<string, string>> = {}): Response {
    try {
      onRefused?.(refusal)
    } catch (thrown) {
      reportUnheard(thrown)
    }
    return new Response(null, { status: refusal.status, headers })
  }

  async function run(event: BasalamWebhookEvent): Promise<Response> {
    const { deliveryKey } = event
    const claim = await guardStore(() => replays.claim(deliveryKey, leaseMs))
    if (claim === 'done') return new Response(null, { status: 200 })
    if (claim === 'running') {
      const message = 'The same delivery is being handled'
      return refuse({ status: 503, reason: 'running', message }, { 'retry-after': '60' })
    }
    try {
      await onEvent(event)
    } catch (error) {
      await guardStore(() => replays.release(deliveryKey))
      throw error
    }
    await guardStore(() => replays.complete(deliveryKey, rememberMs))
    return new Response(null, { status: 200 })
  }

  return async (request) => {
    if (!methods.has(request.method)) {
      const message = `${request.method} is not answered`
      return refuse({ status: 405, reason: 'method', message }, { allow: [...methods].join(', ') })
    }
    if (!(await isOneOf(request.headers.get(secretHeader) ?? '', secrets))) {
      const message = `The ${secretHeader} header is missing or wrong`
      return refuse({ status: 401, reason: 'secret', message })
    }
    // What Basalam says there is documented nowhere, so that saying nothing is no fault.
    const contentType = request.headers.get('content-type')
    if (contentType !== null && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)) {
      return refuse({ status: 415, reason: 'content_type', message: 'Only JSON is taken' })
    }
    const body = await readBody(request, { maxBytes: maxBodyBytes, timeoutMs: bodyTimeoutMs })
    if (typeof body === 'string') return refuse({ reason: body, ...bodyFailures[body] })
    const raw = parseJson(body)
    if (raw === undefined) return refuse({ status: 400, reason: 'not_json', message: 'The body is no JSON' })
    return run(decodeEvent(eventOfUrl(request.url), raw, await digestOf(body)))
  }
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
    throw new BasalamError('store_failed', 'The replay store failed; the delivery may come again.', { cause })
  }
}
