import type { EventMap, EventName } from '../channel/channel.js'
import type { ListenerResult, ListenOptions, Undo } from '../listeners.js'
import type { Frame } from '../protocol/frame.js'
import type { WaitOptions } from '../wait-for.js'
import type { SigninStatus } from './signin-status.js'

/** What the application's own server answers when asked who the user is, spelled as it comes. */
export interface UserAuthentication {
  /** `KEY:SIGNATURE` */
  readonly auth: string
  /** The user as the JSON text that was signed: `{ "id": "…", "user_info"?, "watchlist"? }`. */
  readonly user_data: string
}

/** What the application's own server is asked. */
export interface AuthenticationRequest {
  readonly socketId: string
  /** Aborts when the answer is of no use any more. */
  readonly signal: AbortSignal
}

/** Asks the application's own server who the user is. Whatever it throws refuses the sign-in. */
export type AuthenticateUser = (
  request: AuthenticationRequest,
) => UserAuthentication | Promise<UserAuthentication>

/** Users of the watchlist who came online, or went off. */
export interface WatchlistChange {
  readonly name: 'online' | 'offline'
  readonly userIds: readonly string[]
}

/**
 * The user this client is signed in as, and what the server sends to them.
 *
 * @typeParam Events the events sent to the user, as `{ name: data }`
 */
export interface User<Events extends EventMap = Record<string, unknown>> {
  readonly status: SigninStatus
  /** The id, once signed in; rejects where the sign-in is refused, was never asked for, or the signal aborts. */
  signedIn(options?: WaitOptions): Promise<string>
  /** Calls the listener with each event of one name sent to this user, on all their connections. */
  on<Name extends EventName<Events>>(
    event: Name,
    listener: (data: Events[Name], frame: Frame<Name, Events[Name]>) => ListenerResult,
    options?: ListenOptions,
  ): Undo
  /** Calls the listener whenever {@link User.status} changes. */
  onStatus(listener: (status: SigninStatus) => ListenerResult, options?: ListenOptions): Undo
  /** Calls the listener when users of the watchlist come online or go off. */
  onWatchlist(listener: (change: WatchlistChange) => ListenerResult, options?: ListenOptions): Undo
}
