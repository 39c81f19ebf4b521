import type { PusherError } from '../errors.js'
import type { SubscribeCredentials } from '../protocol/encode-frame.js'
import type { Frame } from '../protocol/frame.js'
import type { ChannelAuthorization } from './authorization.js'
import type { ChannelContext } from './context.js'
import type { ChannelEncryption, Unsealer, UnsealerOwner } from './encryption.js'
import { LiveChannel } from './live-channel.js'

/** A private channel whose events only its members can read: not the server that carries them. */
export class LiveEncryptedChannel extends LiveChannel implements UnsealerOwner {
  readonly #unsealer: Unsealer

  constructor(name: string, context: ChannelContext, encryption: ChannelEncryption) {
    super(name, context)
    this.#unsealer = encryption.createUnsealer(this)
  }

  async askSecret(): Promise<string | undefined> {
    return (await this.context.authorize(this.name)).shared_secret
  }

  opened(frame: Frame, text: string): void {
    this.deliver(this.context.reveal(frame, text))
  }

  dropped(error: PusherError): void {
    this.context.error(error)
  }

  // oxlint-disable-next-line require-await -- the signature is the base's; here nothing is waited for
  override async admit({ auth, shared_secret: secret }: ChannelAuthorization): Promise<SubscribeCredentials> {
    this.#unsealer.takeSecret(secret)
    return { auth }
  }

  override receive(frame: Frame): void {
    // Names of the protocol's own are never encrypted.
    const isOwn = frame.event.startsWith('pusher:') || frame.event.startsWith('pusher_internal:')
    if (isOwn) super.receive(frame)
    else this.#unsealer.receive(frame)
  }
}
