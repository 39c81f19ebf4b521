import { abortedError } from '../abort.js'
import { checkFunction, checkObject, invalid } from '../check-option.js'
import { isKickError, kickError, type KickChatError } from '../errors.js'
import { parseJson, readNumber } from '../event/read.js'

/** What is needed of `fetch`; the platform's own fits. */
export type SiteFetch = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body?: string
    readonly signal: AbortSignal
  },
) => Promise<{
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}>

/** How a host of Kick's site is asked. */
export interface SiteOptions {
  /** Where it answers. */
  readonly baseUrl?: string | undefined
  /** Asks; pass one that goes through a proxy where yours needs it. Default: the platform's `fetch`. */
  readonly fetch?: SiteFetch | undefined
  /** How long one answer may take. Default 10,000. */
  readonly timeoutMs?: number | undefined
}

/** One question to the site. */
export interface SiteQuestion {
  readonly path: string
  /** Sent as JSON by POST; without it the question is a GET. */
  readonly json?: unknown
  /** What is asked for, for messages. */
  readonly about: string
  /** What to do where the way is blocked, for the message. */
  readonly whenBlocked: string
  readonly signal?: AbortSignal | undefined
}

/** What the site said. */
export interface SiteAnswer {
  readonly status: number
  /** JSON, or undefined where it is none. */
  readonly body: unknown
}

/** A host of Kick's site. Unofficial: what it answers, and to whom, may change on any day. */
export class SiteClient {
  readonly #base: string
  readonly #origin: string
  readonly #fetch: SiteFetch
  readonly #timeoutMs: number
  readonly #headers: Readonly<Record<string, string>>

  /** @throws KickError `invalid_options`, naming the option */
  constructor(
    what: string,
    options: SiteOptions,
    defaultUrl: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const {
      baseUrl = defaultUrl,
      timeoutMs = 10_000,
      fetch: ask,
    } = checkObject(`The options of ${what}`, options)
    this.#base = checkBaseUrl(baseUrl)
    this.#origin = new URL(this.#base).origin
    this.#fetch = ask === undefined ? (url, init) => fetch(url, init) : checkFunction('fetch', ask)
    if (typeof timeoutMs !== 'number' || !(timeoutMs > 0) || timeoutMs > 2_147_483_647) {
      throw invalid('timeoutMs', timeoutMs, 'above 0 milliseconds and below 25 days')
    }
    this.#timeoutMs = timeoutMs
    this.#headers = headers
  }

  /**
   * Asks once. Rejects with a KickError: `edge_blocked` where something in front of Kick answered in its place (403,
   * 423, 429, or an answer that is no JSON), `unavailable`, `network`, `timeout`, `aborted`. Any other status is the
   * caller's to judge.
   */
  async ask(question: SiteQuestion): Promise<SiteAnswer> {
    const { path, json, about, signal } = question
    const timeout = AbortSignal.timeout(this.#timeoutMs)
    const isPost = json !== undefined
    try {
      const response = await this.#fetch(`${this.#base}${path}`, {
        method: isPost ? 'POST' : 'GET',
        headers: {
          accept: 'application/json',
          ...(isPost && { 'content-type': 'application/json' }),
          ...this.#headers,
        },
        ...(isPost && { body: JSON.stringify(json) }),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      })
      const { status } = response
      const body = parseJson(await response.text())
      checkAnswer(question, status, response.headers.get('retry-after'), body)
      return { status, body }
    } catch (cause) {
      if (isKickError(cause)) throw cause
      if (signal?.aborted) throw abortedError(about, signal)
      if (timeout.aborted) {
        const message = `${this.#origin} did not answer for ${about} within ${this.#timeoutMs} ms.`
        throw kickError('timeout', message, { cause })
      }
      throw kickError('network', `${this.#origin} was not reached for ${about}: ${describeFailure(cause)}.`, {
        cause,
      })
    }
  }
}

function checkAnswer(question: SiteQuestion, status: number, retryAfter: string | null, body: unknown): void {
  if (status === 404) return
  if (status >= 500) {
    throw kickError('unavailable', `Kick could not answer for ${question.about}: status ${status}.`, {
      status,
    })
  }
  if (status === 403 || status === 423 || status === 429 || body === undefined) {
    throw edgeBlocked(question, status, retryAfter)
  }
}

function edgeBlocked(
  { about, whenBlocked }: SiteQuestion,
  status: number,
  retryAfter: string | null,
): KickChatError {
  const seconds = readNumber(retryAfter)
  return kickError(
    'edge_blocked',
    `Something in front of Kick answered for ${about} (status ${status}), which happens to programs: ${whenBlocked}`,
    {
      status,
      retryable: status === 429,
      ...(seconds !== undefined && seconds >= 0 && { retryAfterMs: seconds * 1_000 }),
    },
  )
}

function checkBaseUrl(baseUrl: string): string {
  const isAddress = typeof baseUrl === 'string' && /^https?:\/\/[^\s/?#]+[^\s?#]*$/.test(baseUrl)
  if (!isAddress || !URL.canParse(baseUrl)) {
    throw invalid('baseUrl', baseUrl, 'an address such as https://kick.com')
  }
  const { username, password } = new URL(baseUrl)
  if (username !== '' || password !== '') {
    // Not quoted: there is a secret in it.
    throw kickError('invalid_options', 'baseUrl must be an address without a user and a password in it.')
  }
  return baseUrl.replace(/\/+$/, '')
}

/** Why a request never arrived: the system's code where there is one, which fetch hides in causes. */
function describeFailure(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure)
  const inner = failure instanceof AggregateError ? (failure.errors[0] as unknown) : failure.cause
  const code = 'code' in failure ? failure.code : undefined
  if (typeof code === 'string') return code
  return inner === undefined ? failure.message : describeFailure(inner)
}
