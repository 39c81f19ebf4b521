import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import type { ChannelEncryption } from './channel/encryption.js'

/**
 * NaCl's secretbox (XSalsa20-Poly1305), the cipher of `private-encrypted-` channels.
 *
 * @example
 * ```ts
 * import { encryption } from '@wireloom/pusher/encrypted'
 * const pusher = new Pusher({ key, cluster, authorize, encryption })
 * ```
 */
export const encryption: ChannelEncryption = {
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

export type { ChannelEncryption }
