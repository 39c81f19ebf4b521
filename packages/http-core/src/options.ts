import { ApiError, type ApiErrorClass } from './api-error.js'
import { systemClock, type Clock } from './clock.js'
import { readErrorBody, type ErrorBody } from './error-body.js'
import type { Fetch } from './exchange.js'
import { cleanHeaders } from './headers.js'
import { createObserver, type HttpHooks, type Logger, type LogLevel, type Observer } from './observer.js'
import { completeRetry, type RetryPolicy } from './policy.js'
import { fixedToken, type TokenSource } from './token.js'

/** What a client is made of. */
export interface HttpClientOptions {
  /** Where paths begin: `https://api.example.com` or with a path of its own. No user, query or fragment. */
  readonly baseUrl: string
  /** The bearer token: a text that never changes, or a source such as a {@link TokenSession}. Default none. */
  readonly token?: string | TokenSource | undefined
  /** Sent with every call. Default `accept: application/json`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** How long one attempt may take, from the token to the end of the answer. Default 30,000. */
  readonly timeoutMs?: number | undefined
  /** How long a call may take with all its repetitions and waits. Default 120,000. */
  readonly totalTimeoutMs?: number | undefined
  /** When calls that only read are repeated; `false` for never. */
  readonly retry?: Partial<RetryPolicy> | false | undefined
  /** Default: the platform's, looked up at each request. */
  readonly fetch?: Fetch | undefined
  readonly hooks?: HttpHooks | undefined
  /** Where log lines go. Default nowhere. */
  readonly logger?: Logger | undefined
  /** The lowest level that is logged. Default `warn`. */
  readonly logLevel?: LogLevel | undefined
  /** Reads the body of a refusal. Default: {@link readErrorBody}. */
  readonly readErrorBody?: ((body: unknown) => ErrorBody) | undefined
  /** The class of everything a call rejects with. Default: ApiError. */
  readonly errorClass?: ApiErrorClass | undefined
  readonly clock?: Clock | undefined
  /** From 0 up to, not including, 1. Default `Math.random`. */
  readonly random?: (() => number) | undefined
}

/** What one call may have of its own; each stands before the client's. */
export interface CallOptions {
  /** Ends the call, whatever it is doing. */
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
  readonly totalTimeoutMs?: number | undefined
  readonly retry?: Partial<RetryPolicy> | false | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly token?: string | TokenSource | undefined
}

export interface ClientSettings {
  readonly baseUrl: string
  readonly origin: string
  readonly source: TokenSource | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly totalTimeoutMs: number
  readonly retry: RetryPolicy
  readonly fetch: Fetch
  readonly observer: Observer | undefined
  readonly readErrorBody: (body: unknown) => ErrorBody
  readonly errorClass: ApiErrorClass
  readonly clock: Clock
  readonly random: () => number
}

const defaults = { timeoutMs: 30_000, totalTimeoutMs: 120_000, logLevel: 'warn' } as const

/** @throws ApiError `invalid_options`, naming the option */
export function completeOptions(options: HttpClientOptions): ClientSettings {
  const { href, origin } = readBaseUrl(options?.baseUrl)
  const { hooks = {}, logger, logLevel = defaults.logLevel } = options
  return {
    baseUrl: href,
    origin,
    source: toSource(options.token),
    headers: { accept: 'application/json', ...cleanHeaders(options.headers ?? {}) },
    timeoutMs: checkDelay('timeoutMs', options.timeoutMs ?? defaults.timeoutMs),
    totalTimeoutMs: checkDelay('totalTimeoutMs', options.totalTimeoutMs ?? defaults.totalTimeoutMs),
    retry: completeRetry(options.retry ?? {}),
    // Not bound once: what a program puts in the place of the platform's fetch later shall count.
    fetch: options.fetch ?? ((address, init) => globalThis.fetch(address, init)),
    observer: createObserver(hooks, logger, logLevel),
    readErrorBody: options.readErrorBody ?? readErrorBody,
    errorClass: options.errorClass ?? ApiError,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  }
}

/** @throws ApiError `invalid_options`, naming the option */
export function completeCall(
  settings: ClientSettings,
  { timeoutMs, totalTimeoutMs, retry, token }: CallOptions,
): Pick<ClientSettings, 'source' | 'timeoutMs' | 'totalTimeoutMs' | 'retry'> {
  return {
    source: token === undefined ? settings.source : toSource(token),
    timeoutMs: timeoutMs === undefined ? settings.timeoutMs : checkDelay('timeoutMs', timeoutMs),
    totalTimeoutMs:
      totalTimeoutMs === undefined ? settings.totalTimeoutMs : checkDelay('totalTimeoutMs', totalTimeoutMs),
    retry: retry === undefined ? settings.retry : completeRetry(retry, settings.retry),
  }
}

function toSource(token: string | TokenSource | undefined): TokenSource | undefined {
  if (token === undefined || typeof (token as Partial<TokenSource>).current === 'function') {
    return token as TokenSource | undefined
  }
  return fixedToken(token as string)
}

/** What is wrong is said without the address: it may hold a password. */
function readBaseUrl(baseUrl: string): { readonly href: string; readonly origin: string } {
  const url = URL.parse(baseUrl)
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (url === null || !/^https?:$/.test(url.protocol) || !isPlain) {
    throw new ApiError(
      'invalid_options',
      'baseUrl has to be an address such as https://api.example.com, without user, query or fragment.',
    )
  }
  return { href: url.href.replace(/\/+$/, ''), origin: url.origin }
}

function checkDelay(name: string, value: number): number {
  if (typeof value === 'number' && value > 0) return value
  throw new ApiError('invalid_options', `${name} has to be milliseconds above 0, not ${value}.`)
}
