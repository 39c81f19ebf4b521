import { startSandbox, type RealtimeProvider, type Sandbox, type SandboxOptions } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { KickChat, toChatroomId, type KickChatError, type NegotiatedSocketOptions } from '../src/index.js'
import { ManualClock } from './support/manual-clock.js'
import { negotiatedTo } from './support/negotiated.js'
import { describeTransport } from './support/transport-contract.js'
import { until } from './support/wait.js'

const providers = ['centrifugo', 'pusher'] as const satisfies readonly RealtimeProvider[]

for (const provider of providers) {
  describeTransport(`the negotiated socket over ${provider}`, async () => {
    const sandbox = await startSandbox()
    sandbox.kick.realtime.prefer(provider)
    const { host, port } = sandbox.pusher
    return {
      socket: negotiatedTo(sandbox),
      refusedSocket: negotiatedTo(sandbox, {
        pusher: { host, port, tls: false, key: 'wrong' },
        fetch: async (url, init) => {
          const answer = await fetch(url, init)
          return url.endsWith('/auth/connection') ? Response.json({ data: { token: 'wrong' } }) : answer
        },
      }),
      publish: (channel, event, data) => sandbox.pusher.publish({ channel, event, data }),
      breakConnections: () => sandbox.faults.drop(),
      holdConnections: () => {
        const hold = sandbox.faults.handshake(null, { next: Infinity })
        return () => hold.heal()
      },
      connections: () => sandbox[provider].connections.map(({ channels }) => channels),
      [Symbol.asyncDispose]: () => sandbox.close(),
    }
  })
}

interface Stage {
  readonly sandbox: Sandbox
  readonly chat: KickChat
  readonly errors: readonly KickChatError[]
  /** What the rooms told, in words. */
  readonly told: string[]
  readonly gaps: (readonly [number, number])[]
  readonly join: (slug: string) => ReturnType<KickChat['join']>
}

async function openStage(
  options: NegotiatedSocketOptions = {},
  sandboxOptions: SandboxOptions = {},
): Promise<Stage> {
  const sandbox = await startSandbox({ rooms: ['ann', 'bob'], ...sandboxOptions })
  const chat = new KickChat({
    socket: negotiatedTo(sandbox, options),
    ...(options.clock && { clock: options.clock }),
  })
  onTestFinished(async () => {
    await chat.close()
    await sandbox.close()
  })
  const errors: KickChatError[] = []
  const told: string[] = []
  const gaps: (readonly [number, number])[] = []
  chat.on('error', (error) => void errors.push(error))
  chat.on('message', ({ message }) => void told.push(message.text))
  chat.on(
    'status',
    ({ state, error }) => void told.push(error === undefined ? state : `${state} ${error.code}`),
  )
  chat.on('gap', ({ fromMs = 0, toMs = 0 }) => {
    told.push('gap')
    gaps.push([fromMs, toMs])
  })
  const join = (slug: string): ReturnType<KickChat['join']> => {
    const { chatroomId, channelId, userId } = sandbox.kick.room(slug)
    return chat.join({ chatroomId, channelId, userId, slug } as never)
  }
  return { sandbox, chat, errors, told, gaps, join }
}

/** The paths that Kick was asked, without what they have in common. */
const asked = ({ kick }: Sandbox): readonly string[] =>
  kick.realtime.requests.map(({ path }) => path.replace('/api/v1/realtime/', ''))

describe('the negotiation', () => {
  test('asks for each channel and for one token a connection, by one name', async () => {
    const { sandbox, join, told } = await openStage()
    await Promise.all([join('ann'), join('bob')])
    sandbox.kick.room('bob').say({ content: 'hello' })
    await until(() => told.includes('hello'))
    const channels = ['ann', 'bob'].map(
      (slug) => `channels/${sandbox.kick.room(slug).channelId}/chat/connection`,
    )
    expect(asked(sandbox)).toEqual([...channels, 'auth/connection'])
    expect(new Set(sandbox.kick.realtime.requests.map(({ clientId }) => clientId)).size).toBe(1)
    expect(sandbox.connections.map(({ transport }) => transport)).toEqual(['centrifugo'])
  })

  test('takes each channel where its own answer leads', async () => {
    const { sandbox, join, told } = await openStage()
    sandbox.kick.realtime.prefer('pusher', { channelId: sandbox.kick.room('ann').channelId })
    await Promise.all([join('ann'), join('bob')])
    for (const slug of ['ann', 'bob']) sandbox.kick.room(slug).say({ content: `from ${slug}` })
    await until(() => told.includes('from ann') && told.includes('from bob'))
    expect(sandbox.connections.map(({ transport }) => transport).toSorted()).toEqual(['centrifugo', 'pusher'])
  })

  test('asks the general address once for all rooms that are known by their chatroom alone', async () => {
    const { sandbox, chat } = await openStage()
    await Promise.all(
      ['ann', 'bob'].map((slug) => chat.join(toChatroomId(sandbox.kick.room(slug).chatroomId))),
    )
    expect(asked(sandbox)).toEqual(['connection', 'auth/connection'])
  })

  test('goes by what is offered, in the order it is liked', async () => {
    const { sandbox, join } = await openStage({ providers: ['pusher'] })
    await join('ann')
    expect(sandbox.connections.map(({ transport }) => transport)).toEqual(['pusher'])
  })

  test('passes over a provider nobody knows, and takes the next', async () => {
    const { sandbox, join } = await openStage()
    sandbox.kick.realtime.answerWith([
      { provider: 'carrier-pigeon', credentials: {} },
      { provider: 'centrifugo', credentials: { url: sandbox.centrifugo.url } },
    ])
    await join('ann')
    expect(sandbox.connections).toHaveLength(1)
  })

  test.for<[string, readonly object[] | undefined, RegExp]>([
    ['unsupported_provider', [{ provider: 'carrier-pigeon', credentials: {} }], /carrier-pigeon/],
    ['unsupported_provider', [], /none/],
    [
      'malformed',
      [{ provider: 'centrifugo', credentials: { url: 'wss://evil.example/x' } }],
      /evil\.example/,
    ],
    [
      'malformed',
      [{ provider: 'centrifugo', credentials: { url: 'ws://a:b@127.0.0.1/x' } }],
      /more than a place/,
    ],
    [
      'malformed',
      [{ provider: 'pusher', credentials: { app_key: '../x', cluster: 'us2' } }],
      /no plain word/,
    ],
  ])('refuses an answer as %s', async ([code, offers, words]) => {
    const { sandbox, join, told } = await openStage()
    sandbox.kick.realtime.answerWith(offers as never)
    const failed = join('ann')
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(words) })
    expect(told.at(-1)).toMatch(/^closed/)
    expect(sandbox.connections).toEqual([])
  })

  test.for<[string, Parameters<Sandbox['faults']['failRequests']>[0]]>([
    ['edge_blocked', { status: 403, body: 'challenge' }],
    ['edge_blocked', { status: 423 }],
    ['edge_blocked', { body: 'page' }],
    ['malformed', { status: 400 }],
  ])('ends a join as %s where waiting would not help', async ([code, fault]) => {
    const { sandbox, join } = await openStage()
    sandbox.faults.failRequests({ path: '/api/v1/realtime/', ...fault })
    await expect(join('ann')).rejects.toMatchObject({ name: 'KickError', code })
  })

  test('that fails at an option of the caller’s own says so', async () => {
    const mine = new RangeError('mine')
    const { join } = await openStage({
      isTrusted: () => {
        throw mine
      },
    })
    await expect(join('ann')).rejects.toMatchObject({ name: 'KickError', retryable: false, cause: mine })
  })

  test('of a channel that is none says so', async () => {
    const { chat } = await openStage()
    await expect(chat.join({ chatroomId: 1, channelId: 2 } as never)).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test.for<[string, Parameters<Sandbox['faults']['failRequests']>[0], number]>([
    ['unavailable', { status: 503 }, 500],
    ['network', { cut: 'before' }, 500],
    ['edge_blocked', { status: 429, retryAfterSeconds: 7 }, 7_000],
  ])('is tried again after %s, when its time has come', async ([code, fault, waitMs]) => {
    const clock = new ManualClock()
    const { sandbox, join, errors } = await openStage({ clock })
    sandbox.faults.failRequests({ path: '/api/v1/realtime/', next: 2, ...fault })
    const joining = join('ann')
    await until(() => clock.waitsMs.length === 1)
    expect(clock.waitsMs).toEqual([waitMs])
    clock.pass(waitMs)
    await until(() => errors.length === 2 && clock.waitsMs.length === 1)
    clock.pass(Math.max(waitMs, 1_000))
    await joining
    expect(errors.map((error) => error.code)).toEqual([code, code])
  })
})

describe('a socket that ends for good', () => {
  test.for<['close' | 'push', number]>([
    ['close', 3_500],
    ['close', 4_501],
    ['push', 3_501],
  ])(
    'by %s of %i goes to the slow lane, and comes back under another name with a gap',
    async ([how, code]) => {
      const clock = new ManualClock()
      const { sandbox, chat, join, told, gaps } = await openStage({ clock })
      const reasons: (string | undefined)[] = []
      chat.on('status', ({ error }) => void reasons.push(error?.message))
      const room = await join('ann')
      const [connection] = sandbox.connections
      told.length = 0
      const lostAtMs = clock.now()
      if (how === 'close') sandbox.faults.close(code)
      else sandbox.centrifugo.disconnect(code)
      await until(() => room.state === 'degraded')
      expect(told).toEqual(['degraded forbidden'])
      expect(reasons.at(-1)).toContain(`(${code})`)
      expect(clock.waitsMs).toEqual([300_000])
      sandbox.kick.realtime.prefer('pusher')
      clock.pass(300_000)
      await until(() => room.state === 'live')
      sandbox.kick.room('ann').say({ content: 'again' })
      await until(() => told.includes('again'))
      expect(told.slice(1)).toEqual(['connecting', 'gap', 'live', 'again'])
      const [[fromMs, toMs] = [0, 0]] = gaps
      expect(fromMs).toBeLessThanOrEqual(lostAtMs)
      // Not from before it was joined.
      expect(fromMs).toBeGreaterThan(lostAtMs - 3_000)
      expect(toMs).toBeGreaterThanOrEqual(lostAtMs + 300_000)
      expect(sandbox.connections[0]?.socketId).not.toBe(connection?.socketId)
      expect(new Set(sandbox.kick.realtime.requests.map(({ clientId }) => clientId)).size).toBe(2)
    },
  )

  test('again and again is asked for after 5, 10, 20 and then every 30 minutes', async () => {
    const clock = new ManualClock()
    const { sandbox, join } = await openStage({ clock })
    const room = await join('ann')
    sandbox.faults.failRequests({ path: '/api/v1/realtime/', status: 403, body: 'challenge' })
    sandbox.faults.close(3_500)
    for (const minutes of [5, 10, 20, 30, 30]) {
      // oxlint-disable-next-line no-await-in-loop -- one wait after the other
      await until(() => clock.waitsMs.length === 1)
      expect(clock.waitsMs).toEqual([minutes * 60_000])
      clock.pass(minutes * 60_000)
    }
    room.leave()
    await until(() => clock.waitsMs.length === 0)
  })

  test('before the room was ready ends the join', async () => {
    const { sandbox, join } = await openStage()
    sandbox.faults.failRequests({ path: '/api/v1/realtime/auth/', status: 403, body: 'challenge' })
    await expect(join('ann')).rejects.toMatchObject({ code: 'edge_blocked' })
    expect(sandbox.connections).toEqual([])
  })
})

describe('over Centrifugo', () => {
  test('a token is renewed before it ends, by the same name and without a gap', async () => {
    const { sandbox, join, told } = await openStage({}, { realtime: { tokenSeconds: 0.1 } })
    await join('ann')
    told.length = 0
    await until(() => asked(sandbox).filter((path) => path === 'auth/connection').length >= 3)
    sandbox.kick.room('ann').say({ content: 'still here' })
    await until(() => told.includes('still here'))
    expect(told).toEqual(['still here'])
    expect(new Set(sandbox.kick.realtime.requests.map(({ clientId }) => clientId)).size).toBe(1)
  })

  test.for(['text', 'object', 'whole_text'] as const)('data written as %s is read', async (style) => {
    const { sandbox, join, told } = await openStage()
    await join('ann')
    sandbox.centrifugo.dataStyle = style
    sandbox.kick.room('ann').say({ content: 'however' })
    await until(() => told.includes('however'))
  })

  test('several lines in one frame are several events', async () => {
    const { sandbox, join, told } = await openStage()
    await join('ann')
    sandbox.faults.joinLines()
    for (const content of ['one', 'two', 'three']) sandbox.kick.room('ann').say({ content })
    await until(() => told.includes('three'))
    expect(told.slice(-3)).toEqual(['one', 'two', 'three'])
  })

  test('pushes that are no publication, or on other channels, pass without harm', async () => {
    const { sandbox, join, told, errors } = await openStage()
    const { chatroomId } = await join('ann')
    for (const push of [
      { channel: '$centrifugo.push.default', pub: { data: {} } },
      { channel: 'chatrooms.1.v2', join: { info: {} } },
      // Of a channel that is subscribed, and without saying who.
      { channel: `chatrooms.${chatroomId}.v2`, join: {} },
      { channel: `chatrooms.${chatroomId}.v2`, leave: { info: null } },
      { channel: 'other', leave: { info: {} } },
      { message: { data: {} } },
      {},
    ]) {
      sandbox.centrifugo.push(push)
    }
    sandbox.kick.room('ann').say({ content: 'unharmed' })
    await until(() => told.includes('unharmed'))
    expect(errors).toEqual([])
  })

  test('a publication that is no event is told, and the next one heard', async () => {
    const { sandbox, join, told, errors } = await openStage()
    const room = await join('ann')
    sandbox.centrifugo.push({ channel: `chatrooms.${room.chatroomId}.v2`, pub: { data: [1, 2] } })
    sandbox.kick.room('ann').say({ content: 'next' })
    await until(() => told.includes('next'))
    expect(errors.map(({ code }) => code)).toEqual(['malformed_event'])
  })

  test('a chat whose channel is taken away for now is asked for again, with a gap', async () => {
    const { sandbox, join, told } = await openStage()
    const room = await join('ann')
    told.length = 0
    sandbox.centrifugo.unsubscribe(`chatrooms.${room.chatroomId}.v2`, { code: 2_500 })
    await until(() => told.includes('gap'))
    sandbox.kick.room('ann').say({ content: 'back' })
    await until(() => told.includes('back'))
    expect(told.filter((word) => word === 'gap')).toHaveLength(1)
  })

  test('a chat whose channel is taken away for good is degraded, with the reason', async () => {
    const { sandbox, join, told } = await openStage()
    const room = await join('ann')
    sandbox.centrifugo.unsubscribe(`chatrooms.${room.chatroomId}.v2`, { code: 2_000, reason: 'gone' })
    await until(() => room.state === 'degraded')
    expect(told.at(-1)).toBe('degraded forbidden')
  })

  test('one refused channel does not end the others', async () => {
    const { sandbox, join, told, errors } = await openStage()
    const { chatroomId } = sandbox.kick.room('ann')
    sandbox.faults.refuseCommand({
      code: 103,
      command: 'subscribe',
      channel: `chatroom_${chatroomId}`,
      next: 1,
    })
    await join('ann')
    sandbox.kick.room('ann').say({ content: 'all the same' })
    await until(() => told.includes('all the same'))
    expect(errors).toMatchObject([{ code: 'subscription_refused' }])
  })

  test('a chat whose channel is not to be had for now is asked for again, and that is told', async () => {
    const { sandbox, join, errors } = await openStage()
    const channel = `chatrooms.${sandbox.kick.room('ann').chatroomId}.v2`
    sandbox.faults.refuseCommand({ code: 100, command: 'subscribe', channel, next: 1 })
    const room = await join('ann')
    expect(room.state).toBe('live')
    expect(errors).toMatchObject([{ code: 'unavailable', retryable: true }])
  })

  test('a server that falls silent is given up, and what it cost is told from its last word', async () => {
    const { sandbox, join, told, gaps } = await openStage(
      { centrifugo: { pingSlackMs: 20, timeoutMs: 50, reconnect: { firstDelayMs: 1, maxDelayMs: 5 } } },
      { realtime: { pingMs: 30 } },
    )
    await join('ann')
    told.length = 0
    const silentSinceMs = Date.now()
    const silence = sandbox.faults.silence()
    await until(() => told.includes('connecting'))
    silence.heal()
    await until(() => gaps.length === 1)
    const [[fromMs] = [Infinity]] = gaps
    expect(fromMs).toBeLessThanOrEqual(silentSinceMs)
    expect(fromMs).toBeGreaterThan(silentSinceMs - 3_500)
  })

  test('a hundred channels are one connection’s share, and the next room takes another', async () => {
    const rooms = Array.from({ length: 21 }, (_, index) => `room-${index}`)
    const { sandbox, join } = await openStage({}, { rooms })
    await Promise.all(rooms.map(join))
    expect(sandbox.connections.map(({ channels }) => channels.length)).toEqual([100, 5])
  })
})

test.for<[string, object]>([
  ['providers', { providers: [] }],
  ['providers', { providers: ['smoke'] }],
  ['baseUrl', { baseUrl: 'kick.com' }],
  ['timeoutMs', { timeoutMs: 0 }],
  ['channelsPerConnection', { channelsPerConnection: 0 }],
  ['isTrusted', { isTrusted: true }],
  ['random', { random: 1 }],
  ['clock', { clock: {} }],
  ['centrifugo', { centrifugo: 1 }],
  ['key', { pusher: { key: '' } }],
])('%s is refused by name before anything is opened', async ([name, options]) => {
  const { negotiatedSocket } = await import('../src/index.js')
  expect(() => negotiatedSocket(options)).toThrow(
    expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }),
  )
})
