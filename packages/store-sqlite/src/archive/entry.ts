import { messageKey, roomKey, type ArchivedEvent, type ChatEvent, type RoomRef } from '@wireloom/chat-core'
import { checkText, invalid } from '../check.js'
import { normalizeText } from '../normalize-text.js'
import { encodeEvent } from './encode.js'

/** A message that an event says something about. */
export interface Change {
  readonly kind: 'edit' | 'delete'
  /** The key of the message. */
  readonly key: string
  /** When it was edited, where the platform says. */
  readonly version: number | undefined
}

/** An event as it is written down. */
export interface Entry {
  readonly key: string
  readonly type: ChatEvent['type']
  readonly receivedAt: number
  readonly body: string
  readonly room: { readonly key: string; readonly ref: RoomRef } | undefined
  /** Of messages: when it was sent, and by whom. Of an activity: by whom. */
  readonly sentAt: number | null
  readonly authorId: string | null
  /** What a search finds it by; of events without words of their own, null. */
  readonly words: string | null
  readonly change: Change | undefined
}

/** Reads off an event what is to be written down. @throws ChatError `invalid` */
export function toEntry({ key, receivedAt, event }: ArchivedEvent): Entry {
  if (!Number.isFinite(receivedAt)) throw invalid('receivedAt', 'a number of milliseconds since 1970')
  const ref = roomOf(event)
  const known = {
    key: checkText('key', key),
    type: event.type,
    receivedAt,
    body: encodeEvent(event),
    room: ref && { key: roomKey(ref), ref },
    sentAt: null,
    authorId: null,
    words: null,
    change: undefined,
  }
  switch (event.type) {
    case 'message':
    case 'edit': {
      const { author, editedAt: version, ref: target, sentAt, text } = event.message
      const change =
        event.type === 'edit' ? ({ kind: 'edit', key: messageKey(target), version } as const) : undefined
      return { ...known, sentAt, authorId: author.id, words: normalizeText(text), change }
    }
    case 'delete':
      return { ...known, change: { kind: 'delete', key: messageKey(event.target), version: undefined } }
    case 'activity': {
      const words = event.text === undefined ? null : normalizeText(event.text)
      return { ...known, authorId: event.actor?.id ?? null, words }
    }
    case 'clear':
    case 'pin':
    case 'restrict':
    case 'room':
    case 'seen':
    case 'gap':
    case 'status':
    case 'other':
    default:
      return known
  }
}

function roomOf(event: ChatEvent): RoomRef | undefined {
  if (event.type === 'message' || event.type === 'edit') return event.message.ref.room
  return event.type === 'delete' ? event.target.room : event.room
}
