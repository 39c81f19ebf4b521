import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.js'
import type { ChatMessageWire } from '../src/kick/chat.wire.js'
import { cutHistory } from '../src/kick/history.js'
import { createManualClock } from './support/manual-clock.js'
import { openSandbox } from './support/sandboxes.js'

type Message = { id: string; content: string; chat_id: number; metadata?: string }
type Page = { status: { code: number }; data: { messages: Message[]; cursor: string } | null }

async function read(
  sandbox: Sandbox,
  channelId: number | string,
  query: Record<string, string> = {},
): Promise<Page & { httpStatus: number }> {
  const url = new URL(`/api/v2/channels/${channelId}/messages`, sandbox.kick.siteUrl)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const response = await fetch(url)
  return { httpStatus: response.status, ...((await response.json()) as Page) }
}

/** Every page from the newest to the oldest. */
async function readAll(
  sandbox: Sandbox,
  channelId: number,
  query: Record<string, string> = {},
): Promise<Message[][]> {
  const pages: Message[][] = []
  for (let cursor = ''; pages.length === 0 || cursor !== '';) {
    // oxlint-disable-next-line no-await-in-loop -- a page names the next one
    const { data } = await read(sandbox, channelId, { ...query, ...(cursor !== '' && { cursor }) })
    pages.push(data?.messages ?? [])
    cursor = data?.cursor ?? ''
  }
  return pages
}

const contents = (pages: readonly Message[][]): readonly string[] =>
  pages.flat().map(({ content }) => content)

describe('the history of a channel', () => {
  test('begins with the newest, 25 a page, and a cursor leads on until there is none', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    for (let number = 1; number <= 60; number += 1) room.say(`line ${number}`)
    const pages = await readAll(sandbox, room.channelId)

    expect(pages.map((page) => page.length)).toEqual([25, 25, 10])
    expect(contents(pages)).toEqual(Array.from({ length: 60 }, (_, index) => `line ${60 - index}`))
  })

  test('of exactly one page ends with it', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    for (let number = 1; number <= 25; number += 1) room.say(`line ${number}`)
    expect((await readAll(sandbox, room.channelId)).map((page) => page.length)).toEqual([25])
  })

  test('writes a message as the site does: chat_id, and the metadata as a string', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'], clock: createManualClock() })
    const room = sandbox.kick.room('ann')
    const question = room.say({ from: 'bob', content: 'when?' })
    const answer = room.say({ from: 'ann', content: 'now', replyTo: question.id })
    const { httpStatus, status, data } = await read(sandbox, room.channelId)
    const [first] = data?.messages ?? []

    expect([httpStatus, status]).toEqual([200, { code: 200 }])
    expect(data).toMatchObject({ cursor: '', pinned_message: null })
    expect(first).toEqual({
      id: answer.id,
      chat_id: room.chatroomId,
      content: 'now',
      type: 'reply',
      created_at: '2026-09-10T12:00:00+00:00',
      thread_parent_id: question.id,
      sender: expect.objectContaining({ username: 'ann', identity: expect.any(Object) }),
      metadata: expect.any(String),
    })
    expect(JSON.parse(first?.metadata ?? '')).toMatchObject({
      original_message: { id: question.id, content: 'when?' },
      original_sender: { username: 'bob' },
    })
  })

  test('a bot’s message has no metadata here either', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const bot = room.cast.chatters.find(({ badges }) => badges.some(({ type }) => type === 'bot'))
    room.say({ content: 'beep', ...(bot !== undefined && { from: bot }) })
    const [message] = (await read(sandbox, room.channelId)).data?.messages ?? []
    expect(message).not.toHaveProperty('metadata')
  })

  test('is each channel’s own', async () => {
    const sandbox = await openSandbox({ rooms: ['ann', 'bob'] })
    sandbox.kick.room('ann').say('at ann')
    sandbox.kick.room('bob').say('at bob')
    expect(contents(await readAll(sandbox, sandbox.kick.room('bob').channelId))).toEqual(['at bob'])
  })

  test('is empty by the other two ids, and not found by the slug', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    room.say('hi')
    for (const id of [room.chatroomId, room.userId, 1]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is fine
      expect((await read(sandbox, id)).data).toEqual({ messages: [], cursor: '', pinned_message: null })
    }
    expect((await read(sandbox, 'ann')).httpStatus).toBe(404)
  })

  test('has lost what was deleted, and everything after a clearing', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const [, second] = ['one', 'two', 'three'].map((content) => room.say(content))
    room.deleteMessage(second?.id ?? '')
    expect(contents(await readAll(sandbox, room.channelId))).toEqual(['three', 'one'])
    room.clear()
    expect(contents(await readAll(sandbox, room.channelId))).toEqual([])
  })

  test('a cursor holds its place while more is said', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    for (let number = 1; number <= 30; number += 1) room.say(`line ${number}`)
    const first = await read(sandbox, room.channelId)
    room.say('meanwhile')
    const second = await read(sandbox, room.channelId, { cursor: first.data?.cursor ?? '' })
    expect(second.data?.messages.map(({ content }) => content)).toEqual([
      'line 5',
      'line 4',
      'line 3',
      'line 2',
      'line 1',
    ])
  })

  test('a cursor whose message was deleted loses nothing', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ rooms: ['ann'], clock })
    const room = sandbox.kick.room('ann')
    for (let number = 1; number <= 30; number += 1) {
      room.say(`line ${number}`)
      clock.advance(1_000)
    }
    const first = await read(sandbox, room.channelId)
    room.deleteMessage(first.data?.messages.at(-1)?.id ?? '')
    const second = await read(sandbox, room.channelId, { cursor: first.data?.cursor ?? '' })
    expect(second.data?.messages.map(({ content }) => content)).toEqual([
      'line 5',
      'line 4',
      'line 3',
      'line 2',
      'line 1',
    ])
  })

  test('nor does it where all was said in one second; some comes twice then', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'], clock: createManualClock() })
    const room = sandbox.kick.room('ann')
    for (let number = 1; number <= 30; number += 1) room.say(`line ${number}`)
    const first = await read(sandbox, room.channelId)
    room.deleteMessage(first.data?.messages.at(-1)?.id ?? '')
    const rest = await readAll(sandbox, room.channelId, { cursor: first.data?.cursor ?? '' })
    expect(contents(rest)).toEqual(expect.arrayContaining(['line 5', 'line 4', 'line 3', 'line 2', 'line 1']))
  })

  test('start_time leaves out what was said before its second', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ rooms: ['ann'], clock })
    const room = sandbox.kick.room('ann')
    for (let number = 0; number < 40; number += 1) {
      room.say(`second ${number}`)
      clock.advance(1_000)
    }
    const query = { start_time: '2026-09-10T12:00:10.900Z' }
    const pages = await readAll(sandbox, room.channelId, query)
    expect(pages.map((page) => page.length)).toEqual([25, 5])
    expect(contents(pages).at(-1)).toBe('second 10')
    expect((await read(sandbox, room.channelId, { start_time: 'yesterday' })).httpStatus).toBe(400)
  })

  test('stands behind the challenge, and every other fault of requests', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const url = `${sandbox.kick.siteUrl}/api/v2/channels/${sandbox.kick.room('ann').channelId}/messages`
    sandbox.faults.challenge({ next: 1, path: '/api/v2/' })
    sandbox.faults.failRequests({ next: 1, status: 429, retryAfterSeconds: 3 })
    const answers = [await fetch(url), await fetch(url), await fetch(url)]
    expect(answers.map(({ status }) => status)).toEqual([403, 429, 200])
    expect(answers[0]?.headers.get('content-type')).toContain('text/html')
    expect(sandbox.kick.requests.map(({ path }) => path)).toEqual(answers.map(() => new URL(url).pathname))
  })

  test('refuses in the words that a fault was given', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const url = `${sandbox.kick.siteUrl}/api/v2/channels/${sandbox.kick.room('ann').channelId}/messages`
    sandbox.faults.failRequests({ next: 1, status: 400, message: 'Daily message quota exceeded' })
    expect(await (await fetch(url)).json()).toEqual({ data: null, message: 'Daily message quota exceeded' })
  })

  test('is read and nothing else', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const url = `${sandbox.kick.siteUrl}/api/v2/channels/${sandbox.kick.room('ann').channelId}/messages`
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405)
  })
})

describe('paging', () => {
  const toMessage = (number: number, second: number): ChatMessageWire => ({
    id: `m${number}`,
    chatroom_id: 1,
    content: '',
    type: 'message',
    created_at: new Date(second * 1000).toISOString(),
    sender: { id: 1, username: 'a', slug: 'a', identity: { color: '', badges: [] } },
  })

  test('gives every message once and in order, whatever their times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 120 }), (steps) => {
        let second = 0
        const messages = steps.map((step, number) => toMessage(number, (second += step)))
        const seen: string[] = []
        for (let cursor: string | null = null; cursor !== '';) {
          const page = cutHistory(messages, { cursor, startTimeMs: 0 })
          seen.push(...page.messages.map((message) => (message as Message).id))
          cursor = page.cursor
        }
        expect(seen).toEqual(messages.map(({ id }) => id).toReversed())
      }),
    )
  })

  test('any text may be a cursor', () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        const page = cutHistory([toMessage(1, 0)], { cursor, startTimeMs: 0 })
        expect(page.messages.length).toBeLessThanOrEqual(1)
      }),
    )
  })
})
