/** What a word was read as, or what it should have been. */
export type ParsedWord<Value> = { readonly value: Value } | { readonly expected: string }

/** One argument of a command: how it is read, and how its usage shows it. */
export interface Argument<Value> {
  readonly isOptional: boolean
  /** Whether it takes all that is left of the line. */
  readonly takesRest: boolean
  /** What stands for an optional one that is left out. */
  readonly fallback?: Value
  parse(text: string): ParsedWord<Value>
}

/** Arguments by name, in the order they are written in. */
export type ArgumentShape = Readonly<Record<string, Argument<unknown>>>

/** What a handler is given for a shape. */
export type ArgumentValues<Shape extends ArgumentShape> = {
  readonly [Name in keyof Shape]: Shape[Name] extends Argument<infer Value> ? Value : never
}

/** One word, or several within quotes. */
export function word(): Argument<string> {
  return { isOptional: false, takesRest: false, parse: (value) => ({ value }) }
}

/** All that is left of the line, as it was written. */
export function rest(): Argument<string> {
  return { ...word(), takesRest: true }
}

/** Somebody's name, with or without its `@`. */
export function user(): Argument<string> {
  return required((text) => {
    const value = text.replace(/^@/u, '')
    return value === '' ? { expected: 'a name' } : { value }
  })
}

/** A whole number, in Latin, Persian or Arabic digits. @param range from `min` to `max`, both within */
export function integer(range: { readonly min?: number; readonly max?: number } = {}): Argument<number> {
  const { min = -Infinity, max = Infinity } = range
  const from = min > -Infinity ? ` from ${min}` : ''
  const expected = `a whole number${from}${max < Infinity ? ` up to ${max}` : ''}`
  return required((text) => {
    const latin = toLatinDigits(text)
    // Not whatever Number makes of it: 0x10 and 1e3 are typing errors here.
    const value = /^[-+]?\d+$/u.test(latin) ? Number(latin) : NaN
    return Number.isSafeInteger(value) && value >= min && value <= max ? { value } : { expected }
  })
}

/** One of these words, whatever its case. */
export function choice<Name extends string>(...names: readonly [Name, ...Name[]]): Argument<Name> {
  return required((text) => {
    const value = names.find((name) => name.toLowerCase() === text.toLowerCase())
    return value === undefined ? { expected: names.join(' or ') } : { value }
  })
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A time such as `90s`, `10m`, `1h30m` or `7d`, in milliseconds; a bare number is seconds. */
export function duration(): Argument<number> {
  return required((text) => {
    const latin = toLatinDigits(text.toLowerCase()).replace(/^\d+$/u, '$&s')
    if (!/^(\d+[smhd])+$/u.test(latin)) return { expected: 'a time such as 90s or 1h30m' }
    const value = [...latin.matchAll(/(\d+)([smhd])/gu)]
      .map(([, count, unit = '']) => Number(count) * (unitMs[unit] ?? 0))
      .reduce((sum, each) => sum + each, 0)
    if (!Number.isSafeInteger(value)) return { expected: 'a shorter time' }
    return value > 0 ? { value } : { expected: 'a time above 0' }
  })
}

/** The same argument, which may be left out. @param fallback what stands for it then */
export function optional<Value>(argument: Argument<Value>): Argument<Value | undefined>
export function optional<Value>(argument: Argument<Value>, fallback: Value): Argument<Value>
export function optional<Value>(argument: Argument<Value>, fallback?: Value): Argument<Value | undefined> {
  return { ...argument, isOptional: true, fallback }
}

function required<Value>(parse: (text: string) => ParsedWord<Value>): Argument<Value> {
  return { isOptional: false, takesRest: false, parse }
}

function toLatinDigits(text: string): string {
  return text.replaceAll(/[۰-۹٠-٩]/gu, (digit) => String((digit.codePointAt(0) ?? 0) % 16))
}
