import { isChallenge } from './answer.js'
import { ApiError, isApiError, toErrorClass, type RequestSummary } from './api-error.js'
import { sendWithBearer, type ReplayState } from './bearer.js'
import type { Answered } from './call.js'
import { Deadline } from './deadline.js'
import { effectOf, toAddress, toPayload, type Endpoint } from './endpoint.js'
import { exchange, type Exchanged } from './exchange.js'
import { mergeHeaders } from './headers.js'
import { completeCall, type CallOptions, type ClientSettings } from './options.js'
import { nextDelayMs } from './policy.js'
import { createRedactor, secretsOfHeaders } from './redact.js'
import { toBreakage, toMalformed, toRefusal, type CallFacts } from './to-api-error.js'
import { checkToken, type Token } from './token.js'
import { wait } from './wait.js'

/** What came of one request; `undefined` where the call ended first. */
type Sent = Exchanged | undefined

/** One call from its first request to its value, repetitions included. Rejects with the client's class of errors. */
export async function perform<Value>(
  settings: ClientSettings,
  given: Endpoint<Value> | (() => Endpoint<Value>),
  options: CallOptions,
): Promise<Answered<Value>> {
  let summary: RequestSummary | undefined
  try {
    const endpoint = typeof given === 'function' ? given() : given
    summary = { method: endpoint.method, path: endpoint.path, origin: settings.origin }
    return await new Performance(settings, endpoint, options, summary).run()
  } catch (thrown) {
    const error = isApiError(thrown)
      ? thrown
      : new ApiError('invalid_argument', 'The call cannot be made; see the cause.', { cause: thrown })
    throw toErrorClass(error, settings.errorClass, summary)
  }
}

class Performance<Value> {
  readonly #settings: ClientSettings
  readonly #endpoint: Endpoint<Value>
  readonly #call: ReturnType<typeof completeCall>
  readonly #summary: RequestSummary
  readonly #address: string
  readonly #payload: ReturnType<typeof toPayload>
  readonly #headers: Readonly<Record<string, string>>
  readonly #deadline: Deadline
  readonly #replay: ReplayState = { isReplayed: false }
  readonly #sentTokens: Token[] = []
  #attempts = 0

  /** @throws ApiError `invalid_argument`, `invalid_options` */
  constructor(
    settings: ClientSettings,
    endpoint: Endpoint<Value>,
    options: CallOptions,
    summary: RequestSummary,
  ) {
    this.#settings = settings
    this.#endpoint = endpoint
    this.#summary = summary
    this.#call = completeCall(settings, options)
    this.#address = toAddress(settings.baseUrl, endpoint)
    this.#payload = toPayload(endpoint)
    this.#headers = mergeHeaders(settings.headers, this.#payload.headers, endpoint.headers, options.headers)
    this.#deadline = new Deadline(settings.clock, this.#call.totalTimeoutMs, options.signal)
  }

  async run(): Promise<Answered<Value>> {
    try {
      for (let retries = 0; ; retries += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
        const outcome = await this.#attempt()
        if (!isApiError(outcome)) return outcome
        // oxlint-disable-next-line no-await-in-loop
        await this.#pauseOrThrow(outcome, retries)
      }
    } catch (error) {
      if (isApiError(error)) this.#settings.observer?.failure({ ...this.#event(), error })
      throw error
    } finally {
      this.#deadline.close()
    }
  }

  async #attempt(): Promise<Answered<Value> | ApiError> {
    if (this.#deadline.ended !== undefined) return this.#interruption(false)
    // Also while a token is waited for.
    this.#deadline.start(this.#call.timeoutMs)
    let sent: Sent
    try {
      sent = await this.#send()
    } catch (thrown) {
      // Only what hands out tokens can reject here; a call that was refused for its token was not done.
      if (this.#deadline.ended !== undefined) return this.#interruption(false)
      return isApiError(thrown) ? thrown : this.#sourceFailure(thrown)
    } finally {
      this.#deadline.stop()
    }
    if (sent === undefined) return this.#interruption(true)
    if (sent.kind === 'answer') return this.#conclude(sent)
    return toBreakage(this.#facts(), sent.kind, sent.kind === 'body_cut' || sent.hasLeft, sent.cause)
  }

  #send(): Promise<Sent> {
    const { source } = this.#call
    const isOpen = this.#endpoint.authenticated === false || this.#headers['authorization'] !== undefined
    if (source === undefined || isOpen) return this.#exchange(this.#headers)
    return sendWithBearer(
      source,
      (token) => this.#exchangeWith(token),
      // A proxy's challenge says nothing about the token.
      (sent) => sent?.kind === 'answer' && sent.response.status === 401 && !isChallenge(sent),
      this.#replay,
      { signal: this.#deadline.signal },
    )
  }

  #exchangeWith(token: Token): Promise<Sent> {
    checkToken(token)
    this.#sentTokens.push(token)
    if (this.#replay.isReplayed) this.#deadline.start(this.#call.timeoutMs)
    return this.#exchange({ ...this.#headers, authorization: `Bearer ${token.accessToken}` })
  }

  #exchange(headers: Readonly<Record<string, string>>): Promise<Sent> {
    const { clock, fetch, observer } = this.#settings
    const { method } = this.#endpoint
    const { body } = this.#payload
    const { signal } = this.#deadline
    this.#attempts += 1
    observer?.request(this.#event())
    const startedAtMs = observer === undefined ? 0 : clock.now()
    const sending = this.#deadline.before(
      exchange(fetch, this.#address, { method, headers, body, signal, redirect: 'manual' }),
    )
    if (observer === undefined) return sending
    return sending.then((sent) => {
      if (sent?.kind === 'answer') {
        const { status } = sent.response
        observer.response({ ...this.#event(), status, durationMs: clock.now() - startedAtMs })
      }
      return sent
    })
  }

  #conclude(answer: Exchanged & { readonly kind: 'answer' }): Answered<Value> | ApiError {
    const { response, body } = answer
    if (!response.ok) return toRefusal(this.#facts(), answer, this.#settings.clock.now())
    if (body.kind === 'other') return toMalformed(this.#facts(), answer, 'not_json')
    const raw = body.kind === 'json' ? body.value : undefined
    try {
      return { value: this.#endpoint.decode(raw, response), raw, response }
    } catch (thrown) {
      // A decoder that knows better what is wrong says so itself.
      return isApiError(thrown) ? thrown : toMalformed(this.#facts(), answer, 'unexpected_shape', thrown)
    }
  }

  async #pauseOrThrow(error: ApiError, retries: number): Promise<void> {
    const { clock, random, observer } = this.#settings
    const delayMs = nextDelayMs(error, effectOf(this.#endpoint), retries, this.#call.retry, random())
    // A wait beyond the deadline would only put off the same failure.
    if (delayMs === undefined || delayMs >= this.#deadline.remainingMs) throw error
    observer?.retry({ ...this.#event(), delayMs, error })
    try {
      await wait(clock, delayMs, this.#deadline.signal)
    } catch {
      throw this.#interruption(false)
    }
  }

  #interruption(isInFlight: boolean): ApiError {
    const { ended = 'aborted', signal } = this.#deadline
    return toBreakage(this.#facts(), ended, isInFlight, signal.reason)
  }

  #sourceFailure(thrown: unknown): ApiError {
    const { method, path } = this.#summary
    return new ApiError('unauthenticated', `${method} ${path}: the token source failed; see the cause.`, {
      cause: this.#facts().redactor.error(thrown),
    })
  }

  #event(): RequestSummary & { readonly attempt: number } {
    return { ...this.#summary, attempt: this.#attempts }
  }

  /** Put together for failures alone: calls that succeed do not pay for it. */
  #facts(): CallFacts {
    const { scopes = [], secrets = [], secretAnswer = false } = this.#endpoint
    const tokens = this.#sentTokens.flatMap(({ accessToken, refreshToken = '' }) => [
      accessToken,
      refreshToken,
    ])
    return {
      summary: this.#summary,
      effect: effectOf(this.#endpoint),
      scopes,
      grantedScopes: this.#sentTokens.at(-1)?.scopes,
      secretAnswer,
      redactor: createRedactor([...secrets, ...secretsOfHeaders(this.#headers), ...tokens]),
      readErrorBody: this.#settings.readErrorBody,
    }
  }
}
