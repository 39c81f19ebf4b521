import type { Authorize, ChannelAuthorization } from '../channel/authorization.js'
import { aFunction, anObject, aText, check, type Kind, readerOf } from '../check-option.js'
import { PusherError } from '../errors.js'
import type { AuthenticateUser, UserAuthentication } from '../user/user.js'
import { createLimit } from './limit.js'

type Values = Readonly<Record<string, string>>
type Provided<Value> = Value | (() => Value | Promise<Value>)

/** How to ask one's own server over HTTP. */
export interface FetchAuthorizerOptions {
  /** The endpoint, such as `/pusher/auth`, `/pusher/user-auth` or Laravel's `/broadcasting/auth`. */
  readonly url: string | URL
  /** Sent with every request; a function is asked each time, so that a token may be renewed. Default none. */
  readonly headers?: Provided<Values> | undefined
  /** Further fields of the form. Default none. */
  readonly params?: Provided<Values> | undefined
  /** Whether cookies go with it, as fetch has it. Default `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include' | undefined
  /** How many requests may be under way at once; the rest waits. Default 6. */
  readonly concurrency?: number | undefined
  /** How long one request may take, answer and functions of headers and fields included. Default 10,000. */
  readonly timeoutMs?: number | undefined
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined
}

const aUrl: Kind = ['a URL or a path', (value) => value instanceof URL || aText[1](value)]
const whatProvides: Kind = ['an object or a function', (value) => anObject[1](value) || aFunction[1](value)]

/**
 * Asks one's own server to let a client into a channel: `POST socket_id=…&channel_name=…` as a form, answered
 * with status 200 and the JSON of {@link ChannelAuthorization}, as every Pusher server library does.
 *
 * A request that gets no answer in `timeoutMs` is given up with `authorization_failed`, which is `retryable`.
 *
 * @throws PusherError `invalid_options`, naming the option
 */
export function fetchAuthorizer(options: FetchAuthorizerOptions): Authorize {
  const post = createPost(options)
  return async ({ channel, socketId, signal }) =>
    (await post({ socket_id: socketId, channel_name: channel }, signal)) as ChannelAuthorization
}

/** Asks one's own server who the user is, for `signIn()`: as {@link fetchAuthorizer}, without a channel. @throws PusherError `invalid_options` */
export function fetchAuthenticator(options: FetchAuthorizerOptions): AuthenticateUser {
  const post = createPost(options)
  return async ({ socketId, signal }) => (await post({ socket_id: socketId }, signal)) as UserAuthentication
}

function createPost(
  options: FetchAuthorizerOptions,
): (fields: Values, signal: AbortSignal) => Promise<unknown> {
  const read = readerOf('options', options)
  const headers = read('headers', whatProvides, undefined)
  const params = read('params', whatProvides, undefined)
  const givenFetch = read('fetch', aFunction, undefined)
  const url = check('url', options.url, aUrl)
  const { credentials = 'same-origin', concurrency = 6, timeoutMs = 10_000 } = options
  const limit = createLimit(concurrency, timeoutMs)
  return (fields, wanted) =>
    limit(wanted, async (signal) => {
      // Looked up when it is needed: a test or a tool may have replaced it since.
      const fetch = givenFetch ?? globalThis.fetch
      const body = new URLSearchParams({ ...fields, ...(await provide(params)) })
      const response = await fetch(url, {
        method: 'POST',
        headers: await provide(headers),
        body,
        credentials,
        signal,
      })
      if (response.status !== 200) throw refusal(response.status)
      return response.json()
    })
}

function provide(values: Provided<Values> | undefined): Values | Promise<Values> {
  return typeof values === 'function' ? values() : (values ?? {})
}

/** Never quotes the answer's body: error pages may hold what a log should not. */
function refusal(status: number): PusherError {
  return new PusherError(
    'authorization_failed',
    `The authorization endpoint answered with status ${status}.`,
    {
      serverCode: status,
      retryable: status >= 500 || status === 429,
    },
  )
}
