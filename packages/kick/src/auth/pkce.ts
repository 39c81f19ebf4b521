/** A secret of one sign-in, and what the server is told of it beforehand (RFC 7636). */
export interface Pkce {
  /** 43 characters. */
  readonly codeVerifier: string
  readonly codeChallenge: string
}

export async function createPkce(): Promise<Pkce> {
  const codeVerifier = drawSecret()
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier))
  return { codeVerifier, codeChallenge: toBase64Url(new Uint8Array(digest)) }
}

/** 256 bits of chance, fit for an address. */
export function drawSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
