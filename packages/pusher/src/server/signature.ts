const encoder = new TextEncoder()

/** Signs texts with one application's secret: HMAC-SHA256 in hex, as every signature of the protocol. */
export class Signer {
  readonly #key: ReturnType<typeof crypto.subtle.importKey>

  constructor(secret: string) {
    const usages = ['sign', 'verify'] as const
    this.#key = crypto.subtle.importKey(
      'raw',
      encoder.encode(secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      [...usages],
    )
  }

  async sign(text: string): Promise<string> {
    return toHex(await crypto.subtle.sign('HMAC', await this.#key, encoder.encode(text)))
  }

  /** Whether a signature is that of a text; takes as long for a wrong one as for the right one. */
  async verify(text: string, signature: string): Promise<boolean> {
    const bytes = fromHex(signature)
    return bytes !== undefined && crypto.subtle.verify('HMAC', await this.#key, bytes, encoder.encode(text))
  }
}

export function toHex(bytes: ArrayBuffer | Uint8Array): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 2 !== 0 || !/^[\da-f]*$/i.test(text)) return undefined
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
