import { ChatError, type Arrival, type ChatEvent } from '@wireloom/chat-core'
import type { LiveEdit, LiveError, LiveGap } from '../live-event.js'
import type { ChatRooms } from './chat-rooms.js'
import type { FoundDelete, FoundEdit, Happening } from './happening.js'
import { toAuthor, type Viewer } from './to-author.js'
import { toChatError } from './to-chat-error.js'
import { toChatEvents, toUnreadable } from './to-chat-events.js'
import { toMessage, type Sight } from './to-message.js'
import type { ToldChats } from './told-chats.js'

/** What arrivals are made with. */
export interface ArrivalParts {
  readonly rooms: ChatRooms
  readonly told: ToldChats
  readonly viewer: Viewer
  readonly now: () => number
}

/** What happened, as a hub takes it, and with where to go on after it. Takes down that it was told. */
export function toArrivals(happening: Happening, parts: ArrivalParts): readonly Arrival[] {
  const { rooms, told, viewer } = parts
  switch (happening.type) {
    case 'message': {
      const { message } = happening
      told.of(message.chatId).message(message)
      return withCursor(
        toChatEvents(message, sightOf(message.chatId, parts)),
        message.chatId,
        parts,
        message.id,
      )
    }
    case 'edit':
      return withCursor([toEdit(happening, parts)], happening.message.chatId, parts)
    case 'delete': {
      const { chatId } = happening.previous
      told.of(chatId).delete(happening.previous.id)
      return withCursor([toDelete(happening, parts)], chatId, parts)
    }
    case 'seen': {
      const { ref, contact } = rooms.of(happening.chatId)
      const upTo = { room: ref, id: String(happening.messageId) }
      const by = contact === undefined ? {} : { by: toAuthor(contact, viewer) }
      return withCursor([{ type: 'seen', room: ref, upTo, ...by }], happening.chatId, parts, upTo.id)
    }
    case 'change': {
      const { chat, changes } = happening
      return [{ event: { type: 'room', room: rooms.of(chat.id).ref, changes, raw: chat } }]
    }
    case 'unknown':
      return [{ event: toUnreadable(happening.raw, sightOf(happening.chatId, parts)) }]
    case 'well':
      return [{ event: { type: 'status', room: rooms.of(happening.chatId).ref, state: 'live' } }]
    case 'ready':
      return [{ event: { type: 'status', state: 'live' } }]
    case 'trouble':
      return [{ event: { type: 'status', state: 'degraded', error: happening.error } }]
    case 'gap':
      return [{ event: toGap(happening, parts) }]
    case 'error':
    default:
      return [{ event: toStatus(happening, rooms) }]
  }
}

function sightOf(chatId: number, { rooms, viewer, now }: ArrivalParts): Sight {
  return { room: rooms.of(chatId), viewer, nowMs: now() }
}

/** The cursor stands on the last of them: before, not all was told. */
function withCursor(
  events: readonly ChatEvent[],
  chatId: number,
  { told }: ArrivalParts,
  key?: number | string,
): readonly Arrival[] {
  const cursor = told.cursorOf(chatId)
  return events.map((event, index) => ({
    event,
    ...(key !== undefined && { key: String(key) }),
    ...(index === events.length - 1 && cursor !== undefined && { cursor }),
  }))
}

function toEdit({ message, previous }: LiveEdit | FoundEdit, parts: ArrivalParts): ChatEvent {
  const sight = sightOf(message.chatId, parts)
  const editedAt = parts.told.of(message.chatId).edit(message, sight.nowMs)
  return {
    type: 'edit',
    message: { ...toMessage(message, sight), editedAt },
    ...(previous !== undefined && { previous: toMessage(previous, sight) }),
  }
}

function toDelete({ previous }: FoundDelete, { rooms }: ArrivalParts): ChatEvent {
  const target = { room: rooms.of(previous.chatId).ref, id: String(previous.id) }
  // Nobody said so: it was there, and then it was not.
  return { type: 'delete', target, inferred: true, ...('content' in previous && { raw: previous }) }
}

function toGap({ chatId }: LiveGap, { rooms, told, now }: ArrivalParts): ChatEvent {
  if (chatId === undefined) {
    const message =
      'More chats changed at one moment than Basalam lists; some of their messages may be missing.'
    return { type: 'status', state: 'degraded', error: new ChatError('overflow', message, about) }
  }
  const fromMs = told.of(chatId).lastSentAtMs
  return {
    type: 'gap',
    room: rooms.of(chatId).ref,
    ...(fromMs !== undefined && { fromMs }),
    toMs: now(),
    cause: 'cap',
    recovered: 0,
    complete: false,
  }
}

function toStatus({ error, chatId }: LiveError, rooms: ChatRooms): ChatEvent {
  const told = toChatError(error, 'receive.poll') as ChatError
  const room = chatId === undefined ? {} : { room: rooms.of(chatId).ref }
  return { type: 'status', ...room, state: 'degraded', error: told }
}

const about = { platform: 'basalam', operation: 'receive.poll' } as const
