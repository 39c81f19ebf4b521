import { aFunction, check } from './check-option.js'
import { UserSession } from './user/session.js'
import type { Signin } from './user/signin.js'
import type { AuthenticateUser } from './user/user.js'

/**
 * Signs users in, for the option `signin`: `pusher.signIn()`, and what the server sends to that user alone.
 *
 * @param authenticate asks your server who the user is; see `fetchAuthenticator` of `@wireloom/pusher/authorize`
 * @throws PusherError `invalid_options` where that is no function
 *
 * @example
 * ```ts
 * import { fetchAuthenticator } from '@wireloom/pusher/authorize'
 * import { userSignin } from '@wireloom/pusher/user'
 * const signin = userSignin(fetchAuthenticator({ url: '/pusher/user-auth' }))
 * const pusher = new Pusher({ key, cluster, signin })
 * pusher.signIn()
 * ```
 */
export function userSignin(authenticate: AuthenticateUser): Signin {
  check('authenticate', authenticate, aFunction)
  return { createSession: (owner) => new UserSession(owner, authenticate) }
}

export type { Signin, SigninOwner, SigninSession } from './user/signin.js'
export type { SigninStatus } from './user/signin-status.js'
export type {
  AuthenticateUser,
  AuthenticationRequest,
  User,
  UserAuthentication,
  WatchlistChange,
} from './user/user.js'
