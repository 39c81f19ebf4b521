import { SandboxError } from '../errors.js'
import type { ChatMessageWire, MessageMetadataWire } from './chat.wire.js'
import { toSender, type Chatter } from './chatter.js'
import { rememberedMessages, toOffsetTime, type Scene } from './scene.js'

/** What to say in a room. */
export type Line = {
  content: string
  /** A username, or a chatter of the cast. A new name makes a new chatter. @default 'ann' */
  from?: string | Chatter
  /** The id of a message of this room to answer. */
  replyTo?: string
  /** Makes it a celebration of so many months of subscription. */
  celebrateMonths?: number
  /** The message id. @default a new UUID */
  id?: string
  /** When it was said, where it comes late: milliseconds since 1970. @default now */
  atMs?: number
}

/** A message that was said, as the feed carries it. */
export type SaidMessage = {
  readonly id: string
  readonly content: string
  readonly type: 'message' | 'reply' | 'celebration'
  readonly createdAt: string
  readonly sender: Chatter
}

/** Talking. */
export type ChatActions = {
  /** Says something; returns it with the id to answer, delete or pin it by. */
  say(line: string | Line): SaidMessage
}

const contentLimit = 500

/** Talking in a scene. */
export function createChatActions(scene: Scene): ChatActions {
  const { room, cast, memory, random } = scene

  function say(given: string | Line): SaidMessage {
    const line = typeof given === 'string' ? { content: given } : given
    const { length } = Array.from(line.content)
    if (length > contentLimit) {
      throw new SandboxError(
        'invalid_argument',
        `A message has at most ${contentLimit} characters; this one has ${length}.`,
      )
    }
    const sender = typeof line.from === 'object' ? line.from : cast.byName(line.from ?? 'ann')
    const nowMs = line.atMs ?? scene.now()
    const metadata: MessageMetadataWire = { ...describeKind(line, nowMs), message_ref: String(nowMs) }
    const message: ChatMessageWire = {
      id: line.id ?? random.uuid(),
      chatroom_id: room.chatroomId,
      content: line.content,
      type: kindOf(line),
      created_at: toOffsetTime(nowMs),
      sender: toSender(sender),
      // What bots send through the API comes without.
      ...(sender.badges.some((badge) => badge.type === 'bot') && line.replyTo === undefined
        ? {}
        : { metadata }),
      ...(line.replyTo === undefined ? {} : { thread_parent_id: line.replyTo }),
    }
    memory.messages.push(message)
    if (memory.messages.length > rememberedMessages) memory.messages.shift()
    scene.emit({ event: 'chatMessage', data: message, messageId: message.id })
    return {
      id: message.id,
      content: message.content,
      type: message.type,
      createdAt: message.created_at,
      sender,
    }
  }

  function describeKind(line: Line, nowMs: number): MessageMetadataWire {
    if (line.replyTo !== undefined) {
      const original = findMessage(scene, line.replyTo)
      return {
        original_sender: { id: original.sender.id, username: original.sender.username },
        original_message: { id: original.id, content: original.content },
      }
    }
    if (line.celebrateMonths === undefined) return {}
    return {
      celebration: {
        id: `chceleb_01${random.uuid().replaceAll('-', '').slice(0, 24).toUpperCase()}`,
        type: 'subscription_renewed',
        total_months: line.celebrateMonths,
        created_at: new Date(nowMs).toISOString(),
      },
    }
  }

  return { say }
}

/** A remembered message; throws `unknown_message` for one that was never said, was deleted, or is long gone. */
export function findMessage(scene: Scene, id: string): ChatMessageWire {
  const found = scene.memory.messages.find((message) => message.id === id)
  if (found !== undefined) return found
  throw new SandboxError(
    'unknown_message',
    `The room ${scene.room.slug} has no message ${id} among its newest ${rememberedMessages}; use the id that say() returned.`,
  )
}

function kindOf(line: Line): ChatMessageWire['type'] {
  if (line.replyTo !== undefined) return 'reply'
  return line.celebrateMonths === undefined ? 'message' : 'celebration'
}
