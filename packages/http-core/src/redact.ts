const mark = '[redacted]'

/** Takes known secrets out of what may end up in a log. */
export interface Redactor {
  text(value: string): string
  /** Any JSON value, names of members included. */
  value(value: unknown): unknown
  /** The error itself where it is clean, else one that says the same without the secrets. */
  error(error: unknown): unknown
}

/**
 * @param secrets texts that must not be seen; anything shorter than 4 characters would blank out innocent text and
 *   is left out
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  // Also as they stand in an address or in JSON; the longest first, since one may be part of another.
  const forms = [...new Set(secrets.filter((secret) => secret.length >= 4).flatMap(formsOf))].toSorted(
    (a, b) => b.length - a.length,
  )

  function text(given: string): string {
    let clean = given
    for (const form of forms) clean = clean.replaceAll(form, mark)
    return clean
  }

  function value(given: unknown): unknown {
    if (forms.length === 0) return given
    if (typeof given === 'string') return text(given)
    if (Array.isArray(given)) return given.map(value)
    if (typeof given !== 'object' || given === null) return given
    return Object.fromEntries(Object.entries(given).map(([name, member]) => [text(name), value(member)]))
  }

  function error(given: unknown): unknown {
    if (!(given instanceof Error)) return value(given)
    if (!holdsSecret(given)) return given
    const clean = new Error(text(given.message))
    clean.name = given.name
    clean.stack = text(given.stack ?? '')
    if (given.cause !== undefined) clean.cause = error(given.cause)
    return clean
  }

  function holdsSecret(given: unknown, depth = 0): boolean {
    if (typeof given === 'string') return text(given) !== given
    if (typeof given !== 'object' || given === null) return false
    // Deeper than any real error: taken for guilty.
    if (depth > 8) return true
    const names = new Set([...Object.getOwnPropertyNames(given), 'message', 'stack', 'cause'])
    return [...names].some((name) => {
      // An error of the caller's own fetch may carry anything, a request and its headers included.
      const member: unknown = Reflect.get(given, name)
      return holdsSecret(member instanceof Headers ? [...member.values()] : member, depth + 1)
    })
  }

  return { text, value, error }
}

function formsOf(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
}

const telling = /auth|cookie|secret|token|key|session/i

/** The values of headers that carry secrets, by their names. */
export function secretsOfHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => telling.test(name))
    .flatMap(([name, value]) => {
      const parts = /cookie/i.test(name)
        ? value.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
        : value.split(' ').slice(1)
      return [value, ...parts]
    })
}
