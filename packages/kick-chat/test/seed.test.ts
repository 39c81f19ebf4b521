import { Kick } from '@wireloom/kick'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  ChatroomBook,
  KickChatApi,
  siteLookup,
  toChatroomId,
  type KickChatApiOptions,
  type SeedMessage,
} from '../src/index.js'
import { ManualClock } from './support/manual-clock.js'
import { negotiatedTo } from './support/negotiated.js'
import { until } from './support/wait.js'

async function openStage(
  options: (sandbox: Sandbox) => KickChatApiOptions = () => ({}),
): Promise<{ sandbox: Sandbox; api: KickChatApi; messages: SeedMessage[] }> {
  const sandbox = await startSandbox({ rooms: [{ slug: 'ann', username: 'Ann' }, 'bob'] })
  const api = new KickChatApi({
    kick: new Kick({ token: 'sandbox-token', baseUrl: sandbox.kick.apiUrl }),
    socket: negotiatedTo(sandbox),
    lookup: siteLookup({ baseUrl: sandbox.url }),
    ...options(sandbox),
  })
  onTestFinished(async () => {
    await api.close()
    await sandbox.close()
  })
  const messages: SeedMessage[] = []
  api.addMessageHandler((message) => void messages.push(message))
  return { sandbox, api, messages }
}

describe('postChat', () => {
  test('posts in the channel of a streamer’s user id', async () => {
    const { sandbox, api } = await openStage()
    const id = await api.postChat(String(sandbox.kick.room('bob').userId), 'Hello from the bot!')
    const [posted] = sandbox.record.events({ messageId: id })
    expect(posted?.channel).toBe(sandbox.kick.room('bob').channels.chat)
  })

  test('posts by the client of that channel where there are several', async () => {
    const asked: string[] = []
    const { sandbox, api } = await openStage((open) => ({
      kick: (channelId) => {
        asked.push(channelId)
        return channelId === '1' ? undefined : new Kick({ token: 'sandbox-token', baseUrl: open.kick.apiUrl })
      },
    }))
    const { userId } = sandbox.kick.room('ann')
    await api.postChat(userId, 'hello')
    await expect(api.postChat('1', 'hello')).rejects.toMatchObject({ code: 'no_kick' })
    expect(asked).toEqual([String(userId), '1'])
  })

  test.each([
    ['channelId', '', 'x'],
    ['channelId', 'ann', 'x'],
    ['channelId', 0, 'x'],
    ['content', 5, ''],
    ['content', 5, 'x'.repeat(501)],
  ])('refuses a %s that cannot be, before anything is sent', async (name, channelId, content) => {
    const { sandbox, api } = await openStage()
    await expect(api.postChat(channelId, content)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(name),
    })
    expect(sandbox.kick.requests).toEqual([])
  })
})

describe('connectToChatroom and addMessageHandler', () => {
  test('hand out messages by the wrapper’s names, whether a name or an id was given', async () => {
    const { sandbox, api, messages } = await openStage()
    await api.connectToChatroom('ann')
    await api.connectToChatroom(String(sandbox.kick.room('bob').chatroomId))
    sandbox.kick.room('ann').say({ from: 'carl', content: 'hi [emote:37226:KEKW]' })
    sandbox.kick.room('bob').say({ from: 'carl', content: 'there' })
    await until(() => messages.length === 2)
    const [message] = messages.toSorted((one, other) => one.content.localeCompare(other.content))
    expect(message).toMatchObject({
      sender_username: 'carl',
      content: 'hi [emote:37226:KEKW]',
      badges: expect.any(Array),
      chat_id: String(sandbox.kick.room('ann').chatroomId),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: { type: 'message' },
    })
  })

  test('a handler that throws keeps nothing from the others, and one that was taken off hears nothing', async () => {
    const { sandbox, api, messages } = await openStage()
    const failures: unknown[] = []
    api.chat.on('error', (error) => void failures.push(error.cause))
    api.addMessageHandler(() => {
      throw new RangeError('mine')
    })
    const heard: string[] = []
    const undo = api.addMessageHandler(({ content }) => void heard.push(content))
    await api.connectToChatroom('ann')
    sandbox.kick.room('ann').say({ content: 'one' })
    await until(() => messages.length === 1)
    undo()
    sandbox.kick.room('ann').say({ content: 'two' })
    await until(() => messages.length === 2)
    expect(heard).toEqual(['one'])
    expect(failures).toMatchObject([{ message: 'mine' }, { message: 'mine' }])
  })

  test('a name of digits is reached as a slug', async () => {
    const { api } = await openStage()
    await expect(api.connectToChatroom({ slug: '123456' })).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each([
    ['invalid_argument', 'no such name!'],
    ['invalid_argument', ''],
    ['invalid_argument', '0'],
    ['invalid_argument', { chatroomId: -1 as never }],
    ['invalid_argument', null as never],
    ['invalid_argument', { slug: 5 as never }],
    ['not_found', 'invalid_username'],
  ])('end in %s for %j', async (code, name) => {
    const { api } = await openStage()
    await expect(api.connectToChatroom(name)).rejects.toMatchObject({ name: 'KickError', code })
  })
})

describe('runChatListener', () => {
  test('listens on through lost connections until it is told to stop, and then leaves', async () => {
    const { sandbox, api, messages } = await openStage()
    const stopping = new AbortController()
    const listening = api.runChatListener('ann', { signal: stopping.signal })
    await until(() => api.chat.rooms.length === 1)
    sandbox.faults.drop()
    await until(() => api.chat.stats().reconnects === 1 && api.chat.rooms[0]?.state === 'live')
    sandbox.kick.room('ann').say({ content: 'still' })
    await until(() => messages.length === 1)
    stopping.abort()
    await listening
    expect(api.chat.rooms).toEqual([])
  })

  test('waits for a lookup that fails in passing', async () => {
    const clock = new ManualClock()
    const { sandbox, api } = await openStage(() => ({ clock }))
    sandbox.faults.failRequests({ path: '/api/v2/', status: 503, next: 1 })
    const stopping = new AbortController()
    const listening = api.runChatListener('ann', { signal: stopping.signal })
    await until(() => clock.waitsMs.length === 1)
    clock.pass(1_000)
    await until(() => api.chat.rooms.length === 1)
    stopping.abort()
    await listening
  })

  test('ends at once where it can never be, and in the midst of a wait where it is told to', async () => {
    const clock = new ManualClock()
    const { sandbox, api } = await openStage(() => ({ clock }))
    await expect(api.runChatListener('nobody')).rejects.toMatchObject({ code: 'not_found' })
    sandbox.faults.failRequests({ path: '/api/v2/', status: 503 })
    const stopping = new AbortController()
    const listening = api.runChatListener('ann', { signal: stopping.signal })
    await until(() => clock.waitsMs.length === 1)
    stopping.abort()
    await listening
    expect(clock.waitsMs).toEqual([])
  })

  test('two in one room share it, and it is left with the last', async () => {
    const { api } = await openStage()
    const [first, second] = [new AbortController(), new AbortController()]
    const listening = [first, second].map(({ signal }) => api.runChatListener('ann', { signal }))
    await until(() => api.chat.rooms.length === 1)
    first.abort()
    await listening[0]
    expect(api.chat.rooms).toHaveLength(1)
    second.abort()
    await listening[1]
    expect(api.chat.rooms).toEqual([])
  })
})

describe('ids', () => {
  test('are looked up once, and known from then on', async () => {
    const { sandbox, api } = await openStage()
    const { chatroomId, channelId, userId } = sandbox.kick.room('ann')
    expect(api.getAllChatroomIds()).toEqual([])
    expect(api.getChannelIdFromChatroom(String(chatroomId))).toBeUndefined()
    expect(await api.getChatroomId('Ann')).toMatchObject({ chatroomId, channelId, userId, slug: 'ann' })
    expect(api.getChannelIdFromChatroom(String(chatroomId))).toBe(String(userId))
    expect(api.getAllChatroomIds()).toEqual([{ username: 'Ann', chatroomId: String(chatroomId) }])
  })

  test('that are given need no lookup', async () => {
    const book = new ChatroomBook([{ chatroomId: toChatroomId(7), slug: 'known' }])
    const { sandbox, api } = await openStage(() => ({ book }))
    expect(await api.getChatroomId('known')).toEqual({ chatroomId: 7, slug: 'known' })
    expect(sandbox.kick.requests).toEqual([])
  })

  test('of a name that is none, or blocked at the door, say which', async () => {
    const { sandbox, api } = await openStage()
    await expect(api.getChatroomId('nobody')).rejects.toMatchObject({ code: 'not_found' })
    sandbox.faults.challenge()
    await expect(api.getChatroomId('ann')).rejects.toMatchObject({ code: 'edge_blocked' })
    expect(() => api.getChannelIdFromChatroom('ann')).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    )
  })
})

test('options and names that are none are refused as a KickError', async () => {
  const { api } = await openStage()
  for (const failing of [
    api.postChat(5, 'x', null as never),
    api.runChatListener('ann', null as never),
    api.getChatroomId(undefined as never),
    api.getChatroomId('ann', { signal: {} as never }),
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(failing).rejects.toMatchObject({ name: 'KickError' })
  }
})

test('a listener whose room is left at once ends', async () => {
  const { api } = await openStage()
  api.chat.on('status', ({ state }, room) => {
    if (state === 'live') room.leave()
  })
  await api.runChatListener('ann')
})

test('a book knows a room by its streamer’s name too, which Kick may write otherwise in addresses', async () => {
  const { sandbox, api } = await openStage(() => ({
    book: new ChatroomBook([{ chatroomId: toChatroomId(7), slug: 'ann-x', username: 'Ann_X' }]),
  }))
  expect(await api.getChatroomId('Ann_X')).toMatchObject({ chatroomId: 7, slug: 'ann-x' })
  expect(sandbox.kick.requests).toEqual([])
  await expect(api.getChatroomId('ann')).resolves.toMatchObject({ slug: 'ann' })
})

test('a book knows a room by its number, also where it was written as text', () => {
  const book = new ChatroomBook([{ chatroomId: '7' as never, slug: 'known' }])
  expect(book.findByChatroom(toChatroomId(7))).toEqual({ chatroomId: 7, slug: 'known' })
})

test('the defaults open nothing, and options that cannot be are refused by name', async () => {
  await new KickChatApi().close()
  expect(() => new KickChatApi({ book: {} as never })).toThrow(/book/)
  expect(() => new KickChatApi({ lookup: 1 as never })).toThrow(/lookup/)
  expect(() => new KickChatApi({ kick: 'token' as never })).toThrow(/kick/)
})
