/** A cipher with a key of its own for each channel, and a nonce for each event. */
export interface Cipher {
  /** The length of a key. */
  readonly keyBytes: number
  readonly nonceBytes: number
  /** How much longer a ciphertext is than what it holds. */
  readonly overheadBytes: number
  /** What a ciphertext holds; undefined where the key does not open it. */
  open(ciphertext: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | undefined
}
