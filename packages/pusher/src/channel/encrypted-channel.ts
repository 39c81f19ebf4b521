import { PusherError } from '../errors.js'
import type { SubscribeCredentials } from '../protocol/encode-frame.js'
import type { Frame } from '../protocol/frame.js'
import { readObject } from '../protocol/system-events.js'
import { type ChannelAuthorization, failed } from './authorization.js'
import type { ChannelContext } from './context.js'
import { type ChannelEncryption, decodeBase64 } from './encryption.js'
import { LiveChannel } from './live-channel.js'

/** How many events may wait while a new key is asked for. */
const longestQueue = 1_000

/** A private channel whose events only its members can read: not the server that carries them. */
export class LiveEncryptedChannel extends LiveChannel {
  readonly #encryption: ChannelEncryption
  #key: Uint8Array | undefined
  /** Events that came while a new key was asked for, in order. */
  #waiting: Frame[] | undefined

  constructor(name: string, context: ChannelContext, encryption: ChannelEncryption) {
    super(name, context)
    this.#encryption = encryption
  }

  // oxlint-disable-next-line require-await -- the signature is the base's; here nothing is waited for
  override async admit({ auth, shared_secret: secret }: ChannelAuthorization): Promise<SubscribeCredentials> {
    this.#takeKey(secret)
    return { auth }
  }

  override receive(frame: Frame): void {
    // Names of the protocol's own are never encrypted.
    if (frame.event.startsWith('pusher:') || frame.event.startsWith('pusher_internal:')) super.receive(frame)
    else if (this.#waiting !== undefined) this.#queue(frame, this.#waiting)
    else this.#open(frame, true)
  }

  #takeKey(secret: string | undefined): void {
    const key = secret === undefined ? undefined : decodeBase64(secret)
    if (key === undefined || key.length !== this.#encryption.keyBytes) {
      throw failed(
        this.name,
        `the answer holds no \`shared_secret\` of ${this.#encryption.keyBytes} bytes in base64`,
      )
    }
    this.#key = key
  }

  #open(frame: Frame, mayAskAgain: boolean): void {
    const { nonce, ciphertext } = readObject(frame)
    const nonceBytes = typeof nonce === 'string' ? decodeBase64(nonce) : undefined
    const sealed = typeof ciphertext === 'string' ? decodeBase64(ciphertext) : undefined
    const { nonceBytes: nonceLength, overheadBytes } = this.#encryption
    if (nonceBytes?.length !== nonceLength || sealed === undefined || sealed.length < overheadBytes) {
      this.#drop(frame, 'it is no encrypted payload')
      return
    }
    const opened = this.#key === undefined ? undefined : this.#encryption.open(sealed, nonceBytes, this.#key)
    if (opened !== undefined) this.deliver(this.context.frame(frame, new TextDecoder().decode(opened)))
    else if (mayAskAgain) void this.#askForKey(frame)
    else this.#drop(frame, 'not even a new key opens it')
  }

  /** The key may have been changed: a new one is asked for once, and what comes meanwhile waits its turn. */
  async #askForKey(frame: Frame): Promise<void> {
    this.#waiting = []
    try {
      const { shared_secret: secret } = await this.context.authorize(this.name)
      this.#takeKey(secret)
    } catch (cause) {
      this.#drop(frame, 'no new key was to be had', cause)
      this.#release()
      return
    }
    this.#open(frame, false)
    this.#release()
  }

  #release(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const [index, frame] of waiting.entries()) {
      this.#open(frame, true)
      // That one asks for a key of its own: the rest waits again, behind it.
      if (this.#waiting !== undefined) {
        ;(this.#waiting as Frame[]).push(...waiting.slice(index + 1))
        return
      }
    }
  }

  #queue(frame: Frame, waiting: Frame[]): void {
    if (waiting.length < longestQueue) waiting.push(frame)
    else this.#drop(frame, `${longestQueue} events wait for a new key already`)
  }

  #drop(frame: Frame, why: string, cause?: unknown): void {
    const message = `Dropped a ${JSON.stringify(frame.event)} event of encrypted channel ${this.name}: ${why}.`
    this.context.error(new PusherError('decryption_failed', message, { channel: this.name, cause }))
  }
}
