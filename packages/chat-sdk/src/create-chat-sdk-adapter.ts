import type { ChatAdapter } from '@wireloom/chat-core'
import { ChatSdkAdapter } from './chat-sdk-adapter.js'
import { completeOptions, type ChatSdkOptions } from './options.js'

/**
 * Any adapter of `@wireloom/chat-core` as an adapter of Vercel's Chat SDK.
 *
 * The SDK hears messages, edits and deletions. It handles one message of a room after the other, none is dropped because
 * a handler is busy, and none is told twice: that is the hub's work, so that the SDK's own de-duplication is not used.
 *
 * @example
 * ```ts
 * const kick = createChatSdkAdapter(kickAdapter({ … }), { userName: 'shopbot' })
 * const chat = new Chat({ userName: 'shopbot', adapters: { kick }, state: createMemoryState() })
 * chat.onNewMention((thread) => thread.post('At your service.'))
 * await chat.initialize()
 * ```
 * @throws ChatError `invalid`, naming the option. Opens nothing: that is for the SDK's `initialize`.
 */
export function createChatSdkAdapter(adapter: ChatAdapter, options: ChatSdkOptions): ChatSdkAdapter {
  return new ChatSdkAdapter(adapter, completeOptions(options, adapter.platform))
}
