import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import type { ChannelEncryption } from './channel/encryption.js'
import type { Cipher } from './encryption/cipher.js'
import { CipherUnsealer } from './encryption/cipher-unsealer.js'

const secretbox: Cipher = {
  keyBytes: 32,
  nonceBytes: 24,
  overheadBytes: 16,
  open(ciphertext, nonce, key) {
    try {
      return xsalsa20poly1305(key, nonce).decrypt(ciphertext)
    } catch {
      return undefined
    }
  },
}

/**
 * Opens the events of `private-encrypted-` channels, with NaCl's secretbox (XSalsa20-Poly1305).
 *
 * @example
 * ```ts
 * import { encryption } from '@wireloom/pusher/encrypted'
 * const pusher = new Pusher({ key, cluster, authorize, encryption })
 * ```
 */
export const encryption: ChannelEncryption = {
  createUnsealer: (owner) => new CipherUnsealer(secretbox, owner),
}

export type { ChannelEncryption, Unsealer, UnsealerOwner } from './channel/encryption.js'
