import type { RoomKind, RoomRef } from '@wireloom/chat-core'
import type { ChatUser } from '../../generated/chat.js'
import type { Chat } from '../../services/chat/chat.js'

/** A chat as a room: one reference for all that is told of it, and who is on its other side. */
export interface ChatRoom {
  readonly ref: RoomRef
  readonly contact?: ChatUser | undefined
}

/** The chats of an account as rooms. */
export class ChatRooms {
  readonly #account: string
  readonly #rooms = new Map<number, ChatRoom>()

  constructor(account: string) {
    this.#account = account
  }

  /** Takes down what an answer says of a chat. */
  learn(chat: Chat): ChatRoom {
    const known = this.#rooms.get(chat.id)
    const ref = known?.ref ?? this.#toRef(chat.id, toRoomKind(chat))
    const contact = chat.contact ?? known?.contact
    const room = { ref, ...(contact !== undefined && { contact }) }
    this.#rooms.set(chat.id, room)
    return room
  }

  /** One of which no answer came yet counts as private. */
  of(chatId: number): ChatRoom {
    return this.#rooms.get(chatId) ?? { ref: this.#toRef(chatId, 'direct') }
  }

  #toRef(chatId: number, kind: RoomKind): RoomRef {
    return { platform: 'basalam', account: this.#account, room: String(chatId), kind }
  }
}

/** No document lists the types of chats: where the word is new, what the chat carries tells. */
export function toRoomKind({
  chatType,
  group,
  channel,
}: Pick<Chat, 'chatType' | 'group' | 'channel'>): RoomKind {
  if (chatType === 'group') return 'group'
  if (chatType === 'channel') return 'broadcast'
  if (chatType === 'private' || chatType === 'bot') return 'direct'
  if (channel !== undefined && channel !== null) return 'broadcast'
  return group === undefined || group === null ? 'direct' : 'group'
}
