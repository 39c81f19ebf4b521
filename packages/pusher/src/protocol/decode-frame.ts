import { PusherError } from '../errors.js'
import { Frame } from './frame.js'

/** How much of a frame that cannot be read is quoted in its error, in characters. */
const quotedLength = 80

/**
 * Reads one text frame. Never throws: what is no event comes back as an error, since one bad frame is no
 * reason to lose the connection.
 *
 * @param raw whether `data` is left as it came, see {@link Frame.data}
 */
export function decodeFrame(text: string, raw: boolean): Frame | PusherError {
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

function malformed(text: string, reason: string, cause?: unknown): PusherError {
  const quoted =
    text.length > quotedLength ? `${text.slice(0, quotedLength)}… (${text.length} characters)` : text
  return new PusherError('malformed_frame', `Skipped a frame, ${reason}: ${quoted}`, { cause })
}
