import {
  createHub,
  createOutbox,
  type AdapterContext,
  type AdapterSession,
  type RoomRef,
} from '@wireloom/chat-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { basalamAdapter, type BasalamAdapterOptions } from '../src/chat.js'
import { toChatError } from '../src/chat/adapter/to-chat-error.js'
import { Basalam, BasalamError, isBasalamError } from '../src/index.js'
import { ChatClient } from '../src/services/chat.js'
import { openPlaceForTest, type Place } from './support/hub-run.js'

interface Opened {
  readonly place: Place
  readonly session: AdapterSession
  readonly room: RoomRef
}

/** A session on the sandbox, and the chat with its customer. */
async function openSession(
  given: Partial<BasalamAdapterOptions> | ((place: Place) => Partial<BasalamAdapterOptions>) = {},
): Promise<Opened> {
  const place = await openPlaceForTest()
  const options = typeof given === 'function' ? given(place) : given
  const closing = new AbortController()
  onTestFinished(() => closing.abort())
  const context: AdapterContext = {
    fetch,
    clock: place.clock,
    meter: { count: () => undefined, gauge: () => undefined, record: () => undefined } as never,
    kv: undefined,
    signal: closing.signal,
  }
  const session = await basalamAdapter({ basalam: place.basalam, ...options }).open(context)
  const { customer } = place.sandbox.world
  const room = await session.operations?.openRoom?.(String(customer.id), {})
  return { place, session, room: room as RoomRef }
}

const say = (...parts: readonly object[]): never =>
  ({ parts, text: 'as text', clientId: `client-${parts.length}` }) as never

function standing({ place, room }: Opened): readonly object[] {
  return place.sandbox.world
    .messages(Number(room.room))
    .map(({ type, content, repliedId }) => ({ type, content, repliedId }))
}

/** A client of which the second message meets a fault. */
function withFaultAfterOne({ clock, sandbox, wire }: Place, fault: object): Basalam {
  let sent = 0
  const operation = 'POST /v1/chats/{chat_id}/messages'
  return new Basalam({
    token: sandbox.personalToken.accessToken,
    baseUrl: sandbox.apiUrl,
    clock,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const response = await wire.fetch(request)
      if (request.method !== 'POST' || !request.url.endsWith('/messages')) return response
      sent += 1
      if (sent === 1) sandbox.fail({ operation, ...fault })
      return response
    },
  })
}

const rejection = (call: PromiseLike<unknown> | undefined): Promise<unknown> =>
  Promise.resolve(call).then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a session', () => {
  test('is of the user whose token it is', async () => {
    const { place, session } = await openSession()
    expect(session.account).toBe(String(place.sandbox.userId))
  })

  test('takes the word of who made it for that, and then asks nobody', async () => {
    const { place, session } = await openSession({ userId: 7 })
    expect(session.account).toBe('7')
    expect(place.sandbox.requests.some(({ path }) => path === '/v1/users/me')).toBe(false)
  })

  test('is refused as unauthenticated where the token is', async () => {
    const place = await openPlaceForTest()
    place.sandbox.revokeAccessTokens()
    const hub = createHub({ clock: place.clock })
    const error = await rejection(hub.add(basalamAdapter({ basalam: place.basalam })))
    expect(error).toMatchObject({ name: 'ChatError', code: 'unauthenticated', platform: 'basalam' })
  })

  test('works with the chat service alone, and then uploads nothing', async () => {
    const place = await openPlaceForTest()
    const { apiUrl, personalToken } = place.sandbox
    const basalam = new ChatClient({ token: personalToken.accessToken, baseUrl: apiUrl })
    const hub = createHub()
    onTestFinished(() => hub.close())
    const account = await hub.add(basalamAdapter({ basalam, userId: place.sandbox.userId }))
    expect(account.capabilities['media.upload'].level).toBe('none')
    expect(account.capabilities['message.send'].level).toBe('native')
  })

  test.each([
    [{ basalam: undefined }, 'basalam'],
    [{ basalam: { chats: {} } }, 'basalam'],
    [{ userId: -1 }, 'userId'],
    [{ chats: 'some' }, 'chats'],
    [{ scopes: 'all' }, 'scopes'],
    [{ activeIntervalMs: 0 }, 'activeIntervalMs'],
    [{ webhook: { secret: 'short' } }, 'secret'],
    [{ webhook: { secret: 'x'.repeat(20), secretHeader: 'a b' } }, 'secretHeader'],
  ])('is not begun with options that cannot be right: %j', async (wrong, name) => {
    const { basalam } = await openPlaceForTest()
    const make = (): unknown => basalamAdapter(Object.assign({ basalam }, wrong as object))
    expect(make).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }),
    )
  })

  test('says whose it is where the client cannot be asked', async () => {
    const basalam = new ChatClient({ token: 'a-token' })
    expect(() => basalamAdapter({ basalam })).toThrow(/userId is missing/)
  })
})

describe('capabilities', () => {
  test.each([
    ['message.send', 'native'],
    ['message.reply', 'native'],
    ['message.edit', 'native'],
    ['message.delete', 'native'],
    ['message.forward', 'native'],
    ['message.seen', 'none'],
    ['typing.send', 'none'],
    ['user.ban', 'none'],
    ['user.timeout', 'none'],
    ['user.release', 'none'],
    ['history.read', 'native'],
    ['member.list', 'none'],
    ['room.list', 'native'],
    ['room.open', 'native'],
    ['media.upload', 'native'],
    ['receive.socket', 'none'],
    ['receive.webhook', 'emulated'],
    ['receive.poll', 'native'],
  ] as const)('%s is %s', async (operation, level) => {
    const { place, room } = await openSession()
    const hub = createHub({ clock: place.clock })
    onTestFinished(async () => {
      const closed = hub.close()
      await place.clock.advance(1_000)
      await closed
    })
    await hub.add(basalamAdapter({ basalam: place.basalam, webhook: { secret: 'sixteen letters.' } }))
    const capability = hub.room(room).capabilities[operation]
    expect(capability.level).toBe(level)
    expect(capability.official).toBe(level !== 'none')
  })

  test('a poll is ordered and can go on, a webhook brings messages alone', async () => {
    const { session } = await openSession({ webhook: { secret: 'sixteen letters.' } })
    const capabilities = session.capabilities()
    expect(capabilities['receive.poll']?.receive).toMatchObject({ ordered: true, resumable: true })
    expect(capabilities['receive.webhook']?.receive?.events).toEqual(['message'])
  })

  test('what the token may not do is known before it is tried, where the scopes are', async () => {
    const granted = async (scopes?: readonly string[]): Promise<readonly unknown[]> => {
      const { session } = await openSession(scopes === undefined ? {} : { scopes })
      const capabilities = session.capabilities()
      return [capabilities['message.send']?.granted, capabilities['receive.poll']?.granted]
    }
    expect(await granted()).toEqual([undefined, undefined])
    expect(await granted(['customer.chat.read'])).toEqual([false, true])
    expect(await granted(['customer.chat.write'])).toEqual([true, true])
    expect(await granted(['*'])).toEqual([true, true])
    expect(await granted(['vendor.product.read'])).toEqual([false, false])
  })
})

describe('sending', () => {
  const photo = {
    id: '501',
    url: 'https://cdn.example/p.jpg',
    name: 'p.jpg',
    sizeBytes: 5,
    widthPx: 2,
    heightPx: 3,
    blurHash: 'LEH',
  }
  const file = {
    id: 501,
    url: 'https://cdn.example/p.jpg',
    name: 'p.jpg',
    size: 5,
    width: 2,
    height: 3,
    blur_hash: 'LEH',
  }

  test.each([
    [
      'words are one message',
      [
        { type: 'text', text: 'a ' },
        { type: 'mention', name: 'sara' },
        { type: 'link', url: 'https://x.example' },
      ],
      [{ type: 'text', content: { text: 'a @sarahttps://x.example' } }],
    ],
    [
      'a link under other words keeps its address',
      [{ type: 'link', url: 'https://x.example', text: 'here' }],
      [{ type: 'text', content: { text: 'here https://x.example' } }],
    ],
    [
      'a link under the end of its address is said once',
      [{ type: 'link', url: 'https://x.example', text: 'x.example' }],
      [{ type: 'text', content: { text: 'x.example' } }],
    ],
    [
      'a picture takes the words behind it',
      [
        { type: 'image', media: photo },
        { type: 'text', text: 'front' },
      ],
      [{ type: 'picture', content: { text: 'front', files: [file] } }],
    ],
    [
      'words before a picture are a message of their own',
      [
        { type: 'text', text: 'look' },
        { type: 'image', media: photo },
      ],
      [
        { type: 'text', content: { text: 'look' } },
        { type: 'picture', content: { files: [file] } },
      ],
    ],
    [
      'each file is a message of its own',
      [
        { type: 'video', media: photo },
        { type: 'file', media: photo },
      ],
      [
        { type: 'video', content: { files: [file] } },
        { type: 'file', content: { files: [file] } },
      ],
    ],
    [
      'a gallery is one',
      [{ type: 'gallery', media: [photo, photo] }],
      [{ type: 'gallery', content: { files: [file, file] } }],
    ],
    [
      'a sticker is one',
      [{ type: 'sticker', media: photo }],
      [{ type: 'sticker', content: { files: [file] } }],
    ],
    [
      'a card goes by the id of what it shows',
      [
        { type: 'card', card: 'product', entityId: '12' },
        { type: 'text', text: 'this' },
      ],
      [{ type: 'product', content: { entity_id: 12, text: 'this' } }],
    ],
    [
      'a post is a social post',
      [{ type: 'card', card: 'post', entityId: '12' }],
      [{ type: 'social_post', content: { entity_id: 12 } }],
    ],
    [
      'a voice with a product behind it is one message',
      [
        { type: 'voice', media: { ...photo, durationMs: 4_000 } },
        { type: 'card', card: 'product', entityId: '9' },
        { type: 'text', text: 'hear' },
      ],
      [{ type: 'product_voice', content: { entity_id: 9, text: 'hear', files: [{ ...file, duration: 4 }] } }],
    ],
    [
      'a voice alone is a voice',
      [
        { type: 'voice', media: photo },
        { type: 'text', text: 'hear' },
      ],
      [{ type: 'voice', content: { text: 'hear', files: [file] } }],
    ],
  ])('%s', async (_name, parts, expected) => {
    const opened = await openSession()
    const receipt = await opened.session.send?.(opened.room, say(...parts), {})
    expect(standing(opened)).toMatchObject(expected)
    const ids = opened.place.sandbox.world.messages(Number(opened.room.room)).map(({ id }) => String(id))
    expect(receipt?.refs.map(({ id }) => id)).toEqual(ids)
    expect(receipt?.refs.every((ref) => ref.room === opened.room)).toBe(true)
  })

  test('only the first of several answers, and each has an id of ours', async () => {
    const opened = await openSession()
    const { id } = opened.place.sandbox.world.receive({
      from: opened.place.sandbox.world.customer,
      text: 'which?',
    })
    const outgoing = {
      ...(say({ type: 'image', media: photo }, { type: 'image', media: photo }) as object),
      replyTo: { room: opened.room, id: String(id) },
    }
    await opened.session.send?.(opened.room, outgoing as never, {})
    expect(standing(opened)).toMatchObject([{ type: 'text' }, { repliedId: id }, { repliedId: undefined }])
    const bodies = opened.place.sandbox.requests.flatMap(({ body, path, method }) =>
      method === 'POST' && path.endsWith('/messages') ? [body as { temp_id: number }] : [],
    )
    const own = bodies.map(({ temp_id }) => temp_id)
    expect(new Set(own).size).toBe(2)
    expect(own.every((one) => Number.isInteger(one) && one > 0 && one < 2 ** 31)).toBe(true)
  })

  test.each([
    [
      'a file that was not uploaded',
      [{ type: 'image', media: { url: 'https://x.example/p.jpg' } }],
      'invalid',
      'upload',
    ],
    [
      'a card of a kind that Basalam has not',
      [{ type: 'card', card: 'planet', entityId: '1' }],
      'invalid',
      'planet',
    ],
    ['a card of no number', [{ type: 'card', card: 'product', entityId: 'abc' }], 'invalid', 'entityId'],
    ['a place', [{ type: 'location', latitude: 1, longitude: 2 }], 'unsupported', 'location'],
    [
      'what was not understood itself',
      [{ type: 'unknown', platformType: 'x', fallback: '' }],
      'unsupported',
      'unknown',
    ],
  ])('%s is refused before anything is sent', async (_name, parts, code, word) => {
    const opened = await openSession()
    const { requests } = opened.place.wire
    const error = await rejection(
      opened.session.send?.(opened.room, say({ type: 'text', text: 'first' }, ...parts), {}),
    )
    expect(error).toMatchObject({ name: 'ChatError', code, message: expect.stringContaining(word) })
    expect(opened.place.wire.requests).toBe(requests)
  })

  test('a message of several that broke off goes on where it did, also through an outbox', async () => {
    const opened = await openSession()
    const { place, room } = opened
    const hub = createHub({ clock: place.clock, outbox: createOutbox() })
    onTestFinished(async () => {
      const closed = hub.close()
      await place.clock.advance(1_000)
      await closed
    })
    const basalam = withFaultAfterOne(place, { status: 429, retryAfter: '3' })
    await hub.add(basalamAdapter({ basalam }))
    const sent = hub.room(room).send([
      { type: 'text', text: 'look' },
      { type: 'card', card: 'product', entityId: '1' },
      { type: 'card', card: 'product', entityId: '2' },
    ])
    await place.clock.advance(30_000)
    const { refs } = await sent
    expect(standing(opened)).toMatchObject([
      { type: 'text' },
      { content: { entity_id: 1 } },
      { content: { entity_id: 2 } },
    ])
    expect(refs).toHaveLength(3)
    expect(
      place.sandbox.requests.filter(({ path, method }) => method === 'POST' && path.endsWith('/messages')),
    ).toHaveLength(4)
  })

  test.each(['verify', 'retry'] as const)(
    'a message that arrived though nobody said so is not said twice (%s)',
    async (onUnknown) => {
      const opened = await openSession()
      const { place, room } = opened
      const hub = createHub({ clock: place.clock, outbox: createOutbox() })
      onTestFinished(async () => {
        const closed = hub.close()
        await place.clock.advance(1_000)
        await closed
      })
      await hub.add(basalamAdapter({ basalam: withFaultAfterOne(place, { cut: 'after' }) }))
      const parts = [
        { type: 'link', url: 'https://x.example', text: 'here' },
        { type: 'card', card: 'product', entityId: '1' },
        { type: 'card', card: 'product', entityId: '1' },
      ] as const
      const sent = hub.room(room).send(parts, { onUnknown })
      await place.clock.advance(30_000)
      const ids = place.sandbox.world.messages(Number(room.room)).map(({ id }) => String(id))
      expect((await sent).refs.map(({ id }) => id)).toEqual(ids)
      expect(ids).toHaveLength(3)
    },
  )

  test('one that did not arrive is sent, though the same was said before', async () => {
    const opened = await openSession((place) => ({ basalam: withFaultAfterOne(place, { cut: 'before' }) }))
    const outgoing = { ...(say({ type: 'text', text: 'yes' }) as object) }
    await opened.session.send?.(opened.room, { ...outgoing, clientId: 'first' } as never, {})
    const second = { ...outgoing, clientId: 'second' } as never
    expect(await rejection(opened.session.send?.(opened.room, second, {}))).toMatchObject({
      code: 'outcome_unknown',
    })
    await opened.session.send?.(opened.room, second, {})
    expect(standing(opened)).toMatchObject([{ content: { text: 'yes' } }, { content: { text: 'yes' } }])
  })

  test('one that did not arrive is sent, though somebody at the app said the same an hour ago', async () => {
    const opened = await openSession((place) => ({ basalam: withFaultAfterOne(place, { cut: 'before' }) }))
    const { place, room, session } = opened
    await place.basalam.chats.sendMessage({ chatId: Number(room.room), content: 'yes' })
    await place.clock.advance(3_600_000)
    const outgoing = (text: string): never =>
      ({ parts: [{ type: 'text', text }], text, clientId: text }) as never
    await session.send?.(room, outgoing('well'), {})
    await rejection(session.send?.(room, outgoing('yes'), {}))
    await session.send?.(room, outgoing('yes'), {})
    const texts = standing(opened).map((message) => (message as { content: { text: string } }).content.text)
    expect(texts).toEqual(['yes', 'well', 'yes'])
  })

  test('an error in the middle says how many were sent', async () => {
    const opened = await openSession((place) => ({ basalam: withFaultAfterOne(place, { cut: 'after' }) }))
    const parts = say({ type: 'text', text: 'a' }, { type: 'card', card: 'product', entityId: '1' })
    const error = await rejection(opened.session.send?.(opened.room, parts, {}))
    expect(error).toMatchObject({
      code: 'outcome_unknown',
      retryable: false,
      message: expect.stringMatching(/^Of 2 messages 1 were sent\./),
    })
    expect(isBasalamError((error as Error).cause)).toBe(true)
  })
})

describe('other calls', () => {
  test('an edit is words alone', async () => {
    const opened = await openSession()
    const receipt = await opened.session.send?.(opened.room, say({ type: 'text', text: 'one' }), {})
    const [target] = receipt?.refs ?? []
    await opened.session.operations?.edit?.(target as never, say({ type: 'text', text: 'two' }), {})
    expect(standing(opened)).toMatchObject([{ content: { text: 'two' } }])
    const { requests } = opened.place.wire
    const error = await rejection(
      opened.session.operations?.edit?.(target as never, say({ type: 'image', media: {} }), {}),
    )
    expect(error).toMatchObject({ code: 'unsupported', operation: 'message.edit' })
    expect(opened.place.wire.requests).toBe(requests)
  })

  test('deletes and forwards as many as are named, in as many requests as Basalam wants', async () => {
    const opened = await openSession()
    const { world } = opened.place.sandbox
    const other = await opened.session.operations?.openRoom?.(String(world.addPerson().id), {})
    const ids = Array.from({ length: 65 }, () => world.receive({ from: world.customer, text: 'x' }).id)
    const targets = ids.map((id) => ({ room: opened.room, id: String(id) }))
    await opened.session.operations?.forward?.(targets, other as RoomRef, {})
    expect(world.messages(Number(other?.room))).toHaveLength(65)
    await opened.session.operations?.delete?.(targets, {})
    expect(world.messages(Number(opened.room.room))).toEqual([])
    const sizes = opened.place.sandbox.requests.flatMap(({ body }) => {
      const given = (body as { message_ids?: readonly number[] } | undefined)?.message_ids
      return given === undefined ? [] : [given.length]
    })
    expect(sizes).toEqual([26, 26, 13, 30, 30, 5])
  })

  test('lists every chat as a room, and opens the same one again', async () => {
    const opened = await openSession()
    const { world } = opened.place.sandbox
    for (let index = 0; index < 40; index += 1) world.receive({ from: world.addPerson(), text: 'x' })
    const rooms = await opened.session.operations?.rooms?.({})
    expect(new Set(rooms?.map(({ room }) => room)).size).toBe(41)
    expect(rooms).toContainEqual(opened.room)
    expect(await opened.session.operations?.openRoom?.(String(world.customer.id), {})).toBe(opened.room)
  })

  test.each([
    ['image/png', 'chat.photo'],
    ['video/mp4', 'chat.video'],
    ['audio/ogg', 'chat.voice'],
    ['text/csv', 'chat.file'],
  ])('uploads %s as %s, and what comes back can be sent', async (type, fileType) => {
    const opened = await openSession()
    const media = await opened.session.operations?.upload?.(
      opened.room,
      new File(['bytes'], 'a file', { type }),
      {},
    )
    expect(opened.place.sandbox.world.files.map((file) => file.fileType)).toEqual([fileType])
    expect(media).toMatchObject({
      id: '501',
      url: expect.stringContaining('501'),
      name: 'a file',
      mimeType: type,
      sizeBytes: 5,
    })
    await opened.session.send?.(opened.room, say({ type: 'file', media }), {})
    expect(standing(opened)).toMatchObject([{ type: 'file', content: { files: [{ id: 501 }] } }])
  })

  test('a room, a message and a user that are named by no number are refused before any request', async () => {
    const { place, session, room } = await openSession()
    const { requests } = place.wire
    const strange = { ...room, room: 'lounge' }
    const message = { room, id: 'm1' }
    const calls = [
      session.send?.(strange, say({ type: 'text', text: 'x' }), {}),
      session.history?.(strange, {}),
      session.history?.(room, { before: 'x' }),
      session.operations?.edit?.(message, say({ type: 'text', text: 'x' }), {}),
      session.operations?.delete?.([message], {}),
      session.operations?.forward?.([message], room, {}),
      session.operations?.openRoom?.('ann', {}),
    ]
    for (const error of await Promise.all(calls.map(rejection))) {
      expect(error).toMatchObject({ name: 'ChatError', code: 'invalid', platform: 'basalam' })
    }
    expect(place.wire.requests).toBe(requests)
  })
})

describe('a history', () => {
  test('is read from any place in both directions, oldest first in a page', async () => {
    const { place, session, room } = await openSession()
    const { world } = place.sandbox
    const ids = Array.from({ length: 7 }, () => String(world.receive({ from: world.customer, text: 'x' }).id))
    const read = async (query: object): Promise<unknown> => {
      const page = await session.history?.(room, { limit: 3, ...query })
      return [page?.messages.map(({ ref }) => ids.indexOf(ref.id)), page?.before, page?.after, page?.complete]
    }
    expect(await read({})).toEqual([[4, 5, 6], ids[4], undefined, true])
    expect(await read({ before: ids[4] })).toEqual([[1, 2, 3], ids[1], ids[3], true])
    expect(await read({ before: ids[1] })).toEqual([[0], ids[0], ids[0], true])
    expect(await read({ before: ids[0] })).toEqual([[], undefined, undefined, true])
    expect(await read({ after: ids[0] })).toEqual([[1, 2, 3], ids[1], ids[3], true])
    expect(await read({ after: ids[5] })).toEqual([[6], ids[6], ids[6], true])
    expect(await read({ after: ids[6] })).toEqual([[], undefined, undefined, true])
  })

  test('is not asked for what is older than asked', async () => {
    const { place, session, room } = await openSession()
    const { world } = place.sandbox
    const from = world.customer
    world.receive({ from, text: 'old' })
    await place.clock.advance(10_000)
    const { id } = world.receive({ from, text: 'new' })
    const page = await session.history?.(room, { sinceMs: place.clock.now() - 5_000 })
    expect(page).toMatchObject({ messages: [{ ref: { id: String(id) } }], complete: true })
    expect(page?.before).toBeUndefined()
  })
})

describe('errors', () => {
  test.each([
    ['unauthenticated', 'unauthenticated', false],
    ['missing_scope', 'missing_scope', false],
    ['forbidden', 'forbidden', false],
    ['not_found', 'not_found', false],
    ['edge_blocked', 'edge_blocked', false],
    ['rate_limited', 'rate_limited', true],
    ['invalid', 'invalid', false],
    ['invalid_argument', 'invalid', false],
    ['refused', 'invalid', false],
    ['unavailable', 'unavailable', true],
    ['timeout', 'timeout', true],
    ['network', 'network', true],
    ['body_cut', 'network', true],
    ['malformed', 'protocol', false],
    ['aborted', 'closed', false],
    ['store_failed', 'unavailable', true],
    ['outcome_unknown', 'outcome_unknown', false],
  ] as const)('%s is told as %s', (code, told, retryable) => {
    const cause = new BasalamError(code, 'What went wrong.', { status: 418, retryAfterMs: 2_000 })
    expect(toChatError(cause, 'message.send')).toMatchObject({
      name: 'ChatError',
      code: told,
      retryable,
      message: 'What went wrong.',
      platform: 'basalam',
      operation: 'message.send',
      status: 418,
      retryAfterMs: 2_000,
      cause,
    })
  })

  test('what was taken back on its way may have been done', () => {
    const cause = new BasalamError('aborted', 'Taken back.', { reason: 'in_flight' })
    expect(toChatError(cause, 'message.send')).toMatchObject({ code: 'outcome_unknown', retryable: false })
  })

  test('what is no error of ours stays what it is', () => {
    const strange = new TypeError('a bug')
    expect(toChatError(strange, 'message.send')).toBe(strange)
  })
})
