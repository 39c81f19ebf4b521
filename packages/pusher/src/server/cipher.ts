import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { decodeBase64 } from '../encryption/base64.js'
import { PusherError } from '../errors.js'

const keyBytes = 32
const nonceBytes = 24

/** Seals what is sent to encrypted channels, with a key for each made of one master key. */
export class ChannelCipher {
  readonly #masterKey: Uint8Array

  /** @param masterKey 32 bytes in base64 */
  constructor(masterKey: string) {
    const key = typeof masterKey === 'string' ? decodeBase64(masterKey) : undefined
    if (key?.length !== keyBytes) {
      throw new PusherError(
        'invalid_options',
        `Option \`encryptionMasterKey\` must be ${keyBytes} bytes in base64.`,
      )
    }
    this.#masterKey = key
  }

  /** The key of a channel in base64, for its members. */
  async sharedSecret(channel: string): Promise<string> {
    return encodeBase64(await this.#channelKey(channel))
  }

  /** The payload that carries a text: `{ nonce, ciphertext }`. */
  async seal(channel: string, text: string): Promise<string> {
    const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
    const sealed = xsalsa20poly1305(await this.#channelKey(channel), nonce).encrypt(
      new TextEncoder().encode(text),
    )
    return JSON.stringify({ nonce: encodeBase64(nonce), ciphertext: encodeBase64(sealed) })
  }

  /** SHA-256 of the channel's name followed by the master key, as every server library has it. */
  async #channelKey(channel: string): Promise<Uint8Array> {
    const name = new TextEncoder().encode(channel)
    const text = new Uint8Array(name.length + keyBytes)
    text.set(name)
    text.set(this.#masterKey, name.length)
    return new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  }
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
