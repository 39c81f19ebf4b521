import type { ChatAdapter } from '@wireloom/chat-core'
import { checkOptions, type BasalamAdapterOptions } from './adapter-options.js'
import { openSession } from './session.js'

/**
 * The conversations of a Basalam account as rooms of a hub of `@wireloom/chat-core`. Basalam has no socket: the chats are
 * asked for, as by `followChats`.
 *
 * What is written is told once a hub was started for the first time; with a store that has `cursors` and `kv`, what was
 * written, changed and deleted while it was away is told after a restart. Deletions are concluded, and like edits only
 * seen among the newest 20 messages of a chat. That a chat was archived or blocked meanwhile is not told. A store that
 * cannot be written is told as a `degraded` state, and reading goes on. Times and waits go by the hub's clock; requests
 * are the client's.
 *
 * Sessions reject with `ChatError` alone, whose `cause` is the {@link BasalamError}.
 *
 * @example
 * ```ts
 * const hub = createHub({ store: createMemoryStore() })
 * await hub.add(basalamAdapter({ basalam }))
 * hub.on('message', ({ message }, { room }) => room?.send(`سلام ${message.author.name}`))
 * ```
 * @throws BasalamError `invalid_options`, naming the option. Sends nothing.
 */
export function basalamAdapter(options: BasalamAdapterOptions): ChatAdapter {
  const pace = checkOptions(options)
  return { platform: 'basalam', open: async (context) => openSession(options, pace, context) }
}
