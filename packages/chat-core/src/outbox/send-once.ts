import type { AdapterSession, CallOptions } from '../adapter.js'
import { ChatError, isChatError } from '../error.js'
import type { MessageRef } from '../message-ref.js'
import type { Outgoing, Receipt } from '../outgoing.js'
import type { RoomRef } from '../room-ref.js'

/** Hands one message to the adapter, once; whatever goes wrong is a ChatError. */
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
  let cause: unknown
  try {
    const receipt: unknown = await session.send(room, outgoing, options)
    if (isReceipt(receipt)) return receipt
  } catch (error) {
    if (isChatError(error)) throw error
    cause = error
  }
  // An adapter that throws something else, or gives no receipt, has not said whether anything was sent.
  const message = `The adapter of ${room.platform} gave no receipt for a message of ${outgoing.text.length} characters; whether it arrived is not known.`
  throw new ChatError('outcome_unknown', message, { ...about, cause })
}

function isReceipt(value: unknown): value is Receipt {
  const { refs } = (value ?? {}) as Partial<Receipt>
  return Array.isArray(refs) && refs.every((ref: Partial<MessageRef> | null) => ref?.id && ref.room)
}
