import type { AdapterSession } from '../adapter.js'
import { completeCapabilities } from '../capability.js'
import { ChatError } from '../error.js'
import type { Message } from '../message.js'
import type { Outgoing, Receipt } from '../outgoing.js'
import type { RoomRef } from '../room-ref.js'

/** How much the platform's clock may be behind ours, in milliseconds. */
const skewMs = 10_000

/** How many pages back are looked at. */
const mostPages = 20

/**
 * Looks in the history for a message that may have been sent.
 *
 * @param isOther whether a message is known to be another send's
 * @throws ChatError `unsupported` where there is no history, and what reading it throws
 */
export async function findSent(
  session: AdapterSession,
  room: RoomRef,
  outgoing: Outgoing,
  triedAtMs: number,
  isOther: (message: Message) => boolean,
): Promise<Receipt | undefined> {
  const { level } = completeCapabilities(session.capabilities(room))['history.read']
  if (level === 'none' || session.history === undefined) {
    throw new ChatError('unsupported', `${room.platform} has no history here to look for the message in.`)
  }
  const sinceMs = triedAtMs - skewMs
  let before: string | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
    const page = await session.history(room, { sinceMs, ...(before !== undefined && { before }) })
    const message = page.messages.find(
      (each) => each.sentAt >= sinceMs && !isOther(each) && isSameMessage(each, outgoing, room),
    )
    if (message !== undefined) return { refs: [message.ref], sentAt: message.sentAt }
    const oldest = page.messages[0]
    if (page.before === undefined || (oldest !== undefined && oldest.sentAt < sinceMs)) return undefined
    before = page.before
  }
  // It only grows: looking again finds no less of it.
  throw new ChatError('unavailable', 'The history is too long to look for the message in.', {
    retryable: false,
  })
}

function isSameMessage(message: Message, outgoing: Outgoing, { account }: RoomRef): boolean {
  if (message.clientId !== undefined) return message.clientId === outgoing.clientId
  const { author, replyTo } = message
  // The same words to somebody else. A history that does not tell whom a message answers says nothing.
  if (replyTo !== undefined && replyTo.ref.id !== outgoing.replyTo?.id) return false
  return (author.self === true || author.id === account) && message.text === outgoing.text
}
