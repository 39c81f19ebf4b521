import { PusherError } from '../errors.js'
import { Frame } from './frame.js'
import type { Head } from './scan-head.js'

/** How much of a frame that cannot be read is quoted in its error, in characters. */
const quotedLength = 80

/**
 * Reads one text frame. Never throws: what is no event comes back as an error, since one bad frame is no
 * reason to lose the connection.
 *
 * @param raw whether `data` is left as it came, see {@link Frame.data}
 * @param head what the frame begins with, where that is known: nothing but its data is parsed then
 */
export function decodeFrame(text: string, raw: boolean, head?: Head): Frame | PusherError {
  const data = head && decodeRest(text, head)
  if (head !== undefined && data !== undefined) {
    const { event, channel } = head
    return new Frame(event, { event, channel, data }, raw)
  }
  let envelope: unknown
  try {
    envelope = JSON.parse(text)
  } catch (cause) {
    return malformed(text, 'it is not JSON', cause)
  }
  if (typeof envelope !== 'object' || envelope === null) return malformed(text, 'it is not an object')
  const { event } = envelope as { event?: unknown }
  if (typeof event !== 'string') return malformed(text, 'it has no event name')
  return new Frame(event, envelope as Record<string, unknown>, raw)
}

/** What stands between head and closing brace; undefined where that is more than one value, or none. */
function decodeRest(text: string, head: Head): unknown {
  if (!text.endsWith('}')) return undefined
  try {
    return JSON.parse(text.slice(head.text.length, -1))
  } catch {
    return undefined
  }
}

function malformed(text: string, reason: string, cause?: unknown): PusherError {
  const quoted =
    text.length > quotedLength ? `${text.slice(0, quotedLength)}… (${text.length} characters)` : text
  return new PusherError('malformed_frame', `Skipped a frame, ${reason}: ${quoted}`, { cause })
}
