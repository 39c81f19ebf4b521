import { messageKey, ChatError, type ChatEvent, type MessageRef, type OutboxItem } from '@wireloom/chat-core'
import { checkText } from '../check.js'
import type { Database, Row } from '../database/database.js'
import { normalizeText } from '../normalize-text.js'
import { forgetPerson, needlesOf, type Person, type Traces } from './forget-person.js'
import type { SearchIndex } from './search-index.js'
import { walkEvents, type Condition } from './walk.js'

/** What was erased. */
export interface Erased {
  /** Messages that they wrote, whose words are gone. */
  readonly messages: number
  /** Other events that named or quoted them, and that are kept without. */
  readonly events: number
  /** Dead letters, dropped or kept without them. */
  readonly deadLetters: number
}

const waitMs = 20

/** See `SqliteArchive.erase`. */
export async function erase(database: Database, index: SearchIndex, person: Person): Promise<Erased> {
  checkText('platform', person.platform)
  checkText('authorId', person.authorId)
  const traces = await findTraces(database, person)
  const { platform, authorId } = person
  const needles = needlesOf(traces)
  // First what others said: while their own messages stand, a second call finds again what those were.
  let events = 0
  const named = {
    // What is no message is looked at in any case: there is little of it, and a name may stand there in other letters.
    sql: `(room.platform = ? or event.room_id is null)
      and (event.author_id is not ? or event.type not in ('message', 'edit'))
      and (event.type not in ('message', 'edit') or instr(event.body, '"replyTo"')
        ${needles.map(() => 'or instr(event.body, ?)').join(' ')})`,
    values: [platform, authorId, ...needles],
  }
  await walkEvents(database, 'archive.erase', named, (row) => {
    if (rewrite(database, index, row, traces)) events += 1
  })
  const deadLetters = await eraseDeadLetters(database, person, traces)
  await eraseSent(database, needles)
  let messages = 0
  await walkEvents(database, 'archive.erase', ownOf(person), (row) => {
    blank(database, index, row)
    if (row['type'] === 'message') messages += 1
  })
  await index.compact('archive.erase')
  await emptyLog(database)
  return { messages, events, deadLetters }
}

function ownOf({ platform, authorId }: Person): Condition {
  return {
    sql: `room.platform = ? and event.author_id = ? and event.type in ('message', 'edit')`,
    values: [platform, authorId],
  }
}

async function findTraces(database: Database, person: Person): Promise<Traces> {
  const messageKeys = new Set<string>()
  const names = new Set<string>()
  await walkEvents(database, 'archive.erase', ownOf(person), ({ type, key, body }) => {
    if (type === 'message') messageKeys.add(String(key))
    if (typeof body !== 'string') return
    const { message } = JSON.parse(body) as {
      readonly message: { readonly author: { readonly name: string } }
    }
    if (message.author.name !== '') names.add(message.author.name)
  })
  return { authorId: person.authorId, messageKeys, names }
}

function blank(database: Database, index: SearchIndex, row: Row): void {
  index.removeRow(row)
  database.run(
    `update event set state = 'erased', author_id = null, words = null, body = null where id = ?`,
    Number(row['id']),
  )
}

function rewrite(database: Database, index: SearchIndex, row: Row, traces: Traces): boolean {
  if (typeof row['body'] !== 'string') return false
  const event = forgetPerson(JSON.parse(row['body']), traces) as ChatEvent | undefined
  if (event === undefined) return false
  database.run('update event set body = ? where id = ?', JSON.stringify(event), Number(row['id']))
  if (event.type === 'message' || event.type === 'edit') reindex(database, index, row, event.message)
  else if (row['author_id'] === traces.authorId) {
    index.removeRow(row)
    database.run('update event set author_id = null, words = null where id = ?', Number(row['id']))
  }
  return true
}

/** Their name was in what somebody else said: the message is found without it. */
function reindex(
  database: Database,
  index: SearchIndex,
  { id, room_key }: Row,
  { ref, text }: { readonly ref: MessageRef; readonly text: string },
): void {
  const shown = database.get('select * from event where key = ?', messageKey(ref))
  const words = normalizeText(text)
  if (shown === undefined || (shown['current_id'] ?? shown['id']) !== id) return
  if (shown['words'] === null || shown['words'] === words) return
  const { author_id } = shown
  index.removeRow({ ...shown, room_key: room_key ?? null })
  database.run('update event set words = ? where id = ?', words, Number(shown['id']))
  index.add({
    id: Number(shown['id']),
    words,
    roomKey: String(room_key ?? ''),
    authorId: author_id as string | null,
    type: 'message',
  })
}

function eraseDeadLetters(database: Database, person: Person, traces: Traces): Promise<number> {
  return database.write('archive.erase', () => {
    let count = 0
    for (const { position, letter } of database.all('select position, letter from dead_letter')) {
      const known = JSON.parse(String(letter)) as { readonly event: ChatEvent }
      const event = forgetPerson(known.event, traces)
      if (event === undefined || !JSON.stringify(known.event).includes(JSON.stringify(person.platform)))
        continue
      // What its handler threw may quote them.
      const changed = JSON.stringify({ ...known, event, error: '' })
      database.run('update dead_letter set letter = ? where position = ?', changed, Number(position))
      count += 1
    }
    return count
  })
}

/** What was sent to them: only its name and its receipt are needed any more. What waits is still to be sent. */
async function eraseSent(database: Database, needles: readonly string[]): Promise<void> {
  await database.write('archive.erase', () => {
    const condition = needles.map(() => 'instr(item, ?)').join(' or ')
    for (const { item, position } of database.all(
      `select position, item from outbox where over_at is not null and (${condition})`,
      ...needles,
    )) {
      const known = JSON.parse(String(item)) as OutboxItem
      if (known.state !== 'sent') continue
      const outgoing = { parts: [], text: '', clientId: known.outgoing.clientId }
      const changed = JSON.stringify({ ...known, outgoing })
      database.run('update outbox set item = ? where position = ?', changed, Number(position))
    }
  })
}

/** The log of the file has pages as they were: they go into the file, and the log is cut to nothing. */
async function emptyLog(database: Database): Promise<void> {
  const untilMs = database.clock.now() + database.lockTimeoutMs
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until nobody else reads there
    const row = await database.read('archive.erase', () => database.get('pragma wal_checkpoint(truncate)'))
    if (row?.['busy'] === 0) return
    if (database.clock.now() >= untilMs) {
      throw new ChatError(
        'unavailable',
        `The person is erased from ${database.path}, and not yet from its log, in which another process still reads: call erase again.`,
        { operation: 'archive.erase' },
      )
    }
    // oxlint-disable-next-line no-await-in-loop
    await new Promise<void>((resolve) => {
      database.clock.setTimeout(resolve, waitMs)
    })
  }
}
