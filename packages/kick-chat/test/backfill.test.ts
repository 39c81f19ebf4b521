import { describe, expect, test } from 'vitest'
import { siteHistory, toChannelId, type ChatHistory, type HistoryPage } from '../src/index.js'
import { openOfficialStage, type OfficialStage } from './support/official.js'
import { until } from './support/wait.js'

const withHistory = (history?: ChatHistory): Promise<OfficialStage> =>
  openOfficialStage((sandbox) => ({ history: history ?? siteHistory({ baseUrl: sandbox.url }) }))

/** Keeps new connections out, cuts the one there is, and lets things happen meanwhile. */
async function away({ sandbox, chat }: OfficialStage, happen: () => unknown): Promise<void> {
  const refusal = sandbox.faults.refuse({ next: Infinity })
  sandbox.faults.drop()
  await until(() => chat.rooms.every(({ state }) => state !== 'live'))
  await happen()
  refusal.heal()
}

describe('a chat with a history', () => {
  test('hands out what was said while it was away, once and in order, before what comes next', async () => {
    const stage = await withHistory()
    const { sandbox, chat, told } = stage
    await chat.join('ann')
    const ann = sandbox.kick.room('ann')
    ann.say({ content: 'before' })
    await until(() => told.includes('before'))
    await away(stage, () => {
      ann.say({ content: 'missed 1' })
      ann.deleteMessage(ann.say({ content: 'missed and deleted' }).id)
      ann.say({ content: 'missed 2' })
    })
    await until(() => sandbox.pusher.connections.length === 1 && told.some((word) => word.startsWith('gap')))
    ann.say({ content: 'after' })
    await until(() => told.includes('after'))
    expect(told).toEqual(['before', 'missed 1', 'missed 2', 'gap 2 unknown', 'after'])
  })

  test('holds what happens while the history is read', async () => {
    let answer: (page: HistoryPage) => void = () => undefined
    const stage = await withHistory(() => new Promise((resolve) => (answer = resolve)))
    const { sandbox, chat, told, errors } = stage
    await chat.join('ann')
    await away(stage, () => undefined)
    const ann = sandbox.kick.room('ann')
    await until(() => sandbox.pusher.connections[0]?.channels.length === 5)
    const live = ann.say({ content: 'live' })
    await until(() => chat.stats().received === 1)
    expect(told).toEqual([])
    const sender = { id: 1, username: 'bob', slug: 'bob', identity: { color: '#fff', badges: [] } }
    const made = {
      chat_id: 1,
      sender,
      type: 'message',
      created_at: new Date().toISOString(),
      metadata: '{"message_ref":"1"}',
    }
    answer({
      messages: [
        { ...made, id: live.id, content: 'live' },
        { ...made, id: 'a', content: 'missed' },
        { id: 'no message' },
      ],
      cursor: undefined,
    })
    await until(() => told.includes('live'))
    expect(told).toEqual(['missed', 'gap 1 unknown', 'live'])
    expect(errors.map(({ code }) => code)).toEqual(expect.arrayContaining(['connection_lost']))
  })

  test('tells a gap as it is where the history is blocked, and says why', async () => {
    const stage = await withHistory()
    const { sandbox, chat, told, errors } = stage
    await chat.join('ann')
    sandbox.faults.challenge({ next: Infinity })
    await away(stage, () => sandbox.kick.room('ann').say({ content: 'missed' }))
    await until(() => told.length === 1)
    expect(told).toEqual(['gap 0 false'])
    expect(errors.map(({ code }) => code)).toContain('edge_blocked')
  })

  test('stops at three pages, and says that more may be missing', async () => {
    const cursors: (string | undefined)[] = []
    const stage = await withHistory(async ({ cursor }) => {
      cursors.push(cursor)
      return { messages: [], cursor: `${cursors.length}` }
    })
    await stage.chat.join('ann')
    await away(stage, () => undefined)
    await until(() => stage.told.length === 1)
    expect(stage.told).toEqual(['gap 0 false'])
    expect(cursors).toEqual([undefined, '1', '2'])
  })

  test('that fails in an unknown way is told, and harms nothing', async () => {
    const stage = await withHistory(() => Promise.reject(new RangeError('mine')))
    const { sandbox, chat, told, errors } = stage
    await chat.join('ann')
    await away(stage, () => undefined)
    await until(() => told.length === 1)
    sandbox.kick.room('ann').say({ content: 'on' })
    await until(() => told.includes('on'))
    expect(told).toEqual(['gap 0 false', 'on'])
    expect(errors.at(-1)).toMatchObject({ code: 'handler_failed', cause: { message: 'mine' } })
  })

  test('lets go of what it holds rather than grow without end', async () => {
    const stage = await withHistory(() => new Promise(() => undefined))
    const { sandbox, chat, told } = stage
    await chat.join('ann')
    await away(stage, () => undefined)
    await until(() => sandbox.pusher.connections[0]?.channels.length === 5)
    for (let count = 0; count <= 1_000; count += 1) sandbox.kick.room('ann').say({ content: `${count}` })
    await until(() => told.length >= 1_002)
    expect(told.slice(0, 3)).toEqual(['gap 0 false', '0', '1'])
  })

  test('that is left while it reads tells what it held', async () => {
    let isReading = false
    const stage = await withHistory(() => {
      isReading = true
      return new Promise(() => undefined)
    })
    const { chat, told } = stage
    const room = await chat.join('ann')
    await away(stage, () => undefined)
    // That the server has let it back in says nothing yet of what has come here.
    await until(() => isReading)
    room.leave()
    expect(told).toEqual(['gap 0 false'])
  })

  test('is asked by two rooms at once and no more', async () => {
    const waiting: ((page: HistoryPage) => void)[] = []
    const stage = await openOfficialStage(
      { history: () => new Promise((resolve) => waiting.push(resolve)) },
      { rooms: ['a', 'b', 'c', 'd'] },
    )
    await Promise.all(['a', 'b', 'c', 'd'].map((slug) => stage.chat.join(slug)))
    await away(stage, () => undefined)
    await until(() => waiting.length === 2)
    for (let told = 0; told < 4; told += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one answer after the other
      await until(() => waiting.length > 0)
      expect(waiting.length).toBeLessThanOrEqual(2)
      waiting.shift()?.({ messages: [], cursor: undefined })
    }
    await until(() => stage.told.length === 4)
  })
})

describe('the site’s history', () => {
  const ask = async (
    fault?: Parameters<OfficialStage['sandbox']['faults']['failRequests']>[0],
    channelId?: number,
  ): Promise<HistoryPage> => {
    const { sandbox } = await openOfficialStage()
    sandbox.kick.room('ann').say({ content: 'hello' })
    if (fault !== undefined) sandbox.faults.failRequests(fault)
    return siteHistory({ baseUrl: sandbox.url })({
      channelId: toChannelId(channelId ?? sandbox.kick.room('ann').channelId),
      signal: new AbortController().signal,
    })
  }

  test('gives what was said', async () => {
    expect((await ask()).messages).toMatchObject([{ content: 'hello' }])
  })

  test.for<[string, Parameters<typeof ask>[0]]>([
    ['edge_blocked', { status: 403, body: 'challenge' }],
    ['unavailable', { status: 502 }],
    ['not_found', { status: 404 }],
    ['malformed', { status: 400 }],
    ['network', { cut: 'before' }],
  ])('fails as %s', async ([code, fault]) => {
    await expect(ask(fault)).rejects.toMatchObject({ name: 'KickError', code })
  })
})
