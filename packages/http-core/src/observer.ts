import type { ApiError, RequestSummary } from './api-error.js'
import { reportUnheard } from './report.js'

/** A request, as hooks and logs see it: nothing in it is secret. */
export interface RequestEvent extends RequestSummary {
  /** From 1 up; a call sent again with another token counts as another attempt. */
  readonly attempt: number
}

export interface ResponseEvent extends RequestEvent {
  readonly status: number
  /** From the sending of this attempt to the end of its answer. */
  readonly durationMs: number
}

export interface RetryEvent extends RequestEvent {
  /** How long it waits before it is sent again. */
  readonly delayMs: number
  readonly error: ApiError
}

export interface FailureEvent extends RequestEvent {
  readonly error: ApiError
}

/** What is told of every call. What a hook throws is shown as uncaught, and does not fail the call. */
export interface HttpHooks {
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  readonly onError?: ((event: FailureEvent) => void) | undefined
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Where log lines go; `console` will do. */
export type Logger = Readonly<Record<LogLevel, (message: string, details: object) => void>>

/** Tells hooks and the log. */
export interface Observer {
  request(event: RequestEvent): void
  response(event: ResponseEvent): void
  retry(event: RetryEvent): void
  failure(event: FailureEvent): void
}

const levels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[]

/** @param level the lowest level that is logged */
export function createObserver(
  hooks: HttpHooks,
  logger: Logger | undefined,
  level: LogLevel,
): Observer | undefined {
  if (logger === undefined && Object.values(hooks).every((hook) => hook === undefined)) return undefined

  function tell<Event extends RequestEvent>(
    at: LogLevel,
    what: string,
    hook: ((event: Event) => void) | undefined,
    event: Event,
  ): void {
    try {
      hook?.(event)
      if (levels.indexOf(at) >= levels.indexOf(level)) {
        logger?.[at](`${event.method} ${event.path} ${what}`, event)
      }
    } catch (thrown) {
      reportUnheard(thrown)
    }
  }

  return {
    request: (event) => tell('debug', 'is sent', hooks.onRequest, event),
    response: (event) => tell('debug', `answered ${event.status}`, hooks.onResponse, event),
    retry: (event) => tell('info', `is repeated in ${event.delayMs} ms`, hooks.onRetry, event),
    failure: (event) => tell('warn', `failed: ${event.error.code}`, hooks.onError, event),
  }
}
