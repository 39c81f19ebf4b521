import { readChatroomId, type ChatroomId } from '../ids.js'
import type {
  CelebrationWire,
  MessageDeletedWire,
  MessageMetadataWire,
  MessageWire,
  OriginalMessageWire,
  PinnedMessageWire,
} from './message.wire.js'
import {
  isWire,
  readFlag,
  readKey,
  readList,
  readNumber,
  readText,
  readTimeMs,
  readWire,
  type Wire,
} from './read.js'
import type { KickSource } from './source.js'
import { readUser, type KickUser } from './user.js'

/** The message that another one answers, as the answer tells it. */
export interface KickReply {
  readonly messageId: string
  readonly content: string
  readonly sender: KickUser | undefined
}

/** A subscription shown off in chat. */
export interface KickCelebration {
  readonly id: string | undefined
  /** Such as `subscription_renewed`. */
  readonly kind: string
  readonly totalMonths: number | undefined
  readonly createdAtMs: number | undefined
}

/** What one chat message says, wherever it stands. */
export interface KickMessage {
  readonly id: string
  readonly chatroomId: ChatroomId | undefined
  /** The words as typed, emotes as `[emote:<id>:<name>]`. Empty for some celebrations. */
  readonly content: string
  /** `message`, `reply`, `celebration`, or what Kick adds next. */
  readonly kind: string
  /** When Kick took it in, in milliseconds since 1970; Kick tells whole seconds. */
  readonly createdAtMs: number | undefined
  readonly sender: KickUser
  readonly reply: KickReply | undefined
  readonly celebration: KickCelebration | undefined
  readonly threadParentId: string | undefined
  /** Kick's own reference to the sender's copy. */
  readonly messageRef: string | undefined
}

/** `ChatMessageEvent`: somebody said something. */
export interface KickMessageEvent extends KickMessage {
  readonly type: 'message'
  readonly source: KickSource
}

/** `MessageDeletedEvent`: a message is gone. Kick says neither what it was nor who removed it. */
export interface KickMessageDeletedEvent {
  readonly type: 'message_deleted'
  readonly source: KickSource
  readonly messageId: string
  /** True where Kick's own moderation did it. */
  readonly aiModerated: boolean
  readonly violatedRules: readonly string[]
}

/** `PinnedMessageCreatedEvent`. */
export interface KickMessagePinnedEvent {
  readonly type: 'message_pinned'
  readonly source: KickSource
  readonly message: KickMessage
  /** For how long, in seconds. */
  readonly durationSeconds: number | undefined
  readonly pinnedBy: KickUser | undefined
}

/** `PinnedMessageDeletedEvent`: the pin was taken off. Kick does not say from which message. */
export interface KickMessageUnpinnedEvent {
  readonly type: 'message_unpinned'
  readonly source: KickSource
}

export function decodeMessage(value: Wire, source: KickSource): KickMessageEvent | string {
  const wire: MessageWire = value
  const id = readKey(wire.id)
  if (id === undefined) return 'id is missing'
  const sender = readUser(wire.sender)
  if (sender === undefined) return 'sender has no username'
  const kind = readText(wire.type) ?? 'message'
  const content = wire.content ?? (kind === 'celebration' ? '' : undefined)
  if (typeof content !== 'string') return 'content is not text'
  const metadata: MessageMetadataWire | undefined = readWire(wire.metadata)
  return {
    type: 'message',
    source,
    id,
    chatroomId: readChatroomId(wire.chatroom_id ?? wire.chat_id),
    content,
    kind,
    createdAtMs: readTimeMs(wire.created_at),
    sender,
    reply: metadata === undefined ? undefined : readReply(metadata),
    celebration: metadata === undefined ? undefined : readCelebration(metadata.celebration),
    threadParentId: readKey(wire.thread_parent_id),
    messageRef: readKey(metadata?.message_ref),
  }
}

export function decodeMessageDeleted(value: Wire, source: KickSource): KickMessageDeletedEvent | string {
  const wire: MessageDeletedWire = value
  const messageId = isWire(wire.message) ? readKey(wire.message['id']) : undefined
  if (messageId === undefined) return 'message.id is missing'
  return {
    type: 'message_deleted',
    source,
    messageId,
    aiModerated: readFlag(wire.aiModerated) ?? false,
    violatedRules: readList(wire.violatedRules, readText),
  }
}

export function decodeMessagePinned(value: Wire, source: KickSource): KickMessagePinnedEvent | string {
  const wire: PinnedMessageWire = value
  if (!isWire(wire.message)) return 'message is missing'
  const message = decodeMessage(wire.message, source)
  if (typeof message === 'string') return `message: ${message}`
  return {
    type: 'message_pinned',
    source,
    message,
    durationSeconds: readNumber(wire.duration),
    pinnedBy: readUser(wire.pinnedBy),
  }
}

export function decodeMessageUnpinned(_: Wire, source: KickSource): KickMessageUnpinnedEvent {
  return { type: 'message_unpinned', source }
}

function readReply(metadata: MessageMetadataWire): KickReply | undefined {
  if (!isWire(metadata.original_message)) return undefined
  const original: OriginalMessageWire = metadata.original_message
  const messageId = readKey(original.id)
  if (messageId === undefined) return undefined
  return { messageId, content: readText(original.content) ?? '', sender: readUser(metadata.original_sender) }
}

function readCelebration(value: unknown): KickCelebration | undefined {
  if (!isWire(value)) return undefined
  const wire: CelebrationWire = value
  return {
    id: readKey(wire.id),
    kind: readText(wire.type) ?? 'unknown',
    totalMonths: readNumber(wire.total_months),
    createdAtMs: readTimeMs(wire.created_at),
  }
}
