import type { ChatEventOf, MessageEvent } from '@wireloom/chat-core'
import type { KickEvent } from '../event/kick-event.js'

/** A message as `addMessageHandler` hands it out, by the names of the Python wrapper. */
export interface SeedMessage {
  readonly sender_username: string
  /** The words as typed, emotes as `[emote:<id>:<name>]`. */
  readonly content: string
  /** What the badges say: `Moderator`, `Subscriber`. */
  readonly badges: readonly string[]
  /** The chatroom's id. */
  readonly chat_id: string
  /** ISO 8601, in UTC. */
  readonly created_at: string
  /** The whole message, typed. */
  readonly event: MessageEvent<KickEvent>
}

/** A chat's message by the names of the Python wrapper. */
export function toSeedMessage(event: ChatEventOf<'message', KickEvent>): SeedMessage {
  const { author, ref, sentAt, text, raw } = event.message
  return {
    sender_username: author.name,
    content: raw.type === 'message' ? raw.content : text,
    badges: author.badges.map((badge) => badge.text),
    chat_id: ref.room.room,
    created_at: new Date(sentAt).toISOString(),
    event,
  }
}
