import { BasalamError } from '../basalam-error.js'

/** The header that carries the secret, unless another is named. */
export const defaultSecretHeader = 'x-webhook-secret'

/** A secret for a webhook: 256 bits of chance, in letters that any header takes. */
export function createWebhookSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/**
 * Short ones can be guessed, and other letters do not get through every server's headers.
 *
 * @throws BasalamError `invalid_options`
 */
export function checkSecrets(secret: string | readonly string[]): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (Array.isArray(secrets) && secrets.length > 0 && secrets.every(isUsable)) return secrets
  throw new BasalamError(
    'invalid_options',
    'secret has to be a text of at least 16 visible ASCII characters; see createWebhookSecret().',
  )
}

function isUsable(secret: unknown): boolean {
  return typeof secret === 'string' && /^[\x21-\x7e][\x20-\x7e]{14,}[\x21-\x7e]$/.test(secret)
}

/** @throws BasalamError `invalid_options` */
export function checkSecretHeader(name: string): string {
  if (typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name)) return name.toLowerCase()
  throw new BasalamError('invalid_options', 'secretHeader has to be the name of a header.')
}

/** What tells one text or body apart from others: its SHA-256. */
export async function digestOf(value: string | Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64Url(await hash(value))
}

/**
 * Whether a text is one of some secrets. How long it takes says nothing of how much of it was right: digests of one
 * length are compared to their end, and every secret is.
 */
export async function isOneOf(given: string, secrets: readonly string[]): Promise<boolean> {
  const digest = await hash(given)
  const wanted = await Promise.all(secrets.map(hash))
  const differences = wanted.map((other) => {
    let difference = 0
    for (const [index, byte] of digest.entries()) difference |= byte ^ (other[index] ?? 0)
    return difference
  })
  return differences.includes(0)
}

async function hash(value: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
