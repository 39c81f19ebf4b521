import {
  ChatError,
  type CallOptions,
  type Clock,
  type Outgoing,
  type Receipt,
  type RoomRef,
} from '@wireloom/chat-core'
import { renderContent } from '../event/emotes.js'
import { inChatWords } from './adapter-error.js'
import type { KickClient } from './options.js'
import { roomRefOf, streamerOf } from './room-ref.js'

/** As Kick counts: code points of what is typed, emotes as their tokens. */
const mostCodePoints = 500

/** What sending needs. */
export interface SendParts {
  readonly kick: KickClient
  readonly sendAs: 'user' | 'bot'
  readonly account: string
  readonly clock: Clock
}

/** Says something by Kick's official API, once. What Kick would refuse is refused before it is sent. */
export async function sendMessage(
  { kick, sendAs, account, clock }: SendParts,
  room: RoomRef,
  { parts, replyTo }: Outgoing,
  { signal }: CallOptions,
): Promise<Receipt> {
  const isBot = sendAs === 'bot'
  const operation = replyTo === undefined ? 'message.send' : 'message.reply'
  const about = { platform: 'kick', operation }
  const broadcasterUserId = streamerOf(room)
  if (isBot && room.room !== account) {
    const message = 'Kick puts messages of a bot into its own channel alone, and this is another room.'
    throw new ChatError('unsupported', message, about)
  }
  const content = renderContent(parts)
  const length = Array.from(content).length
  if (length > mostCodePoints) {
    const message = `Kick takes ${mostCodePoints} characters at most, as it counts them, and this message has ${length}.`
    throw new ChatError('too_long', message, about)
  }
  const message = {
    content,
    ...(replyTo !== undefined && { replyToMessageId: replyTo.id }),
    ...(isBot ? { type: 'bot' as const } : { broadcasterUserId }),
  }
  const { messageId } = await inChatWords({ operation, isBot }, () => kick.chat.send(message, { signal }))
  return { refs: [{ room: roomRefOf(broadcasterUserId, account), id: messageId }], sentAt: clock.now() }
}
