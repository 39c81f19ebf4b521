import { ChatError, type Capabilities, type Operation, type Outgoing } from '@wireloom/chat-core'
import { createFakeClock } from '@wireloom/chat-core/testing'
import { Kick, type TokenSource } from '@wireloom/kick'
import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  kickAdapter,
  negotiatedSocket,
  siteHistory,
  toUserId,
  type KickAdapterOptions,
} from '../src/index.js'
import { until } from './support/wait.js'
import { openHubStage } from './support/adapter-stage.js'

/** Options with nothing behind them: capabilities are asked of nobody. */
const kick = new Kick({ token: 'nobody', baseUrl: 'http://127.0.0.1:9' })
const everything = {
  kick,
  account: '7',
  socket: negotiatedSocket(),
  webhook: {},
  history: siteHistory(),
} satisfies KickAdapterOptions

async function capabilitiesOf(options: KickAdapterOptions, room = '7'): Promise<Partial<Capabilities>> {
  const session = await kickAdapter(options).open({
    fetch,
    clock: createFakeClock(),
    meter: { count: () => undefined, record: () => undefined },
    kv: undefined,
    signal: new AbortController().signal,
  })
  return session.capabilities({ platform: 'kick', account: session.account, room, kind: 'live' })
}

describe('what can be done on Kick', () => {
  const rows: Readonly<Record<string, Partial<Record<Operation, unknown>>>> = {
    'receive by webhook: official, in no order, from no place': {
      'receive.webhook': {
        level: 'native',
        official: true,
        receive: {
          ordered: false,
          resumable: false,
          events: ['message', 'restrict', 'room', 'activity', 'other', 'gap', 'status'],
        },
      },
    },
    'receive by socket: unofficial, in order, from no place, also deletions, releases, pins and modes': {
      'receive.socket': {
        level: 'native',
        official: false,
        receive: {
          ordered: true,
          resumable: false,
          events: expect.arrayContaining(['message', 'delete', 'clear', 'pin', 'restrict', 'room', 'gap']),
        },
      },
    },
    'history: unofficial': { 'history.read': { level: 'emulated', official: false } },
    'send and reply: official, 500 characters, with emotes and links and nothing richer': {
      'message.send': {
        level: 'native',
        official: true,
        scope: 'chat:write',
        limits: { maxCharacters: 500, parts: ['text', 'emote', 'mention', 'link'] },
      },
      'message.reply': { level: 'native', official: true, scope: 'chat:write' },
    },
    'delete: by its scope': {
      'message.delete': { level: 'native', official: true, scope: 'moderation:chat_message:manage' },
    },
    'ban, timeout and release: by their scope': {
      'user.ban': { level: 'native', official: true, scope: 'moderation:ban' },
      'user.timeout': { level: 'native', official: true, scope: 'moderation:ban' },
      'user.release': { level: 'native', official: true, scope: 'moderation:ban' },
    },
    'rooms: one’s own and those looked up': { 'room.list': { level: 'emulated', official: true } },
  }

  test.each(Object.entries(rows))('%s', async (_name, expected) => {
    expect(await capabilitiesOf(everything)).toMatchObject(expected)
  })

  test.each([
    'receive.poll',
    'message.edit',
    'message.forward',
    'message.seen',
    'typing.send',
    'room.open',
    'member.list',
    'media.upload',
  ] as const)('%s: nobody can', async (operation) => {
    expect((await capabilitiesOf(everything))[operation]).toBeUndefined()
  })

  test('without a client of the API rooms are only read', async () => {
    expect(Object.keys(await capabilitiesOf({ socket: negotiatedSocket() }))).toEqual(['receive.socket'])
  })

  test('a bot speaks in its own channel and nowhere else', async () => {
    const bot = { ...everything, sendAs: 'bot' } as const
    expect((await capabilitiesOf(bot))['message.send']).toBeDefined()
    expect((await capabilitiesOf(bot, '8'))['message.send']).toBeUndefined()
    expect((await capabilitiesOf(bot, '8'))['user.ban']).toBeDefined()
  })

  test('what the token was granted is said, where its source knows', async () => {
    const token: TokenSource = { current: () => ({ accessToken: 'x', scopes: ['chat:write'] }) }
    const granted = await capabilitiesOf({ ...everything, kick: new Kick({ token }) })
    expect(granted['message.send']?.granted).toBe(true)
    expect(granted['user.ban']?.granted).toBe(false)
    expect((await capabilitiesOf(everything))['message.send']).not.toHaveProperty('granted')
  })

  test('a missing scope is refused before anything is asked', async () => {
    const token: TokenSource = {
      current: () => ({ accessToken: 'sandbox-user-token-77', scopes: ['user:read'] }),
    }
    const stage = await openHubStage({
      socket: 'pusher',
      adapter: { kick: new Kick({ token }), account: '7' },
    })
    const { requests } = stage.tap
    await expect(stage.room.send('hello')).rejects.toMatchObject({ code: 'missing_scope' })
    expect(stage.tap.requests).toBe(requests)
  })

  test('rooms are the account’s own and those that were looked up', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const rooms = await stage.account.rooms()
    expect(rooms.map(({ ref }) => ref.room)).toEqual([
      stage.account.account,
      ...stage.rooms.map(({ room }) => room),
    ])
  })
})

describe('sending and moderating', () => {
  test('an emote goes out as Kick writes it, and a reply under what it answers', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const question = stage.roomOf(stage.room.ref).say('when?')
    await stage.room.send(
      [
        { type: 'text', text: 'now ' },
        { type: 'emote', id: '37226', name: 'KEKW', provider: 'kick' },
      ],
      { replyTo: { room: stage.room.ref, id: question.id } },
    )
    expect(stage.platform.messages(stage.room.ref).at(-1)).toMatchObject({
      text: 'now [emote:37226:KEKW]',
      replyTo: question.id,
    })
  })

  test('parts that Kick cannot show are refused, and nothing is sent', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const picture = { type: 'image', media: { url: 'https://a.example/b.png' } } as const
    await expect(stage.room.send([picture])).rejects.toMatchObject({ code: 'unsupported' })
    expect(stage.platform.messages(stage.room.ref)).toEqual([])
  })

  test('what is too long as Kick counts is refused before it is sent', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const { requests } = stage.tap
    // 100 characters to a reader, 700 to Kick.
    await expect(stage.room.send('👩‍👩‍👧‍👦'.repeat(100))).rejects.toMatchObject({ code: 'too_long' })
    await expect(stage.room.send('a'.repeat(501))).rejects.toMatchObject({ code: 'too_long' })
    expect(stage.tap.requests).toBe(requests)
  })

  test('a timeout lasts at least as long as was meant, in whole minutes', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const userId = String(stage.roomOf(stage.room.ref).cast.byName('carl').id)
    await stage.room.demand('user.timeout').timeout(userId, 90_000)
    await stage.settle()
    expect(stage.of('restrict')).toMatchObject([{ action: 'timeout', untilMs: stage.clock.now() + 120_000 }])
  })

  test.each([
    ['user.timeout', 'durationMs', 700_000_000, '5'],
    ['user.timeout', 'user id', 60_000, 'carl'],
  ] as const)(
    '%s refuses a wrong %s by name, before anything is sent',
    async (_operation, name, durationMs, userId) => {
      const stage = await openHubStage({ socket: 'pusher' })
      const { requests } = stage.tap
      const attempt = stage.room.demand('user.timeout').timeout(userId, durationMs)
      await expect(attempt).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(name) })
      const reason = 'a'.repeat(101)
      await expect(stage.room.demand('user.ban').ban('5', { reason })).rejects.toThrow('reason')
      expect(stage.tap.requests).toBe(requests)
    },
  )

  test('a ban and a deletion by the hub come back by the socket', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const carl = stage.roomOf(stage.room.ref).cast.byName('carl')
    const { id } = stage.roomOf(stage.room.ref).say({ from: carl, content: 'buy now' })
    await stage.room.demand('message.delete').delete(id)
    await stage.room.demand('user.ban').ban(String(carl.id), { reason: 'spam' })
    await stage.room.demand('user.release').release(String(carl.id))
    await stage.settle()
    expect(stage.of('delete')).toMatchObject([{ target: { id } }])
    expect(stage.of('restrict').map(({ action }) => action)).toEqual(['ban', 'release'])
  })
})

describe('what goes wrong is said in chat-core’s words', () => {
  const outgoing: Outgoing = { parts: [{ type: 'text', text: 'hello' }], text: 'hello', clientId: 'c1' }

  test('a bot that Kick answers with 500 is unavailable, with what to do, and is not sent again', async () => {
    const sandbox = await startSandbox({ rooms: ['ann'] })
    onTestFinished(() => sandbox.close())
    const { userId } = sandbox.kick.room('ann')
    const adapter = kickAdapter({
      kick: new Kick({ token: 'sandbox-token', baseUrl: sandbox.kick.apiUrl }),
      account: String(userId),
      sendAs: 'bot',
    })
    const room = await adapter.room(toUserId(userId))
    const session = await adapter.open({
      fetch,
      clock: createFakeClock(),
      meter: { count: () => undefined, record: () => undefined },
      kv: undefined,
      signal: new AbortController().signal,
    })
    sandbox.faults.failRequests({ path: '/public/v1/chat', status: 500, next: 1 })
    await expect(session.send?.(room, outgoing, {})).rejects.toMatchObject({
      code: 'unavailable',
      retryable: false,
      status: 500,
      message: expect.stringContaining('send as the user'),
    })
    expect(sandbox.kick.requests.filter(({ path }) => path === '/public/v1/chat')).toHaveLength(1)
    const elsewhere = { ...room, room: '9' }
    await expect(session.send?.(elsewhere, outgoing, {})).rejects.toMatchObject({ code: 'unsupported' })
    const { refs } = (await session.send?.(room, outgoing, {})) ?? { refs: [] }
    expect(refs).toHaveLength(1)
  })

  test.each([
    [{ status: 401 }, 'unauthenticated', false],
    [{ status: 403 }, 'forbidden', false],
    [{ status: 404 }, 'not_found', false],
    [{ status: 400 }, 'invalid', false],
    [{ status: 400, message: 'Daily message quota exceeded' }, 'quota', false],
    [{ status: 429, retryAfterSeconds: 3 }, 'rate_limited', true],
    [{ status: 403, body: 'challenge' }, 'edge_blocked', false],
    [{ status: 503 }, 'outcome_unknown', false],
    [{ status: 200, body: 'page' }, 'outcome_unknown', false],
    [{ cut: 'after' }, 'outcome_unknown', false],
  ] as const)('a send that meets %o is %s', async (fault, code, retryable) => {
    const stage = await openHubStage({ socket: 'pusher' })
    stage.sandbox.faults.failRequests({ path: '/public/v1/chat', next: 1, ...fault })
    const error: unknown = await stage.room.send('hello').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ChatError)
    expect(error).toMatchObject({ code, retryable, platform: 'kick', operation: 'message.send' })
    if (code === 'rate_limited') expect(error).toMatchObject({ retryAfterMs: 3_000 })
  })

  test('a send that was given up when it was on its way may have been sent', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const controller = new AbortController()
    stage.sandbox.faults.failRequests({ path: '/public/v1/chat', delayMs: 60_000, next: 1 })
    const session = await stage.adapter.open({
      fetch,
      clock: stage.clock,
      meter: { count: () => undefined, record: () => undefined },
      kv: undefined,
      signal: new AbortController().signal,
    })
    const sending = session.send?.(stage.room.ref, outgoing, { signal: controller.signal })
    await until(() => stage.sandbox.kick.requests.some(({ path }) => path === '/public/v1/chat'))
    controller.abort()
    await expect(sending).rejects.toMatchObject({ code: 'outcome_unknown' })
  })

  test('a history that is blocked is edge_blocked', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasHistory: true })
    stage.sandbox.faults.challenge({ next: 1 })
    await expect(stage.room.history()).rejects.toMatchObject({
      code: 'edge_blocked',
      operation: 'history.read',
    })
    await expect(stage.room.history({ before: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('the options', () => {
  test.each([
    [{}, 'socket'],
    [{ socket: 7 }, 'socket'],
    [{ webhook: 7 }, 'webhook'],
    [{ webhook: { subscriptions: {} } }, 'webhook.subscriptions.eventSubscriptions'],
    [{ webhook: { onRefused: 7 } }, 'webhook.onRefused'],
    [{ webhook: { maxAgeMs: 0 } }, 'maxAgeMs'],
    [{ webhook: { publicKey: 'none' } }, 'publicKey'],
    [{ kick: {} }, 'kick'],
    [{ ...everything, lookup: 7 }, 'lookup'],
    [{ ...everything, history: 7 }, 'history'],
    [{ ...everything, account: '' }, 'account'],
    [{ ...everything, account: 'ann' }, 'account'],
    [{ ...everything, account: 7 }, 'account'],
    [{ ...everything, sendAs: 'cat' }, 'sendAs'],
    [{ ...everything, predictions: 1 }, 'predictions'],
  ])('%o are refused by name', (options, name) => {
    expect(() => kickAdapter(options as KickAdapterOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }) as Error,
    )
  })
})
