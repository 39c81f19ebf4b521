import { createMemoryState } from '@chat-adapter/state-memory'
import type { ChatAdapter } from '@wireloom/chat-core'
import { createChatSdkAdapter, type ChatSdkRoom } from '@wireloom/chat-sdk'
import { Chat } from 'chat'

const userName = 'shopbot'

/** Answers whoever mentions it, on any platform there is an adapter for. */
export function createBot(
  adapter: ChatAdapter,
  rooms: readonly ChatSdkRoom[],
  think: (question: string) => AsyncIterable<string>,
): Chat {
  const platform = createChatSdkAdapter(adapter, { userName, rooms })
  const chat = new Chat({ userName, adapters: { platform }, state: createMemoryState() })
  chat.onNewMention(async (thread, message) => {
    await thread.subscribe()
    await thread.post(think(message.text))
  })
  return chat
}
