import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createFakeClock, turn } from '@wireloom/chat-core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Author, Message, OutboxItem } from '@wireloom/chat-core'
import { forgetPerson } from '../src/archive/forget-person.js'
import { newPath } from './support/folder.js'
import { edited, lobby, messageOf, openStore, said, textsOf } from './support/store.js'

const secret = 'زرافه‌ی qzxvwk banana'
const them: Author = {
  id: 'user-9471',
  name: 'Quirinalis',
  avatar: 'https://img.example/quirinalis.png',
  roles: new Set(['vip']),
  badges: [],
  self: false,
  anonymous: false,
}
const person = { platform: 'kick', authorId: 'user-9471' }

const theirs = (id: string, text: string, over: Partial<Message> = {}) =>
  said(id, text, { author: them, raw: { sender: { slug: 'quirinalis' }, content: text }, ...over })

/** Whether a text stands in the file or its log. */
function isOnDisk(path: string, text: string): boolean {
  return ['', '-wal'].some(
    (end) => existsSync(`${path}${end}`) && readFileSync(`${path}${end}`).includes(text),
  )
}

describe('a person that is erased', () => {
  test('leaves no byte of words, name and id in the file and its log, however much came before and after', async () => {
    const path = newPath()
    const { store, connection } = openStore(path)
    for (let round = 0; round < 6; round += 1) {
      const many = Array.from({ length: 400 }, (_, index) =>
        said(`${round}-${index}`, `some words ${index} ${round}`),
      )
      await store.archive.append([
        ...many.slice(0, 200),
        theirs(`t${round}`, secret),
        edited(`t${round}`, `${secret} corrected`, 5, { author: them }),
        ...many.slice(200),
      ])
    }
    // The short ones are as the index has them: no other word begins with those letters.
    const traces = ['qzxvwk', 'زرافه', 'Quirinalis', 'quirinalis', 'user-9471', 'zxv', 'qzx']
    expect(traces.map((text) => isOnDisk(path, text))).toEqual(traces.map(() => true))
    expect(await store.archive.erase(person)).toEqual({ messages: 6, events: 0, deadLetters: 0 })
    expect(traces.map((text) => isOnDisk(path, text))).toEqual(traces.map(() => false))
    expect(connection.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
  })

  test('is found no more, and others are as they were', async () => {
    const { store } = openStore()
    await store.archive.append([said('1', 'my banana'), theirs('2', secret), said('3', 'your banana')])
    await store.archive.erase(person)
    expect(textsOf(await store.archive.search({ text: 'banana' }))).toEqual(['your banana', 'my banana'])
    expect(textsOf(await store.archive.history(lobby))).toEqual(['my banana', 'your banana'])
    expect(await store.archive.search({ authorId: person.authorId })).toEqual({ events: [] })
  })

  test('is not kept again when what they wrote comes once more, or an edit of it', async () => {
    const path = newPath()
    const { store } = openStore(path)
    await store.claims.claim(['k'], 'one', 60_000)
    await store.archive.append([theirs('2', secret)])
    await store.archive.erase(person)
    const late = await store.archive.append([
      theirs('2', secret),
      edited('2', 'qzxvwk again', 5, { author: them }),
    ])
    expect(late).toEqual([false, true])
    expect(isOnDisk(path, 'qzxvwk')).toBe(false)
    expect(await store.claims.claim(['k'], 'two', 60_000)).toEqual(['held'])
  })

  test('of another platform, and of no platform, is left alone', async () => {
    const { store } = openStore()
    await store.archive.append([theirs('1', secret)])
    expect(await store.archive.erase({ ...person, platform: 'basalam' })).toMatchObject({ messages: 0 })
    expect(textsOf(await store.archive.history(lobby))).toEqual([secret])
    await expect(store.archive.erase({ ...person, authorId: '' })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is gone from answers, mentions, bans, gifts and dead letters of others, which stay', async () => {
    const path = newPath()
    const { store } = openStore(path)
    const reply = { ref: { room: lobby, id: '1' }, text: secret }
    const parts = [
      { type: 'text', text: 'well ' },
      { type: 'mention', name: 'Quirinalis', userId: 'user-9471' },
    ] as const
    await store.archive.append([
      theirs('1', secret),
      said('2', 'an answer', { replyTo: reply, raw: { metadata: secret } }),
      said('3', 'well @Quirinalis', { parts }),
      said('4', 'nothing of them', { raw: { kept: true } }),
      {
        key: 'ban',
        receivedAt: 1,
        event: { type: 'restrict', room: lobby, user: them, action: 'ban', raw: { banned: 'quirinalis' } },
      },
      {
        key: 'gift',
        receivedAt: 2,
        event: {
          type: 'activity',
          room: lobby,
          activity: 'gift',
          actor: them,
          amount: 5,
          text: secret,
          raw: null,
        },
      },
      {
        key: 'odd',
        receivedAt: 3,
        event: { type: 'other', room: lobby, name: 'odd', raw: { who: 'Quirinalis' } },
      },
    ])
    const { event } = theirs('1', secret)
    await store.deadLetters.add({
      key: 'k',
      handler: 'bot',
      event,
      attempts: 1,
      error: secret,
      failedAtMs: 1,
    })
    expect(await store.archive.erase(person)).toEqual({ messages: 1, events: 5, deadLetters: 1 })
    for (const text of ['qzxvwk', 'زرافه', 'Quirinalis', 'quirinalis', 'user-9471']) {
      expect([text, isOnDisk(path, text)]).toEqual([text, false])
    }
    const { messages } = await store.archive.history(lobby)
    expect(messages.map(({ text, raw }) => [text, raw])).toEqual([
      ['an answer', null],
      ['well @', null],
      ['nothing of them', { kept: true }],
    ])
    expect(messages[0]?.replyTo).toEqual({ ref: { room: lobby, id: '1' } })
    expect(textsOf(await store.archive.search({ text: 'well @' }))).toEqual(['well @'])
    expect(textsOf(await store.archive.search({ text: 'quirinalis' }))).toEqual([])
    const [letter] = await store.deadLetters.list()
    expect([letter?.key, letter?.error]).toEqual(['k', ''])
  })

  test('is gone from what a platform told of others, as number, name or word, and from events of no room', async () => {
    const path = newPath()
    const { store } = openStore(path)
    const numbered = { ...them, id: '9471' }
    const raw = { giftees: [{ user_id: 9471, username: 'quirinalis' }], months: 94710 }
    const gift = {
      type: 'activity',
      room: lobby,
      activity: 'gift',
      actor: messageOf('0', '').author,
    } as const
    await store.archive.append([
      theirs('1', secret, { author: numbered }),
      { key: 'gift', receivedAt: 1, event: { ...gift, raw } },
      { key: 'other gift', receivedAt: 1, event: { ...gift, raw: { months: 94710 } } },
      {
        key: 'host',
        receivedAt: 2,
        event: { type: 'room', room: lobby, changes: { hosting: 'Quirinalis', live: true } },
      },
      { key: 'nowhere', receivedAt: 3, event: { type: 'other', name: 'odd', raw: { who: 9471 } } },
      said('2', 'nothing of them', { raw: { at: 194710 } }),
    ])
    expect(await store.archive.erase({ ...person, authorId: '9471' })).toMatchObject({
      messages: 1,
      events: 3,
    })
    for (const text of ['uirinalis', '"user_id":9471', ':9471}']) {
      expect([text, isOnDisk(path, text)]).toEqual([text, false])
    }
    for (const text of ['"months":94710', '"live":true', '"at":194710']) {
      expect([text, isOnDisk(path, text)]).toEqual([text, true])
    }
  })

  test('is gone from what was sent to them, which is still known by its name', async () => {
    const path = newPath()
    const { store } = openStore(path)
    const sent: OutboxItem = {
      key: 'answer',
      room: lobby,
      outgoing: {
        parts: [{ type: 'mention', name: 'Quirinalis', userId: 'user-9471' }],
        text: '@Quirinalis',
        clientId: 'c1',
      },
      state: 'sent',
      priority: 'reply',
      onUnknown: 'fail',
      createdAtMs: 1,
      deadlineAtMs: 2,
      receipt: { refs: [{ room: lobby, id: 'r1' }], sentAt: 1 },
    }
    await store.outbox.add(sent)
    await store.outbox.add({ ...sent, key: 'waiting', state: 'waiting' })
    await store.archive.append([theirs('1', secret)])
    await store.archive.erase(person)
    expect((await store.outbox.pending()).map(({ outgoing }) => outgoing.text)).toEqual(['@Quirinalis'])
    await store.outbox.remove('waiting')
    expect(await store.outbox.add(sent)).toMatchObject({ state: 'sent', receipt: sent.receipt })
    await store.archive.erase(person)
    expect(isOnDisk(path, 'Quirinalis')).toBe(false)
  })

  test('is erased in portions, so that others are served meanwhile', async () => {
    const { store } = openStore()
    const many = Array.from({ length: 1_000 }, (_, index) => theirs(String(index), `${secret} ${index}`))
    await store.archive.append(many)
    const erased = store.archive.erase(person)
    let isOver = false
    let turns = 0
    const countTurns = (): void => {
      turns += 1
      if (!isOver) setImmediate(countTurns)
    }
    countTurns()
    expect(await erased).toMatchObject({ messages: 1_000 })
    isOver = true
    expect(turns).toBeGreaterThan(15)
  })

  test('who is called what a field is called costs others nothing', async () => {
    const { store } = openStore()
    const author = { ...them, name: 'message' }
    await store.archive.append([
      theirs('1', secret, { author }),
      said('2', 'hi', { raw: { type: 'message' } }),
    ])
    expect(await store.archive.erase(person)).toEqual({ messages: 1, events: 0, deadLetters: 0 })
    expect((await store.archive.history(lobby)).messages[0]?.raw).toEqual({ type: 'message' })
  })

  test('is erased by a second call where the first was cut off, answers too', async () => {
    const { store, connection } = openStore()
    const many = Array.from({ length: 300 }, (_, index) => theirs(String(index), `${secret} ${index}`))
    const reply = { ref: { room: lobby, id: '0' }, text: secret }
    await store.archive.append([...many, said('answer', 'an answer', { replyTo: reply })])
    const cut = store.archive.erase(person)
    const erased = `select count(*) as count from event where state = 'erased'`
    // oxlint-disable-next-line no-await-in-loop -- until the first of their own are gone
    while (connection.prepare(erased).get()?.['count'] === 0) await turn(1)
    await Promise.all([store.close(), expect(cut).rejects.toMatchObject({ code: 'closed' })])
    const again = openStore(store.path)
    expect(await again.store.archive.erase(person)).toMatchObject({ events: 0 })
    expect(isOnDisk(store.path, 'qzxvwk')).toBe(false)
  })

  test('is not said to be erased while another still reads the log as it was', async () => {
    const clock = createFakeClock()
    const path = newPath()
    const { store } = openStore(path, clock)
    await store.archive.append([theirs('1', secret)])
    const reader = new DatabaseSync(path)
    reader.exec('begin; select * from event')
    const erased = store.archive.erase(person)
    const state = { isOver: false }
    erased.catch(() => {
      state.isOver = true
    })
    // oxlint-disable-next-line no-await-in-loop -- it takes its turns before it waits
    while (!state.isOver) await clock.advance(1_000)
    await expect(erased).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
      message: expect.stringContaining('call erase again') as unknown,
    })
    expect(isOnDisk(path, 'qzxvwk')).toBe(true)
    reader.close()
    await store.archive.erase(person)
    expect(isOnDisk(path, 'qzxvwk')).toBe(false)
  })

  test('twice is the same as once', async () => {
    const { store } = openStore()
    await store.archive.append([theirs('1', secret)])
    await store.archive.erase(person)
    expect(await store.archive.erase(person)).toEqual({ messages: 0, events: 0, deadLetters: 0 })
  })
})

describe('forgetting a person', () => {
  const traces = { authorId: 'user-9471', messageKeys: new Set<string>(), names: new Set(['Quirinalis']) }

  test('says that there was nothing to forget', () => {
    expect(forgetPerson({ type: 'message', message: messageOf('1', 'x') }, traces)).toBeUndefined()
  })

  test('never throws, whatever the event, and leaves no author of that id', () => {
    const author = fc.constantFrom({ id: 'user-9471', name: 'Quirinalis' }, { id: 'user-1', name: 'x' }, null)
    const { event } = fc.letrec<{ event: unknown }>((tie) => ({
      event: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        author,
        fc.record({
          type: fc.string(),
          by: author,
          actor: author,
          raw: fc.jsonValue(),
          replyTo: fc.jsonValue(),
          inner: tie('event'),
        }),
        fc.array(tie('event'), { maxLength: 3 }),
      ),
    }))
    fc.assert(
      fc.property(event, (value) => {
        const left = JSON.stringify(forgetPerson(value, traces) ?? value)
        expect(left).not.toMatch(/"id":"user-9471","name"/)
      }),
    )
  })
})
