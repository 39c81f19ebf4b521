import { PusherError } from '../errors.js'

/** What a channel's authorization holds, as the application's server answers it. */
export interface ChannelAuthorizationData {
  auth: string
  /** For presence channels: who joins, as the JSON text that was signed. */
  channel_data?: string
  /** For encrypted channels: the key, in base64. */
  shared_secret?: string
}

/** What a sign-in's authentication holds, as the application's server answers it. */
export interface UserAuthenticationData {
  auth: string
  /** The user, as the JSON text that was signed. */
  user_data: string
}

/** Which channel to be let into, for which connection. */
export interface ChannelAuthorizationRequestParams {
  socketId: string
  channelName: string
}

/** For which connection to say who the user is. */
export interface UserAuthenticationRequestParams {
  socketId: string
}

/** Takes an answer: an error, or null and the data. */
export type AuthorizationCallback<Data> = (error: Error | null, authData: Data | null) => void

export type ChannelAuthorizationCallback = AuthorizationCallback<ChannelAuthorizationData>
export type UserAuthenticationCallback = AuthorizationCallback<UserAuthenticationData>

/**
 * Answers by the callback, or by a promise of the data. `signal` aborts when the answer is of no use any more:
 * the connection it was for is gone.
 */
export type AuthorizationHandler<Params, Data> = (
  params: Params,
  callback: AuthorizationCallback<Data>,
  signal: AbortSignal,
) => void | Promise<Data | void>

export type ChannelAuthorizationHandler = AuthorizationHandler<
  ChannelAuthorizationRequestParams,
  ChannelAuthorizationData
>
export type UserAuthenticationHandler = AuthorizationHandler<
  UserAuthenticationRequestParams,
  UserAuthenticationData
>

/** What `pusher:subscription_error` and `pusher:signin_error` carry where the application did not let us in. */
export interface AuthorizationFailure {
  readonly type: 'AuthError'
  readonly error: string | undefined
  /** The status of the endpoint's answer; 0 where there was none. */
  readonly status?: number
}

/** Asks a handler; the first answer counts, whether it came by callback, by promise or by throwing. */
export function ask<Params, Data>(
  handler: AuthorizationHandler<Params, Data>,
  params: Params,
  settle: AuthorizationCallback<Data>,
  signal: AbortSignal,
): void {
  let isSettled = false
  const once: AuthorizationCallback<Data> = (error, data) => {
    // What comes too late must not be looked at: it is for a connection that is gone.
    if (isSettled || signal.aborted) return
    isSettled = true
    settle(error, data)
  }
  const fail = (cause: unknown): void => once(cause as Error, null)
  try {
    const result: unknown = handler(params, once, signal)
    // An arrow function may give back anything, and one that uses the callback may be async all the same.
    if (isPromise<Data>(result)) result.then((data) => data === undefined || once(null, data), fail)
  } catch (cause) {
    fail(cause)
  }
}

function isPromise<Data>(value: unknown): value is PromiseLike<Data | undefined> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

/** The failure as events carry it; a handler may have failed with a text alone. */
export function authorizationFailure(error: unknown): AuthorizationFailure {
  const { message } = Object(error) as { message?: unknown }
  const text = typeof error === 'string' ? error : typeof message === 'string' ? message : undefined
  const failure = { type: 'AuthError', error: text } as const
  const status = error instanceof PusherError ? error.serverCode : undefined
  return status === undefined ? failure : { ...failure, status }
}
