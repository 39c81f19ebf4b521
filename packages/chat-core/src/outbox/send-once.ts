import type { AdapterSession, CallOptions } from '../adapter.js'
import { ChatError, isChatError } from '../error.js'
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
  let receipt: unknown
  try {
    receipt = await session.send(room, outgoing, options)
  } catch (cause) {
    if (isChatError(cause)) throw cause
    // An adapter that throws something else has not said whether anything was sent.
    const message = `The adapter of ${room.platform} failed in sending a message of ${outgoing.text.length} characters; whether it arrived is not known.`
    throw new ChatError('outcome_unknown', message, { ...about, cause })
  }
  if (isReceipt(receipt)) return receipt
  const message = `The adapter of ${room.platform} gave no receipt for a message it was asked to send; whether it arrived is not known.`
  throw new ChatError('outcome_unknown', message, about)
}

function isReceipt(value: unknown): value is Receipt {
  const { refs } = (value ?? {}) as { readonly refs?: unknown }
  return Array.isArray(refs) && refs.every((ref) => isMessageRef(ref))
}

function isMessageRef(value: unknown): boolean {
  const { id, room } = (value ?? {}) as { readonly id?: unknown; readonly room?: unknown }
  return typeof id === 'string' && typeof room === 'object' && room !== null
}
