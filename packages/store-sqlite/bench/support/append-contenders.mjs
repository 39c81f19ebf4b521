import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createSqliteStore } from '@wireloom/store-sqlite'
import { makeEvents } from './corpus.mjs'

const toList = (_, value) => (value instanceof Set ? [...value] : value)

/** The same row by hand, in one transaction for each batch. */
function bare(path, withIndex) {
  const database = new DatabaseSync(path)
  database.exec(`
    pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000; pragma cache_size = -32000;
    create table event (id integer primary key, key text not null unique, room text, type text, received_at integer,
      sent_at integer, author_id text, text text, body text);
    create virtual table search using fts5 (text, content = '', tokenize = 'trigram')`)
  const insert =
    database.prepare(`insert into event (key, room, type, received_at, sent_at, author_id, text, body)
    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (key) do nothing`)
  const index = database.prepare('insert into search (rowid, text) values (?, ?)')
  return {
    append: (events) => {
      database.exec('begin immediate')
      for (const { key, receivedAt, event } of events) {
        const { ref, author, text, sentAt } = event.message
        const body = JSON.stringify(event, toList)
        const { lastInsertRowid } = insert.run(
          key,
          ref.room.room,
          event.type,
          receivedAt,
          sentAt,
          author.id,
          text,
          body,
        )
        if (withIndex) index.run(lastInsertRowid, text)
      }
      database.exec('commit')
    },
    close: () => database.close(),
  }
}

function store(path, durability) {
  const opened = createSqliteStore({ path, durability })
  return { append: (events) => opened.archive.append(events), close: () => opened.close() }
}

export const contenders = {
  'DatabaseSync by hand, no full-text index': (path) => bare(path, false),
  'DatabaseSync by hand, FTS5 trigram': (path) => bare(path, true),
  'store, full-text index': (path) => store(path, 'power-loss'),
  'store, durability process-end': (path) => store(path, 'process-end'),
}

/** Messages a second, in batches of 200, processor time of each in microseconds, and how long one batch held the loop. */
export async function measure(name, path, count) {
  const { append, close } = contenders[name](path)
  const holds = []
  let spentMs = 0
  let cpu = 0
  for (let first = 0; first < count; first += 10_000) {
    const events = makeEvents(10_000)
    const usage = process.cpuUsage()
    for (let start = 0; start < events.length; start += 200) {
      const batch = events.slice(start, start + 200)
      const beforeMs = performance.now()
      await append(batch)
      holds.push(performance.now() - beforeMs)
      spentMs += holds.at(-1)
    }
    const { user, system } = process.cpuUsage(usage)
    cpu += user + system
  }
  await close()
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
  holds.sort((a, b) => a - b)
  const at = (share) => holds[Math.floor((holds.length - 1) * share)]
  return {
    microseconds: cpu / count,
    perSecond: (count / spentMs) * 1_000,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    longestMs: at(1),
  }
}
