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
import type { Token } from './token.js'
import { wait } from './wait.js'

/** One call from its first request to its value, repetitions included. Rejects with the client's class of errors. */
export async function perform<Value>(
  settings: ClientSettings,
  given: Endpoint<Value> | (() => Endpoint<Value>),
  options: CallOptions,
): Promise<Answered<Value>> {
  const { origin, errorClass } = settings
  let summary: RequestSummary | undefined
  try {
    const endpoint = typeof given === 'function' ? given() : given
    summary = { method: endpoint.method, path: endpoint.path, origin }
    return await new Performance(settings, endpoint, options, summary).run()
  } catch (error) {
    throw isApiError(error) ? toErrorClass(error, errorClass, summary) : error
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
  #isInFlight = false

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
    const { contentType } = this.#payload
    this.#headers = mergeHeaders(
      settings.headers,
      contentType === undefined ? undefined : { 'content-type': contentType },
      endpoint.headers,
      options.headers,
    )
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
    try {
      const { ended } = this.#deadline
      const exchanged = ended === undefined ? await this.#send() : undefined
      return exchanged === undefined ? this.#interruption() : this.#conclude(exchanged)
    } catch (thrown) {
      // Only what hands out tokens can reject here.
      if (this.#deadline.ended !== undefined) return this.#interruption()
      if (isApiError(thrown)) return thrown
      const { method, path } = this.#summary
      return new ApiError('unauthenticated', `${method} ${path}: the token source failed; see the cause.`, {
        cause: this.#facts().redactor.error(thrown),
      })
    } finally {
      this.#deadline.stop()
    }
  }

  #send(): Promise<Exchanged> {
    const { source } = this.#call
    const isOpen = this.#endpoint.authenticated === false || this.#headers['authorization'] !== undefined
    // Also while a token is waited for.
    this.#deadline.start(this.#call.timeoutMs)
    if (source === undefined || isOpen) return this.#exchange()
    return sendWithBearer(
      source,
      (token) => this.#exchange(token),
      // A proxy's challenge says nothing about the token.
      (result) => result.kind === 'answer' && result.response.status === 401 && !isChallenge(result),
      this.#replay,
      { signal: this.#deadline.signal },
    )
  }

  async #exchange(token?: Token): Promise<Exchanged> {
    const { clock, fetch, observer } = this.#settings
    if (token !== undefined && !this.#sentTokens.includes(token)) this.#sentTokens.push(token)
    this.#attempts += 1
    if (this.#replay.isReplayed) this.#deadline.start(this.#call.timeoutMs)
    observer?.request(this.#event())
    const startedAtMs = clock.now()
    this.#isInFlight = true
    const exchanged = await exchange({
      method: this.#endpoint.method,
      address: this.#address,
      body: this.#payload.body,
      headers:
        token === undefined
          ? this.#headers
          : { ...this.#headers, authorization: `Bearer ${token.accessToken}` },
      signal: this.#deadline.signal,
      fetch,
    })
    this.#isInFlight = exchanged.kind !== 'answer'
    if (exchanged.kind === 'answer') {
      const { status } = exchanged.response
      observer?.response({ ...this.#event(), status, durationMs: clock.now() - startedAtMs })
    }
    return exchanged
  }

  #conclude(exchanged: Exchanged): Answered<Value> | ApiError {
    const { clock } = this.#settings
    if (exchanged.kind !== 'answer') {
      if (this.#deadline.ended !== undefined) return this.#interruption(exchanged.cause)
      const hasLeft = exchanged.kind === 'body_cut' || exchanged.hasLeft
      return toBreakage(this.#facts(), exchanged.kind, hasLeft, exchanged.cause)
    }
    const { response, body } = exchanged
    if (!response.ok) return toRefusal(this.#facts(), exchanged, clock.now())
    if (body.kind === 'other') return toMalformed(this.#facts(), exchanged)
    const raw = body.kind === 'json' ? body.value : undefined
    try {
      return { value: this.#endpoint.decode(raw, response), raw, response }
    } catch (thrown) {
      // A decoder that knows better what is wrong says so itself.
      return isApiError(thrown) ? thrown : toMalformed(this.#facts(), exchanged, { thrown })
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
      this.#isInFlight = false
      throw this.#interruption()
    }
  }

  #interruption(cause: unknown = this.#deadline.signal.reason): ApiError {
    const { ended = 'aborted', signal } = this.#deadline
    return toBreakage(
      this.#facts(),
      ended,
      this.#isInFlight,
      ended === 'aborted' ? (signal.reason as unknown) : cause,
    )
  }

  #event(): RequestSummary & { readonly attempt: number } {
    return { ...this.#summary, attempt: this.#attempts }
  }

  /** Put together for failures alone: calls that succeed do not pay for it. */
  #facts(): CallFacts {
    const { scopes = [], secrets = [], secretAnswer = false } = this.#endpoint
    const tokens = this.#sentTokens.flatMap(({ accessToken, refreshToken }) => [
      accessToken,
      ...(refreshToken === undefined ? [] : [refreshToken]),
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
