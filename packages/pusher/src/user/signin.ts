import type { PusherError } from '../errors.js'
import type { Frame } from '../protocol/frame.js'
import type { User } from './user.js'

/** What a sign-in needs of the client it belongs to. */
export interface SigninOwner {
  /** The id of the present connection, while there is one. */
  readonly socketId: string | undefined
  /** Sends a frame; false where nothing is connected. */
  send(text: string): boolean
  error(error: PusherError): void
  /** Follow what the server sends to this user and to nobody else; to nobody at all, where undefined. */
  follow(userId: string | undefined): void
}

/** A {@link User} with the ends that feed it. */
export interface SigninSession extends User {
  /** Signs in, now where there is a connection, and on every later one. */
  signIn(): void
  /** A connection is there. */
  connected(): void
  /** The connection is gone, and the sign-in with it. */
  lost(): void
  /** Takes a frame of the connection. */
  handle(frame: Frame): void
  /** Takes an event sent to the user. */
  deliver(frame: Frame): void
}

/** What signs users in: made by `userSignin` of `@wireloom/pusher/user`, carried by those alone who sign somebody in. */
export interface Signin {
  createSession(owner: SigninOwner): SigninSession
}
