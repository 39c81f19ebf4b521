import type { Hub, Message, RoomRef, Undo } from '@wireloom/chat-core'
import type { Adapter, ChatInstance } from 'chat'
import type { Recipient } from './to-message.js'

/** How events are handed on. */
export interface ForwardOptions {
  readonly attempts: number
  readonly concurrency: number
  /** What the handler is called in errors and dead letters. */
  readonly name: string
}

/**
 * Hands a hub's messages, edits and deletions to the SDK, one of a room after the other: each is waited for, so that the
 * SDK never finds a thread busy, and what a handler throws reaches the hub, which tells it and keeps a dead letter.
 *
 * @param isOurs whether a room is of the adapter's account: a hub may have others
 */
export function forwardEvents(
  hub: Hub,
  options: ForwardOptions,
  chat: ChatInstance,
  adapter: Adapter<Pick<RoomRef, 'kind' | 'room'>, Message> & Recipient,
  isOurs: (room: RoomRef) => boolean,
): Undo {
  return hub.on(
    ['message', 'edit', 'delete'],
    async (event) => {
      if (event.type === 'delete') {
        const { room, id } = event.target
        if (!isOurs(room)) return
        const threadId = adapter.encodeThreadId(room)
        await chat.processMessageDeleted({
          adapter,
          channelId: threadId,
          threadId,
          messageId: id,
          raw: event,
        })
        return
      }
      const { message } = event
      if (!isOurs(message.ref.room)) return
      const threadId = adapter.threadId(message)
      if (event.type === 'message') {
        // The hub knows duplicates, for longer and by better keys.
        await chat.processMessage(adapter, threadId, adapter.parseMessage(message), { deduplicate: false })
        return
      }
      const { previous } = event
      await chat.processMessageUpdated({
        adapter,
        threadId,
        message: adapter.parseMessage(message),
        ...(previous !== undefined && { previousMessage: adapter.parseMessage(previous) }),
      })
    },
    options,
  )
}
