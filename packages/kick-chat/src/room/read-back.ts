import { decodeEvent } from '../event/decode-event.js'
import type { KickMessageEvent } from '../event/message.js'
import type { ChannelId } from '../ids.js'
import type { ChatHistory } from './history.js'

/** How far a gap is read back. */
const mostPages = 3
const mostMessages = 500

/** What was found of a gap. */
export interface ReadBack {
  /** The oldest first. */
  readonly messages: readonly KickMessageEvent[]
  /** Whether the history reached back to the gap's beginning. */
  readonly isWhole: boolean
}

/**
 * Reads a chat back until a time: at most three pages or 500 messages.
 *
 * @param channel the socket's channel that the messages would have come on
 * @param sinceMs by Kick's clock, in milliseconds since 1970
 */
export async function readBack(
  history: ChatHistory,
  channelId: ChannelId,
  channel: string,
  sinceMs: number,
  signal: AbortSignal,
): Promise<ReadBack> {
  const messages: KickMessageEvent[] = []
  let cursor: string | undefined
  for (let page = 1; page <= mostPages; page += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
    const { messages: payloads, cursor: next } = await history({ channelId, cursor, signal })
    for (const payload of payloads) {
      const event = decodeEvent(channel, 'ChatMessageEvent', payload)
      if (event.type !== 'message') continue
      if (event.createdAtMs !== undefined && event.createdAtMs < sinceMs) return whole(messages)
      messages.push(event)
      if (messages.length >= mostMessages) return { messages: messages.toReversed(), isWhole: false }
    }
    if (next === undefined || next === cursor) return whole(messages)
    cursor = next
  }
  return { messages: messages.toReversed(), isWhole: false }
}

function whole(newestFirst: readonly KickMessageEvent[]): ReadBack {
  return { messages: newestFirst.toReversed(), isWhole: true }
}
