import type { RoomRef } from '@wireloom/chat-core'
import { createSqliteStore, type SqliteStore } from '@wireloom/store-sqlite'

/** Prints what was said in a room about something, a page at a time. */
export async function printFound(path: string, room: RoomRef): Promise<void> {
  await using store = createSqliteStore({ path })
  let page = await store.archive.search({ room, text: 'قیمت چای' })
  for (;;) {
    for (const { event } of page.events) if (event.type === 'message') console.log(event.message.text)
    if (page.older === undefined) break
    page = await store.archive.search({ room, text: 'قیمت چای', cursor: page.older })
  }
}

export async function keepHouse({ archive }: SqliteStore, authorId: string): Promise<string> {
  const pruned = await archive.prune({ olderThanMs: 90 * 86_400_000 })
  const erased = await archive.erase({ platform: 'kick', authorId })
  return `${pruned.messages} messages were old, ${erased.messages} were theirs`
}
