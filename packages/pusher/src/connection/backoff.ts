import type { Reaction } from '../protocol/close-codes.js'

/** How attempts are spread after a loss. */
export interface ReconnectSettings {
  /** The first attempt comes after a random wait of up to this, so that a thousand clients do not return at once. */
  readonly firstDelayMs: number
  /** No wait is longer than this, but for the second that the protocol asks for after some codes. */
  readonly maxDelayMs: number
  /** A connection that lived this long counts as sound: the next loss starts again with a prompt attempt. */
  readonly stableAfterMs: number
}

/** The protocol asks for at least a second after 4100 to 4199. */
const laterFloorMs = 1_000

/** The wait of the second attempt in a row, which each further one doubles. */
const growthStartMs = 1_000

/**
 * The wait before the next attempt, in milliseconds.
 *
 * The first is prompt, whatever the code, since most losses are over at once; from the second in a row on the
 * wait doubles from a second up to the cap, with the upper half of it left to chance. A server that accepts and
 * closes, or says 4200 again and again, is so never hammered.
 *
 * @param failures how many attempts or short-lived connections ended in a row, this one included: 1 or more
 * @param random a number from 0 up to, not including, 1
 */
export function retryDelay(
  failures: number,
  reaction: Exclude<Reaction, 'stop'>,
  random: number,
  { firstDelayMs, maxDelayMs }: ReconnectSettings,
): number {
  const grownMs = Math.min(maxDelayMs, growthStartMs * 2 ** Math.min(failures - 2, 30))
  const delayMs = failures <= 1 ? random * Math.min(firstDelayMs, maxDelayMs) : (grownMs * (1 + random)) / 2
  return Math.round(
    reaction === 'retry-later' ? Math.max(delayMs, laterFloorMs + random * laterFloorMs) : delayMs,
  )
}
