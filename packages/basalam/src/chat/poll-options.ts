import { BasalamError } from '../basalam-error.js'

/** How often chats are asked for. */
export interface PollOptions {
  /** How long between two looks while something happens. Default 2,000. */
  readonly activeIntervalMs?: number | undefined
  /** And where nothing has for long. Default 60,000. */
  readonly idleIntervalMs?: number | undefined
  /**
   * How many requests may go out, for all chats together. Default 90: Basalam names no limit. One look is one, and one
   * more for each chat with something new.
   */
  readonly maxRequestsPerMinute?: number | undefined
}

/** With nothing missing. */
export type CompletePollOptions = Readonly<Record<keyof PollOptions, number>>

const defaults = {
  activeIntervalMs: 2_000,
  idleIntervalMs: 60_000,
  maxRequestsPerMinute: 90,
} as const satisfies Required<PollOptions>

/** @throws BasalamError `invalid_options`, naming the option */
export function completePollOptions(options: PollOptions): CompletePollOptions {
  const numbers = {
    activeIntervalMs: options.activeIntervalMs ?? defaults.activeIntervalMs,
    idleIntervalMs: options.idleIntervalMs ?? defaults.idleIntervalMs,
    maxRequestsPerMinute: options.maxRequestsPerMinute ?? defaults.maxRequestsPerMinute,
  }
  for (const [name, value] of Object.entries(numbers)) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new BasalamError('invalid_options', `${name} has to be a number above 0, not ${value}.`)
    }
  }
  return numbers
}
