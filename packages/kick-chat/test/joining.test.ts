import { describe, expect, test } from 'vitest'
import {
  KickChat,
  pusherSocket,
  toChannelId,
  toChatroomId,
  type ChannelId,
  type ChatroomId,
  type ChatroomLookup,
} from '../src/index.js'
import { openStage, socketTo } from './support/chat.js'
import { refuse, tamperedSocket } from './support/tampered-socket.js'
import { all, until } from './support/wait.js'

describe('before a room is joined', () => {
  test('nothing is opened and nothing is asked', async () => {
    await using stage = await openStage()
    expect(stage.sandbox.pusher.connections).toEqual([])
    expect(stage.chat.rooms).toEqual([])
  })

  test('a socket is wanted by name', () => {
    // @ts-expect-error the socket is what one cannot do without
    expect(() => new KickChat({})).toThrow(/pusherSocket/)
  })

  test.each([{ windowMs: 0 }, { windowMs: NaN }, { limit: 0 }, { limit: 1.5 }])(
    'the memory %j is refused by name',
    (dedupe) => {
      const [name] = Object.keys(dedupe)
      expect(() => new KickChat({ socket: pusherSocket(), dedupe })).toThrow(new RegExp(`dedupe.${name}`))
    },
  )

  test.each([undefined, null, 'x', 10n])('the options %s are refused', (options) => {
    expect(() => new KickChat(options as never)).toThrow(
      expect.objectContaining({ name: 'KickError', code: 'invalid_options' }),
    )
  })

  test.each([
    ['lookup', 'x'],
    ['account', 5],
    ['dedupe', null],
    ['dedupe', 5],
    ['signal', {}],
    ['signal', null],
    ['clock', {}],
    ['clock', null],
  ])('the option %s of %j is refused by name', (name, value) => {
    const options = { socket: pusherSocket(), [name]: value }
    expect(() => new KickChat(options)).toThrow(
      expect.objectContaining({
        name: 'KickError',
        code: 'invalid_options',
        message: expect.stringContaining(name) as string,
      }),
    )
  })

  test.each([null, 'x', 5])('the socket’s options %j are refused', (options) => {
    expect(() => pusherSocket(options as never)).toThrow(
      expect.objectContaining({ name: 'KickError', code: 'invalid_options' }),
    )
  })

  test.each([
    { channelsPerConnection: 0 },
    { port: -1 },
    { key: '' },
    { cluster: 'not a cluster/' },
    { activityTimeoutMs: -5 },
  ])('the socket’s option %j is refused by name', (options) => {
    const [name = ''] = Object.keys(options)
    expect(() => pusherSocket(options)).toThrow(
      expect.objectContaining({ name: 'KickError', code: 'invalid_options' }),
    )
    expect(() => pusherSocket(options)).toThrow(new RegExp(name))
  })
})

describe('a room is joined', () => {
  test('by its slug, on the five channels the site uses, the chat’s own last', async () => {
    await using stage = await openStage({ rooms: ['ann-x'] })
    const { chatroomId, channelId } = stage.sandbox.kick.room('ann-x')
    const room = await stage.chat.join('Ann-X')
    expect(room).toMatchObject({ chatroomId, channelId, slug: 'ann-x', state: 'live' })
    expect(room.ref).toEqual({
      platform: 'kick',
      account: 'anonymous',
      room: String(chatroomId),
      kind: 'live',
    })
    expect(stage.sandbox.pusher.connections.map(({ channels }) => channels)).toEqual([
      [
        `channel.${channelId}`,
        `channel_${channelId}`,
        `chatroom_${chatroomId}`,
        `chatrooms.${chatroomId}`,
        `chatrooms.${chatroomId}.v2`,
      ],
    ])
    expect(stage.chat.rooms).toEqual([room])
  })

  test('by its chatroom id alone, without any lookup, on the three channels that need no more', async () => {
    await using stage = await openStage({ chat: { lookup: undefined } })
    const { chatroomId } = stage.sandbox.kick.room('ann')
    const room = await stage.chat.join(toChatroomId(chatroomId))
    expect(room).toMatchObject({ chatroomId, channelId: undefined, slug: undefined })
    expect(stage.sandbox.pusher.connections[0]?.channels).toEqual([
      `chatroom_${chatroomId}`,
      `chatrooms.${chatroomId}`,
      `chatrooms.${chatroomId}.v2`,
    ])
  })

  test('by all its ids, while the site’s door is closed', async () => {
    await using stage = await openStage()
    stage.sandbox.faults.challenge()
    await expect(stage.chat.join('ann')).rejects.toMatchObject({ code: 'edge_blocked' })
    const { chatroomId, channelId } = stage.sandbox.kick.room('ann')
    const room = await stage.chat.join({
      chatroomId: toChatroomId(chatroomId),
      channelId: toChannelId(channelId),
      slug: 'ann',
    })
    expect(room).toMatchObject({ channelId, slug: 'ann' })
  })

  test('once, however often and however it is asked for', async () => {
    await using stage = await openStage()
    const { chatroomId } = stage.sandbox.kick.room('ann')
    const [one, two] = await Promise.all([stage.chat.join('ann'), stage.chat.join('ann')])
    const three = await stage.chat.join(toChatroomId(chatroomId))
    expect(two).toBe(one)
    expect(three).toBe(one)
    expect(
      stage.sandbox.record.frames().filter(({ text }) => text.includes('subscription_succeeded')),
    ).toHaveLength(5)
  })

  test('beside others, on one connection', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob', 'cat'] })
    const rooms = await Promise.all(['ann', 'bob', 'cat'].map((slug) => stage.chat.join(slug)))
    expect(stage.sandbox.pusher.connections).toHaveLength(1)
    expect(stage.chat.rooms).toEqual(rooms)
    expect(stage.chat.stats()).toMatchObject({ rooms: 3 })
  })

  test('on a further connection where the first carries a hundred channels', async () => {
    const rooms = Array.from({ length: 21 }, (_, index) => `room-${index}`)
    await using stage = await openStage({ rooms })
    await Promise.all(rooms.map((slug) => stage.chat.join(slug)))
    expect(stage.sandbox.pusher.connections.map(({ channels }) => channels.length)).toEqual([100, 5])
  })

  test('never divided between connections', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob'], socket: { channelsPerConnection: 7 } })
    await Promise.all([stage.chat.join('ann'), stage.chat.join('bob')])
    expect(stage.sandbox.pusher.connections.map(({ channels }) => channels.length)).toEqual([5, 5])
  })

  test('once the server can be reached, without asking again', async () => {
    await using stage = await openStage()
    stage.sandbox.faults.refuse({ next: 3 })
    expect(await stage.chat.join('ann')).toMatchObject({ state: 'live' })
    expect(stage.errors.length).toBeGreaterThanOrEqual(3)
    expect(stage.errors.every(({ code, retryable }) => code === 'connection_failed' && retryable)).toBe(true)
  })

  test('although one of its lesser channels is refused, which is told', async () => {
    await using stage = await openStage()
    const live = stage.sandbox.kick.room('ann')
    const socket = tamperedSocket(refuse(`channel_${live.channelId}`))
    await using chat = new KickChat({ socket: socketTo(stage.sandbox, { socket }) })
    const told: string[] = []
    chat.on(
      'error',
      (error, room) => void told.push(`${error.code} in ${room?.chatroomId}: ${error.message}`),
    )
    const room = await chat.join({
      chatroomId: toChatroomId(live.chatroomId),
      channelId: toChannelId(live.channelId),
    })
    expect(room.state).toBe('live')
    expect(told).toEqual([
      expect.stringMatching(`^subscription_refused in ${live.chatroomId}: .*channel_${live.channelId}`),
    ])
  })
})

describe('a join fails', () => {
  test('for a name without a lookup, saying what to pass', async () => {
    await using stage = await openStage({ chat: { lookup: undefined } })
    const failed = stage.chat.join('ann')
    await expect(failed).rejects.toMatchObject({ code: 'no_lookup' })
    await expect(failed).rejects.toThrow(/siteLookup\(\)/)
  })

  test.each(['', ' ', 'https://kick.com/ann', 'an n', '../x', 'ann?x=1', 'ä'])(
    'for %j, which is no slug, before anything is asked',
    async (slug) => {
      await using stage = await openStage()
      await expect(stage.chat.join(slug)).rejects.toMatchObject({ code: 'invalid_argument' })
      expect(stage.sandbox.pusher.connections).toEqual([])
    },
  )

  test.each([0, -1, 1.5, null, {}, { chatroomId: 0 }, { chatroomId: 1, channelId: -1 }])(
    'for the ids %j',
    async (target) => {
      await using stage = await openStage()
      await expect(stage.chat.join(target as ChatroomId)).rejects.toMatchObject({ code: 'invalid_argument' })
    },
  )

  test.each(['10n', 'a symbol', 'a circle', 'a function', 'a list'])('for %s', async (kind) => {
    const circle: Record<string, unknown> = { chatroomId: 'x' }
    circle['self'] = circle
    const targets: Record<string, unknown> = {
      '10n': 10n,
      'a symbol': Symbol('x'),
      'a circle': circle,
      'a function': () => 1,
      'a list': [1],
    }
    await using stage = await openStage()
    await expect(stage.chat.join(targets[kind] as ChatroomId)).rejects.toMatchObject({
      name: 'KickError',
      code: 'invalid_argument',
    })
    const info = { chatroomId: toChatroomId(1), channelId: targets[kind] as ChannelId }
    await expect(stage.chat.join(info)).rejects.toMatchObject({ code: 'invalid_argument' })
    expect(() => toChatroomId(targets[kind] as number)).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    )
  })

  test.each([null, { signal: {} }])('for the options %j', async (options) => {
    await using stage = await openStage()
    await expect(stage.chat.join('ann', options as object)).rejects.toMatchObject({
      name: 'KickError',
      code: 'invalid_options',
    })
  })

  test('when the chat is closed before the lookup has answered, which is told to stop', async () => {
    let asked: AbortSignal | undefined
    const lookup: ChatroomLookup = (_, { signal }) => {
      asked = signal
      return new Promise(() => undefined)
    }
    await using stage = await openStage({ chat: { lookup } })
    const failures = [
      stage.chat.join('ann'),
      stage.chat.join('ann', { signal: new AbortController().signal }),
    ]
    await stage.chat.close()
    for (const failed of failures) {
      // oxlint-disable-next-line no-await-in-loop -- both are under way
      await expect(failed).rejects.toMatchObject({ code: 'closed' })
    }
    expect(asked?.aborted).toBe(true)
  })

  test('when its signal aborts a lookup that would not stop by itself', async () => {
    const lookup: ChatroomLookup = () => new Promise(() => undefined)
    await using stage = await openStage({ chat: { lookup } })
    const controller = new AbortController()
    const failed = stage.chat.join('ann', { signal: controller.signal })
    controller.abort('enough')
    await expect(failed).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
  })

  test('where a lookup of one’s own answers without a chatroom id', async () => {
    await using stage = await openStage({ chat: { lookup: async () => ({ chatroomId: NaN as ChatroomId }) } })
    await expect(stage.chat.join('ann')).rejects.toMatchObject({ code: 'invalid_argument' })
    expect(stage.sandbox.pusher.connections).toEqual([])
  })

  test('where a lookup of one’s own answers with nothing, which is said of the lookup', async () => {
    await using stage = await openStage({ chat: { lookup: async () => undefined as never } })
    await expect(stage.chat.join('ann')).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('The lookup gave undefined for "ann"'),
    })
  })

  test('with the channel id of another room that is joined', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const target = { chatroomId: toChatroomId(7), channelId: room.channelId as ChannelId }
    await expect(stage.chat.join(target)).rejects.toMatchObject({ code: 'invalid_argument' })
    expect(room.state).toBe('live')
  })

  test('with what a lookup of one’s own threw, as it is', async () => {
    const mine = new RangeError('not in my table')
    await using stage = await openStage({ chat: { lookup: () => Promise.reject(mine) } })
    await expect(stage.chat.join('ann')).rejects.toBe(mine)
  })

  test('for a room that is not there, and leaves nothing open', async () => {
    await using stage = await openStage()
    await expect(stage.chat.join('nobody')).rejects.toMatchObject({ code: 'not_found' })
    expect(stage.sandbox.pusher.connections).toEqual([])
  })

  test('where the server will not have the key, for good', async () => {
    await using stage = await openStage({ socket: { key: 'wrong' } })
    const statuses: string[] = []
    stage.chat.on('status', ({ state, error }) => void statuses.push(`${state} ${error?.code ?? ''}`.trim()))
    await expect(stage.chat.join('ann')).rejects.toMatchObject({
      code: 'connection_refused',
      retryable: false,
    })
    expect(statuses).toEqual(['connecting', 'closed forbidden'])
    expect(stage.chat.rooms).toEqual([])
  })

  test('where the chat’s own channel is refused', async () => {
    await using stage = await openStage()
    const { chatroomId } = stage.sandbox.kick.room('ann')
    const socket = tamperedSocket(refuse(`chatrooms.${chatroomId}.v2`))
    await using chat = new KickChat({ socket: socketTo(stage.sandbox, { socket }) })
    await expect(chat.join(toChatroomId(chatroomId))).rejects.toMatchObject({ code: 'subscription_refused' })
    expect(chat.rooms).toEqual([])
    await until(() => stage.sandbox.pusher.connections.length === 0)
  })

  test('when its signal aborts, and leaves nothing open', async () => {
    await using stage = await openStage()
    stage.sandbox.faults.silence()
    const controller = new AbortController()
    const failed = stage.chat.join('ann', { signal: controller.signal })
    await until(() => stage.sandbox.pusher.connections.length === 1)
    controller.abort('enough')
    await expect(failed).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
    await until(() => stage.sandbox.pusher.connections.length === 0)
    expect(stage.chat.rooms).toEqual([])
  })

  test('for the one that aborts, and not for another that waits', async () => {
    await using stage = await openStage()
    const { chatroomId } = stage.sandbox.kick.room('ann')
    const silence = stage.sandbox.faults.handshake(null)
    const controller = new AbortController()
    const quitter = stage.chat.join(toChatroomId(chatroomId), { signal: controller.signal })
    const stayer = stage.chat.join(toChatroomId(chatroomId))
    await until(() => stage.sandbox.pusher.connections.length === 1)
    controller.abort()
    await expect(quitter).rejects.toMatchObject({ code: 'aborted' })
    silence.heal()
    stage.sandbox.faults.drop()
    expect(await stayer).toMatchObject({ state: 'live' })
  })

  test('that is aborted before it begins', async () => {
    await using stage = await openStage()
    await expect(stage.chat.join('ann', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(stage.sandbox.pusher.connections).toEqual([])
  })

  test('on a chat that is closed, or closes meanwhile', async () => {
    await using stage = await openStage()
    stage.sandbox.faults.silence()
    const failed = stage.chat.join('ann')
    await until(() => stage.sandbox.pusher.connections.length === 1)
    await stage.chat.close()
    await expect(failed).rejects.toMatchObject({ code: 'closed' })
    await expect(stage.chat.join('ann')).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('a room is left', () => {
  test('alone: the others go on, and its channels are unsubscribed', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob'] })
    const [ann, bob] = await Promise.all([stage.chat.join('ann'), stage.chat.join('bob')])
    const heard: string[] = []
    stage.chat.on('message', ({ message }, room) => void heard.push(`${room.slug} ${message.text}`))
    ann.leave()
    ann.leave()
    expect(ann.state).toBe('closed')
    expect(stage.chat.rooms).toEqual([bob])
    await until(() => stage.sandbox.pusher.connections[0]?.channels.length === 5)
    stage.sandbox.kick.room('ann').say('a')
    stage.sandbox.kick.room('bob').say('b')
    await until(() => heard.length > 0)
    expect(heard).toEqual(['bob b'])
  })

  test('as the last one: its connection is closed', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    room.leave()
    await until(() => stage.sandbox.pusher.connections.length === 0)
  })

  test('and joined anew, as a new room', async () => {
    await using stage = await openStage()
    const first = await stage.chat.join('ann')
    first.leave()
    const second = await stage.chat.join('ann')
    expect(second).not.toBe(first)
    const heard: string[] = []
    second.on('message', ({ message }) => void heard.push(message.text))
    stage.sandbox.kick.room('ann').say('hi')
    await until(() => heard.length > 0)
    expect(heard).toEqual(['hi'])
  })

  test('by a handler in the middle of an event, which is its last', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const heard: string[] = []
    room.on('message', ({ message }) => {
      heard.push(message.text)
      room.leave()
    })
    const live = stage.sandbox.kick.room('ann')
    live.say('a')
    live.say('b')
    await until(() => stage.sandbox.pusher.connections.length === 0)
    expect(heard).toEqual(['a'])
  })
})

describe('a chat is closed', () => {
  test('with everything in it, and leaves no connection', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob'] })
    const rooms = await Promise.all([stage.chat.join('ann'), stage.chat.join('bob')])
    const streams = [stage.chat.events(), ...rooms.map((room) => room.events())]
    await stage.chat.close()
    await stage.chat.close()
    await until(() => stage.sandbox.pusher.connections.length === 0)
    const seen = await Promise.all(streams.map(all))
    expect(seen.map((events) => events.map(({ type }) => type))).toEqual([
      ['status', 'status'],
      ['status'],
      ['status'],
    ])
    expect(rooms.map(({ state }) => state)).toEqual(['closed', 'closed'])
    expect(stage.chat.stats()).toMatchObject({ rooms: 0 })
  })

  test('by its signal', async () => {
    const controller = new AbortController()
    await using stage = await openStage({ chat: { signal: controller.signal } })
    const room = await stage.chat.join('ann')
    controller.abort()
    expect(room.state).toBe('closed')
    await until(() => stage.sandbox.pusher.connections.length === 0)
  })

  test('by leaving the block it was made for', async () => {
    await using stage = await openStage()
    {
      await using chat = new KickChat({ socket: socketTo(stage.sandbox) })
      await chat.join(toChatroomId(stage.sandbox.kick.room('ann').chatroomId))
      expect(stage.sandbox.pusher.connections).toHaveLength(1)
    }
    await until(() => stage.sandbox.pusher.connections.length === 0)
  })
})

test('a room whose ids a lookup wrote as text is the same room as by numbers', async () => {
  await using stage = await openStage({
    chat: {
      lookup: async () =>
        JSON.parse(
          JSON.stringify(stage.sandbox.kick.room('ann'), ['chatroomId', 'channelId', 'userId']),
          (_, value) => (typeof value === 'number' ? String(value) : value),
        ),
    },
  })
  const room = await stage.chat.join('ann')
  expect(await stage.chat.join(toChatroomId(stage.sandbox.kick.room('ann').chatroomId))).toBe(room)
  expect(room).toMatchObject({ chatroomId: expect.any(Number), channelId: expect.any(Number) })
  expect(room.userId).toBe(stage.sandbox.kick.room('ann').userId)
})

test.each(['leave', 'close'] as const)('a handler of the first status may %s', async (how) => {
  await using stage = await openStage()
  stage.chat.on('status', ({ state }, room) => {
    if (state === 'connecting') void (how === 'leave' ? room.leave() : stage.chat.close())
  })
  await expect(stage.chat.join('ann')).rejects.toMatchObject({ code: 'closed' })
  expect(stage.chat.rooms).toEqual([])
  await until(() => stage.sandbox.pusher.connections.length === 0)
})
