import type { ChannelEncryption } from '../channel/encryption.js'
import type { Cipher } from '../encryption/cipher.js'
import { CipherUnsealer } from '../encryption/cipher-unsealer.js'

/** The part of the library tweetnacl that encrypted channels need. */
export interface Nacl {
  readonly secretbox: {
    /** What a box holds; null, or false in older versions, where the key does not open it. */
    open(box: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | null | false
    readonly keyLength: number
    readonly nonceLength: number
    readonly overheadLength: number
  }
}

/** The encryption that a library such as tweetnacl offers. */
export function naclEncryption({ secretbox }: Nacl): ChannelEncryption {
  const cipher: Cipher = {
    keyBytes: secretbox.keyLength,
    nonceBytes: secretbox.nonceLength,
    overheadBytes: secretbox.overheadLength,
    open: (ciphertext, nonce, key) => secretbox.open(ciphertext, nonce, key) || undefined,
  }
  return { createUnsealer: (owner) => new CipherUnsealer(cipher, owner) }
}
