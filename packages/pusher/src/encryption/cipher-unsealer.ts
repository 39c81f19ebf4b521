import { PusherError } from '../errors.js'
import type { Frame } from '../protocol/frame.js'
import { readObject } from '../protocol/system-events.js'
import { failed } from '../channel/authorization.js'
import type { Unsealer, UnsealerOwner } from '../channel/encryption.js'
import { decodeBase64 } from './base64.js'
import type { Cipher } from './cipher.js'

/** How many events may wait while a new key is asked for. */
const longestQueue = 1_000

/** Opens the events of one encrypted channel, in order, and asks for a new key where the present one does not fit. */
export class CipherUnsealer implements Unsealer {
  readonly #cipher: Cipher
  readonly #owner: UnsealerOwner
  #key: Uint8Array | undefined
  /** The event a new key is asked for, and those that came since, in order. */
  #waiting: Frame[] | undefined

  constructor(cipher: Cipher, owner: UnsealerOwner) {
    this.#cipher = cipher
    this.#owner = owner
  }

  get key(): Uint8Array | undefined {
    return this.#key
  }

  takeSecret(secret: string | undefined): void {
    const key = secret === undefined ? undefined : decodeBase64(secret)
    if (key === undefined || key.length !== this.#cipher.keyBytes) {
      throw failed(
        this.#owner.name,
        `the answer holds no \`shared_secret\` of ${this.#cipher.keyBytes} bytes in base64`,
      )
    }
    this.#key = key
    this.#release(false)
  }

  receive(frame: Frame): void {
    if (this.#waiting === undefined) this.#open(frame, true)
    else if (this.#waiting.length < longestQueue) this.#waiting.push(frame)
    else this.#drop(frame, `${longestQueue} events wait for a new key already`)
  }

  #open(frame: Frame, mayAskAgain: boolean): void {
    const { nonce, ciphertext } = readObject(frame)
    const nonceBytes = typeof nonce === 'string' ? decodeBase64(nonce) : undefined
    const sealed = typeof ciphertext === 'string' ? decodeBase64(ciphertext) : undefined
    const { nonceBytes: nonceLength, overheadBytes } = this.#cipher
    if (nonceBytes?.length !== nonceLength || sealed === undefined || sealed.length < overheadBytes) {
      this.#drop(frame, 'it is no encrypted payload')
      return
    }
    const opened = this.#key === undefined ? undefined : this.#cipher.open(sealed, nonceBytes, this.#key)
    if (opened !== undefined) this.#owner.opened(frame, new TextDecoder().decode(opened))
    else if (mayAskAgain) void this.#askForKey(frame)
    else this.#drop(frame, 'not even a new key opens it')
  }

  /** The key may have been changed: a new one is asked for once, and what comes meanwhile waits its turn. */
  async #askForKey(frame: Frame): Promise<void> {
    const waiting = [frame]
    this.#waiting = waiting
    try {
      const secret = await this.#owner.askSecret()
      // A new connection may have brought a key before.
      if (this.#waiting === waiting) this.takeSecret(secret)
    } catch (cause) {
      if (this.#waiting !== waiting) return
      waiting.shift()
      this.#drop(frame, 'no new key was to be had', cause)
      this.#release(true)
    }
  }

  /** Opens what waits; whether a key may be asked for the first of it, or was already. */
  #release(mayAskAgain: boolean): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const [index, frame] of waiting.entries()) {
      this.#open(frame, mayAskAgain || index > 0)
      // That one asks for a key of its own: the rest waits again, behind it.
      if (this.#waiting !== undefined) {
        ;(this.#waiting as Frame[]).push(...waiting.slice(index + 1))
        return
      }
    }
  }

  #drop(frame: Frame, why: string, cause?: unknown): void {
    const channel = this.#owner.name
    const message = `Dropped a ${JSON.stringify(frame.event)} event of encrypted channel ${channel}: ${why}.`
    this.#owner.dropped(new PusherError('decryption_failed', message, { channel, cause }))
  }
}
