/** The cipher of encrypted channels: given as the option `encryption`, so that only its users carry it. */
export interface ChannelEncryption {
  /** The length of a key. */
  readonly keyBytes: number
  readonly nonceBytes: number
  /** How much longer a ciphertext is than what it holds. */
  readonly overheadBytes: number
  /** What a ciphertext holds; undefined where the key does not open it. */
  open(ciphertext: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | undefined
}

/** The bytes of a base64 text; undefined where it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
