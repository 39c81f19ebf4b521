/**
 * Keeps messages until it is killed: `run-appender.ts PATH FIRST`. After each batch that was answered for it prints the
 * number of the last message in it.
 */
import { createSqliteStore } from '@wireloom/store-sqlite'

const [path = '', first = '0'] = process.argv.slice(2)
const store = createSqliteStore({ path, durability: 'process-end' })
const room = { platform: 'kick', account: '7', room: 'lobby', kind: 'live' } as const
const author = { id: 'u', name: 'U', roles: new Set<never>(), badges: [], self: false, anonymous: false }
for (let next = Number(first); ; next += 50) {
  const events = Array.from({ length: 50 }, (_, index) => {
    const id = String(next + index)
    const text = `message number${id} with some words`
    const message = {
      ref: { room, id },
      author,
      parts: [{ type: 'text', text }] as const,
      text,
      sentAt: next,
      raw: null,
    }
    return { key: `kick/7/lobby/${id}`, receivedAt: next, event: { type: 'message', message } as const }
  })
  // oxlint-disable-next-line no-await-in-loop -- one batch after the other
  await Promise.all([
    store.archive.append(events),
    store.cursors.set(room, 'socket', String(next + 49)),
    store.claims.claim([`claim ${next + 49}`], 'appender', 60_000),
  ])
  process.stdout.write(`${next + 49}\n`)
}
