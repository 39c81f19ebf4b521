import { ChatError } from '@wireloom/chat-core'

/** The refusal of what the caller gave, by its name. The value itself is not shown: it may be a secret. */
export function invalid(name: string, wanted: string): ChatError {
  return new ChatError('invalid', `${name} must be ${wanted}.`)
}

export function checkText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw invalid(name, 'a text, and not an empty one')
}

/** A whole number above 0. */
export function checkCount(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw invalid(name, 'a whole number above 0')
}

/** A time or a span of time. */
export function checkMs(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value
  throw invalid(name, 'a number of milliseconds, 0 or more')
}
