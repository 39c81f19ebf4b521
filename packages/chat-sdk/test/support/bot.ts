import { createMemoryState } from '@chat-adapter/state-memory'
import { systemClock, type ChatAdapter, type DeclaredCapabilities, type Operation } from '@wireloom/chat-core'
import { createMemoryAdapter, MemoryPlatform, type MemoryPlatformOptions } from '@wireloom/chat-core/testing'
import { Chat, type ConcurrencyStrategy } from 'chat'
import { createChatSdkAdapter, type ChatSdkAdapter, type ChatSdkOptions } from '../../src/index.js'

export const lobby = 'memory:live:lobby'

export interface BotOptions extends Partial<ChatSdkOptions> {
  readonly platform?: Partial<MemoryPlatformOptions>
  /** What the platform cannot do, as on Kick. */
  readonly without?: readonly Operation[]
  readonly via?: 'socket' | 'webhook' | 'poll'
  readonly concurrency?: number
  readonly strategy?: ConcurrencyStrategy
}

export interface Bot extends AsyncDisposable {
  readonly chat: Chat<{ memory: ChatSdkAdapter }>
  readonly adapter: ChatSdkAdapter
  readonly platform: MemoryPlatform
  /** What the lobby says. */
  texts(): readonly string[]
}

/** A bot of the real Chat SDK on a chat service in memory. Handlers are registered before `chat.initialize()`. */
export function createBot({
  platform: over,
  without = [],
  via = 'socket',
  strategy,
  ...options
}: BotOptions = {}): Bot {
  const platform = new MemoryPlatform({ clock: systemClock, ...over })
  const memory = createChatSdkAdapter(lacking(createMemoryAdapter(platform, { via }), without), {
    userName: 'shopbot',
    rooms: [{ room: 'lobby', kind: 'live' }],
    ...options,
  })
  const chat = new Chat({
    userName: 'shopbot',
    adapters: { memory },
    state: createMemoryState(),
    logger: 'silent',
    ...(strategy !== undefined && { concurrency: strategy }),
  })
  return {
    chat,
    adapter: memory,
    platform,
    texts: () => platform.lines('lobby').map(({ text }) => text),
    [Symbol.asyncDispose]: () => chat.shutdown(),
  }
}

/** The same adapter without some of what it can do. */
function lacking(adapter: ChatAdapter, without: readonly Operation[]): ChatAdapter {
  return {
    platform: adapter.platform,
    open: async (context) => {
      const session = await adapter.open(context)
      const declared = session.capabilities.bind(session)
      session.capabilities = (room) => {
        const left: [string, unknown][] = Object.entries(declared(room)).filter(
          ([name]) => !without.includes(name as Operation),
        )
        return Object.fromEntries(left) as DeclaredCapabilities
      }
      return session
    },
  }
}

/** Lets everything that was begun come to its end. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) {
    // oxlint-disable-next-line no-await-in-loop -- turn after turn
    await new Promise((resolve) => setImmediate(resolve))
  }
}
