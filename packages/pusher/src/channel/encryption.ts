import type { PusherError } from '../errors.js'
import type { Frame } from '../protocol/frame.js'

/** What an unsealer needs of the channel it belongs to. */
export interface UnsealerOwner {
  readonly name: string
  /** Asks the application for the channel's secret once more. */
  askSecret(): Promise<string | undefined>
  /** An event was opened: the text that was hidden in it. */
  opened(frame: Frame, text: string): void
  /** An event could not be opened, and is lost. */
  dropped(error: PusherError): void
}

/** Opens the events of one encrypted channel, in order. */
export interface Unsealer {
  /** The key that is used now, once there is one. */
  readonly key: Uint8Array | undefined
  /** @throws PusherError `authorization_failed` where the secret is no key */
  takeSecret(secret: string | undefined): void
  /** Takes an event that is not the protocol's own. */
  receive(frame: Frame): void
}

/** What opens the events of encrypted channels: `encryption` of `@wireloom/pusher/encrypted`, carried by its users alone. */
export interface ChannelEncryption {
  createUnsealer(owner: UnsealerOwner): Unsealer
}
