import type { ChannelEncryption } from '../channel/encryption.js'

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

/** The cipher that a library such as tweetnacl offers. */
export function naclEncryption({ secretbox }: Nacl): ChannelEncryption {
  return {
    keyBytes: secretbox.keyLength,
    nonceBytes: secretbox.nonceLength,
    overheadBytes: secretbox.overheadLength,
    open: (ciphertext, nonce, key) => secretbox.open(ciphertext, nonce, key) || undefined,
  }
}
