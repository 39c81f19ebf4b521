const mark = '[redacted]'

/** Takes known secrets out of what may end up in a log. */
export interface Redactor {
  text(value: string): string
  /** Any JSON value, names of members included. */
  value(value: unknown): unknown
  /** What was thrown itself where it is clean, else an error that says the same without the secrets. */
  error(thrown: unknown): unknown
}

/**
 * @param secrets texts that must not be seen; anything shorter than 4 characters would blank out innocent text and
 *   is left out
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  // The longest first, since one may be part of another.
  const forms = [...new Set(secrets.filter((secret) => secret.length >= 4).flatMap(formsOf))].toSorted(
    (a, b) => b.length - a.length,
  )

  function text(given: string): string {
    let clean = given
    for (const form of forms) clean = clean.replaceAll(form, mark)
    return clean
  }

  function value(given: unknown, depth = 0): unknown {
    if (forms.length === 0) return given
    if (typeof given === 'string') return text(given)
    if (typeof given !== 'object' || given === null) return given
    // A server may nest deeper than the stack is high.
    if (depth > 64) return '…'
    if (Array.isArray(given)) return given.map((member) => value(member, depth + 1))
    return Object.fromEntries(
      Object.entries(given).map(([name, member]) => [text(name), value(member, depth + 1)]),
    )
  }

  function error(given: unknown, depth = 0): unknown {
    if (forms.length === 0 || !holdsSecret(given, new Set())) return given
    if (typeof given === 'string') return text(given)
    if (!(given instanceof Error) || depth > 8) return mark
    const clean = new Error(text(given.message))
    clean.name = text(given.name)
    clean.stack = text(given.stack ?? '')
    const { code } = given as { code?: unknown }
    if (typeof code === 'string') Object.assign(clean, { code: text(code) })
    if (given.cause !== undefined) clean.cause = error(given.cause, depth + 1)
    return clean
  }

  function holdsSecret(given: unknown, seen: Set<object>): boolean {
    if (typeof given === 'string') return text(given) !== given
    if (typeof given !== 'object' || given === null || seen.has(given)) return false
    seen.add(given)
    // What is no plain data may show anything when it is logged, a request with its headers included.
    if (!isTransparent(given)) return true
    try {
      return [...Reflect.ownKeys(given), 'name', 'message', 'stack', 'cause'].some(
        (name) => holdsSecret(String(name), seen) || holdsSecret(Reflect.get(given, name), seen),
      )
    } catch {
      return true
    }
  }

  return { text, value: (given) => value(given), error: (given) => error(given) }
}

function isTransparent(given: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(given)
  return (
    Array.isArray(given) || given instanceof Error || prototype === Object.prototype || prototype === null
  )
}

/** As it was given, as it stands in a form, in an address and in JSON, which may escape its slashes. */
function formsOf(secret: string): readonly string[] {
  const form = new URLSearchParams({ '': secret })
  // Without halves of characters, which no address can hold.
  const whole = form.get('') ?? ''
  const inJson = JSON.stringify(secret).slice(1, -1)
  const forms = [
    secret,
    String(form).slice(1),
    encodeURIComponent(whole),
    inJson,
    inJson.replaceAll('/', '\\/'),
  ]
  return [...forms, ...forms.map((one) => one.replaceAll(/%[\dA-F]{2}/g, (hex) => hex.toLowerCase()))]
}

const telling = /auth|cookie|cred|key|pass|secret|session|sign|token/i

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
