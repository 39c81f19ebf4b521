import { createHub, type ChatAdapter, type Hub } from '@wireloom/chat-core'
import { createSqliteStore } from '@wireloom/store-sqlite'

/** Keeps everything said in one file, and answers `!find words` with who said them last. */
export async function startFindBot(path: string, adapter: ChatAdapter): Promise<Hub> {
  const store = createSqliteStore({ path })
  const hub = createHub({ store })

  hub.on('message', async ({ message }, { room }) => {
    const text = /^!find (.+)/.exec(message.text)?.[1]
    if (text === undefined || room === undefined) return
    const { events } = await store.archive.search({
      text,
      room: message.ref.room,
      types: ['message'],
      limit: 1,
    })
    const [found] = events
    await room.send(found?.event.type === 'message' ? said(found.event.message) : 'Nobody said that.')
  })

  await hub.add(adapter)
  return hub
}

function said({
  author,
  text,
}: {
  readonly author: { readonly name: string }
  readonly text: string
}): string {
  return `${author.name}: ${text}`
}
