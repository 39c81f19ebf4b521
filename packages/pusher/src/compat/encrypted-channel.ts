import type { ChannelEncryption, Unsealer } from '../channel/encryption.js'
import { PusherError } from '../errors.js'
import { Frame } from '../protocol/frame.js'
import { ask, type ChannelAuthorizationCallback, type ChannelAuthorizationData } from './authorization.js'
import type { ChannelHost } from './channel-host.js'
import { log } from './logger.js'
import { PrivateChannel } from './private-channel.js'

/** A private channel whose events only its members can read. */
export class EncryptedChannel extends PrivateChannel {
  readonly #unsealer: Unsealer

  constructor(name: string, pusher: ChannelHost, encryption: ChannelEncryption) {
    super(name, pusher)
    this.#unsealer = encryption.createUnsealer({
      name,
      askSecret: () => this.#askSecret(),
      opened: (hidden, text) => {
        // Decoded like the data of any event: where the text is no JSON, it is the data itself.
        const frame = new Frame(hidden.event, { data: text }, false)
        this.emit(frame.event, frame.data)
      },
      dropped: (error) => log(() => error.message, 'warn'),
    })
  }

  /** The key events are opened with now. */
  get key(): Uint8Array | undefined {
    return this.#unsealer.key
  }

  /** @throws PusherError `unsupported`: servers would see what the others are told */
  override trigger(): never {
    const message = `Cannot trigger on ${this.name}: encrypted channels have no client events.`
    throw new PusherError('unsupported', message, { channel: this.name })
  }

  override receive(frame: Frame): void {
    // Names of the protocol's own are never encrypted.
    const isOwn = frame.event.startsWith('pusher:') || frame.event.startsWith('pusher_internal:')
    if (isOwn) super.receive(frame)
    else this.#unsealer.receive(frame)
  }

  protected override admit(data: ChannelAuthorizationData, callback: ChannelAuthorizationCallback): void {
    try {
      this.#unsealer.takeSecret(data.shared_secret)
    } catch (error) {
      callback(error as PusherError, null)
      return
    }
    // The secret is not for the server.
    callback(null, { auth: data.auth })
  }

  #askSecret(): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const socketId = this.pusher.connection.socket_id ?? ''
      const settle: ChannelAuthorizationCallback = (error, data) =>
        error ? reject(error) : resolve(data?.shared_secret)
      const { channelAuthorizer } = this.pusher.config
      ask(channelAuthorizer, { channelName: this.name, socketId }, settle, new AbortController().signal)
    })
  }
}
