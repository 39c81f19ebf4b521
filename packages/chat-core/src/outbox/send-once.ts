import type { AdapterSession, CallOptions } from '../adapter.js'
import { ChatError, isChatError } from '../error.js'
import type { Outgoing, Receipt } from '../outgoing.js'
import type { RoomRef } from '../room-ref.js'

/** Hands one message to the adapter; whatever goes wrong is a ChatError. */
export async function sendOnce(
  session: AdapterSession,
  room: RoomRef,
  outgoing: Outgoing,
  options: CallOptions,
): Promise<Receipt> {
  const about = { platform: room.platform, operation: 'message.send' }
  if (session.send === undefined) {
    throw new ChatError('unsupported', `The adapter of ${room.platform} has no method to send.`, about)
  }
  try {
    return await session.send(room, outgoing, options)
  } catch (cause) {
    if (isChatError(cause)) throw cause
    // An adapter that throws something else has not said whether anything was sent.
    const message = `The adapter of ${room.platform} failed in sending a message of ${outgoing.text.length} characters; whether it arrived is not known.`
    throw new ChatError('outcome_unknown', message, { ...about, cause })
  }
}
