import { isPlain } from '../../case.js'
import { one } from '../../decode.js'
import type { Chat as ChatShape, ChatUser } from '../../generated/chat.js'
import { decodeMessage, decodeUser, orUndefined, toId } from './decode-message.js'
import type { Message } from './message.js'

/** A chat, as the token's user sees it. */
export interface Chat extends Omit<ChatShape, 'id' | 'lastMessage' | 'contact'> {
  readonly id: number
  /** The other side of a private chat. */
  readonly contact?: ChatUser | undefined
  /** Left out where there is none, and where it cannot be read. */
  readonly lastMessage?: Message | undefined
}

/** @throws TypeError where it has no id */
export function decodeChat(wire: unknown): Chat {
  const { contact: _contact, lastMessage: _lastMessage, ...rest } = one<ChatShape>(wire)
  const { id, contact, last_message: last } = isPlain(wire) ? wire : {}
  const user = decodeUser(contact)
  const lastMessage = orUndefined(() => decodeMessage(last, id))
  return {
    ...rest,
    id: toId(id, 'id'),
    ...(user !== undefined && { contact: user }),
    ...(lastMessage !== undefined && { lastMessage }),
  }
}
