import { ChatError } from './error.js'

/** The refusal of what the caller gave, by its name. */
export function invalid(name: string, value: unknown, wanted: string): ChatError {
  return new ChatError('invalid', `${name} must be ${wanted}, not ${describeValue(value)}.`)
}

/** A whole number above 0. */
export function checkCount(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value
  throw invalid(name, value, 'a whole number above 0')
}

/** A time in milliseconds. */
export function checkMs(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value
  throw invalid(name, value, 'a number of milliseconds, 0 or more')
}

/** One of a few words. */
export function checkOneOf<Word extends string>(name: string, value: Word, words: readonly Word[]): Word {
  if (words.includes(value)) return value
  throw invalid(name, value, `one of ${words.join(', ')}`)
}

/** A name that becomes part of a key: a number would not be the same as its digits. */
export function checkName(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw invalid(name, value, 'a text that is not empty')
}

/** A function, as which anything else would fail at its first call. */
export function checkFunction<Value>(name: string, value: Value): Value {
  if (typeof value === 'function') return value
  throw invalid(name, value, 'a function')
}

/** What was given, for a message. Never the inside of an object: a secret may be in there. */
function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return `${value}`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
