import { isChatError, type ChatEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'

export interface JsonLineOptions {
  /** What the event's room is called, where it has one. */
  readonly roomName: string | undefined
  /** When the event reached us, in milliseconds since 1970. */
  readonly receivedAtMs: number
  /** Whether the platform's own form goes along. */
  readonly raw: boolean
}

/** Characters that JSON leaves as they are and a terminal obeys: DEL, the C1 controls, marks of direction. */
const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * An event as one line of JSON: its fields as chat-core names them, `roomName` and `receivedAt` beside them, roles as
 * a list, errors as `{ code, message, retryable }`; `unreadable` says what is wrong with an event that cannot be read.
 *
 * Whoever sends decides how deep the platform's own form is nested: where JSON cannot be made of it, it is left out
 * and `rawOmitted` stands in its place.
 */
export function toJsonLine(
  event: ChatEvent<KickEvent>,
  { roomName, receivedAtMs, raw }: JsonLineOptions,
): string {
  const { type, ...rest } = event
  const line = {
    type,
    ...(roomName !== undefined && { roomName }),
    receivedAt: receivedAtMs,
    ...(event.type === 'other' && event.raw.type === 'malformed' && { unreadable: event.raw.reason }),
    ...rest,
  }
  try {
    return stringify(line, raw)
  } catch (error) {
    // At the end of the stack not every failure is a RangeError; what fails without the raw form too is ours.
    if (!raw) throw error
    return stringify({ ...line, rawOmitted: 'nested too deeply' }, false)
  }
}

function stringify(line: object, raw: boolean): string {
  return JSON.stringify(line, (key, value: unknown) => {
    if (key === 'raw' && !raw) return undefined
    if (value instanceof Set) return [...value]
    if (typeof value === 'bigint') return String(value)
    if (isChatError(value)) {
      const { code, message, retryable } = value
      return { code, message, retryable }
    }
    return value
  }).replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
