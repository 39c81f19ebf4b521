import type { PusherError } from '../errors.js'
import type { Frame } from '../protocol/frame.js'
import type { ChannelAuthorization } from './authorization.js'

/** What channels need of the client they belong to. */
export interface ChannelContext {
  error(error: PusherError): void
  /** Sends a frame; false where nothing is connected. */
  send(text: string): boolean
  /** Asks the application once more to let us into a channel, for the present connection. */
  authorize(channel: string): Promise<ChannelAuthorization>
  /** The signed-in user, once the sign-in that runs is done; rejects where there is none. */
  signedInUserId(channel: string, signal: AbortSignal): Promise<string>
  /** The event a text holds that was hidden in another. */
  reveal(hidden: Frame, text: string): Frame
}
