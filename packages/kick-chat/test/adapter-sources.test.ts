import { createHub, createMemoryStore, type RoomRef } from '@wireloom/chat-core'
import { describe, expect, test } from 'vitest'
import { kickAdapter, siteHistory, toUserId, type UserId } from '../src/index.js'
import { socketTo } from './support/chat.js'
import { until } from './support/wait.js'
import { openHubStage } from './support/adapter-stage.js'

describe('both ways together', () => {
  test('the coverage says what only one of them brought, and what both did', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasWebhook: true })
    const room = stage.roomOf(stage.room.ref)
    for (const text of ['both 1', 'both 2']) {
      room.say(text)
      await stage.settle()
    }
    // Kick loses three deliveries; the socket has them.
    stage.sandbox.kick.webhooks.misbehave({ how: 'lost', next: 3 })
    for (const text of ['socket 1', 'socket 2', 'socket 3']) room.say(text)
    await stage.settle()
    // The socket falls silent, as it did for some moderators; the webhook has it.
    const silence = stage.sandbox.faults.silence()
    room.say('webhook 1')
    await stage.sandbox.kick.webhooks.settled()
    silence.heal()
    await stage.settle()
    expect(stage.of('message')).toHaveLength(6)
    expect(stage.hub.inspect().coverage).toEqual({ only: { socket: 3, webhook: 1 }, both: 2 })
  })

  test('whichever way is first tells a message, and the other one is a duplicate', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasWebhook: true })
    const room = stage.roomOf(stage.room.ref)
    // Held back until another delivery goes out.
    stage.sandbox.kick.webhooks.misbehave({ how: 'out_of_order' })
    room.say('by socket')
    await stage.settle()
    const silence = stage.sandbox.faults.silence()
    const { id } = room.say('by webhook')
    await stage.sandbox.kick.webhooks.settled()
    silence.heal()
    const [lost] = stage.sandbox.record.events({ messageId: id })
    room.send('ChatMessageEvent', JSON.parse(String(lost?.data)))
    await stage.settle()
    const heard = stage.told.filter(({ event }) => event.type === 'message')
    expect(heard.map(({ envelope }) => envelope.via)).toEqual(['socket', 'webhook'])
    expect(stage.hub.inspect().coverage).toEqual({ only: {}, both: 2 })
  })

  test('what a cut of the socket left out, webhooks bring late, and the gap does not claim a loss', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasWebhook: true })
    const room = stage.roomOf(stage.room.ref)
    // Held back until another delivery goes out.
    stage.sandbox.kick.webhooks.misbehave({ how: 'out_of_order' })
    stage.sandbox.faults.drop()
    room.say('said while away')
    await stage.clock.advance(120_000)
    await stage.settle()
    expect(stage.of('message')).toEqual([])
    expect(stage.of('gap').filter(({ room: { room: id } }) => id === stage.room.ref.room)).toMatchObject([
      { cause: 'reconnect', complete: 'unknown' },
    ])
    room.follow('dan')
    await stage.settle()
    const [late] = stage.told.filter(({ event }) => event.type === 'message')
    expect(late?.envelope).toMatchObject({ via: 'webhook', late: true })
  })

  test('without webhooks and history, a gap says that something is missing', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    stage.sandbox.faults.drop()
    stage.roomOf(stage.room.ref).say('lost')
    await stage.settle()
    await stage.recover()
    expect(stage.of('gap')[0]).toMatchObject({ complete: false, recovered: 0 })
  })
})

describe('a gap that the history fills', () => {
  test('what was said meanwhile is told first, then the gap with its number, then what came after', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasHistory: true })
    const room = stage.roomOf(stage.room.ref)
    room.say('before')
    await stage.settle()
    stage.sandbox.faults.drop()
    for (const text of ['missed 1', 'missed 2']) room.say(text)
    await stage.settle()
    await stage.recover()
    room.say('after')
    await stage.settle()
    const own = stage.told.filter(
      ({ event, envelope }) => envelope.room?.key === stage.room.key && event.type !== 'status',
    )
    expect(
      own.map(({ event, envelope }) =>
        event.type === 'message' ? `${envelope.via} ${event.message.text}` : event.type,
      ),
    ).toEqual(['socket before', 'backfill missed 1', 'backfill missed 2', 'gap', 'socket after'])
    expect(stage.of('gap').find(({ room: ref }) => ref.room === stage.room.ref.room)).toMatchObject({
      recovered: 2,
      complete: 'unknown',
    })
  })

  test('a ban, a deletion and a clear that came while the history was read are told after what they are about', async () => {
    let answer: (() => void) | undefined
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    let isAsked = false
    const stage = await openHubStage({
      socket: 'pusher',
      // The sandbox's own history, which is slow until all of this has happened.
      adapter: {
        history: async (question) => {
          isAsked = true
          await asked
          return siteHistory({ baseUrl: stage.sandbox.url, fetch: stage.tap.fetch })(question)
        },
      },
    })
    const room = stage.roomOf(stage.room.ref)
    stage.sandbox.faults.drop()
    const { id } = room.say({ from: 'carl', content: 'buy now' })
    await stage.settle()
    await stage.recover()
    expect(isAsked).toBe(true)
    room.send('MessageDeletedEvent', { id: 'x', message: { id } })
    room.ban('carl')
    room.send('ChatroomClearEvent', { id: 'y' })
    await stage.settle()
    answer?.()
    await stage.settle()
    const order = stage.told
      .filter(({ event, envelope }) => envelope.room?.key === stage.room.key && event.type !== 'status')
      .map(({ event }) => event.type)
    expect(order).toEqual(['message', 'gap', 'delete', 'restrict', 'clear'])
  })

  test('pages of any size hold each message once, also where newer ones push them along', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasHistory: true })
    const room = stage.roomOf(stage.room.ref)
    const said = Array.from({ length: 60 }, (_, index) => `line ${index}`)
    for (const text of said) room.say(text)
    for (const limit of [1, 7, 25, 40, 100]) {
      const read: string[] = []
      let before: string | undefined
      do {
        // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
        const page = await stage.room.history({ limit, ...(before !== undefined && { before }) })
        expect(page.messages.length).toBeLessThanOrEqual(limit)
        read.unshift(...page.messages.map(({ text }) => text))
        before = page.before
        if (read.length < 40) room.say(`newer ${read.length} ${limit}`)
      } while (before !== undefined)
      expect(read.filter((text) => text.startsWith('line'))).toEqual(said)
    }
  })

  test('what is older than was asked for is left out', async () => {
    const stage = await openHubStage({ socket: 'pusher', hasHistory: true })
    const room = stage.roomOf(stage.room.ref)
    room.say('old')
    await stage.clock.advance(60_000)
    room.say('new')
    const page = await stage.room.history({ sinceMs: stage.clock.now() - 1_000 })
    expect(page.messages.map(({ text }) => text)).toEqual(['new'])
    expect(page.before).toBeUndefined()
    expect(page.messages[0]?.author.name).toBe('ann')
  })
})

describe('rooms come and go', () => {
  test('joining and leaving needs no second connection, and nothing is told of what was left', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const other = stage.hub.room(stage.rooms[1])
    await other.leave()
    await stage.settle()
    stage.roomOf(other.ref).say('behind our backs')
    await stage.settle()
    expect(stage.sandbox.connections.map(({ channels }) => channels.length)).toEqual([5])
    await other.join()
    await stage.settle()
    stage.roomOf(other.ref).say('welcome back')
    await stage.settle()
    expect(stage.sandbox.connections.map(({ channels }) => channels.length)).toEqual([10])
    expect(stage.of('message').map(({ message }) => message.text)).toEqual(['welcome back'])
  })

  test('each room says how it is doing, and the source says it for all', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const states = (): readonly string[] =>
      stage
        .of('status')
        .map(
          ({ room, state }) =>
            `${room?.room === stage.room.ref.room ? 'ann' : room === undefined ? 'all' : 'bob'} ${state}`,
        )
    expect(states()).toEqual([
      'ann connecting',
      'bob connecting',
      'all connecting',
      'ann live',
      'all degraded',
      'bob live',
      'all live',
    ])
    expect(stage.hub.inspect().accounts[0]?.sources).toMatchObject([{ via: 'socket', state: 'live' }])
  })

  test('a room whose chat nobody can find is closed, with what to do, and the other one goes on', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const lost = stage.hub.room({ ...stage.room.ref, room: '999999' })
    await lost.join()
    await stage.settle()
    expect(
      stage
        .of('status')
        .filter(({ room }) => room?.room === '999999')
        .at(-1),
    ).toMatchObject({
      state: 'closed',
      error: { code: 'not_found' },
    })
    stage.roomOf(stage.room.ref).say('still here')
    await stage.settle()
    expect(stage.of('message')).toHaveLength(1)
  })

  test('a lesser channel that is refused leaves the room degraded, with the reason, and the chat goes on', async () => {
    const stage = await openHubStage({ socket: 'centrifugo' })
    const { extras } = stage.roomOf(stage.room.ref).channels
    await stage.room.leave()
    await stage.settle()
    stage.sandbox.faults.refuseCommand({ code: 103, channel: extras })
    await stage.room.join()
    await stage.settle()
    const own = stage.of('status').filter(({ room }) => room?.room === stage.room.ref.room)
    expect(own.some(({ state, error }) => state !== 'closed' && error?.code === 'forbidden')).toBe(true)
    stage.roomOf(stage.room.ref).say('heard all the same')
    await stage.settle()
    expect(stage.of('message')).toHaveLength(1)
  })

  test('a connection that breaks is told with the reason, and that it is back', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const { length } = stage.of('status')
    stage.sandbox.faults.drop()
    await stage.settle()
    await stage.recover()
    const after = stage
      .of('status')
      .slice(length)
      .filter(({ room }) => room === undefined)
    expect(after.find(({ error }) => error !== undefined)).toMatchObject({
      state: expect.stringMatching(/connecting|degraded/),
      error: { code: 'network', retryable: true },
    })
    expect(after.at(-1)).toMatchObject({ state: 'live' })
  })

  test('a lookup that fails for a while is asked again', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    stage.sandbox.kick.addRoom('cat')
    const { userId } = stage.sandbox.kick.room('cat')
    stage.sandbox.faults.failRequests({ path: '/api/v2/channels/', status: 503, next: 2 })
    const room = stage.hub.room({ ...stage.room.ref, room: String(userId) })
    await room.join()
    await stage.settle()
    expect(stage.of('status').at(-1)).toMatchObject({ state: 'degraded' })
    await stage.clock.advance(60_000)
    await stage.settle()
    await stage.clock.advance(60_000)
    await stage.settle()
    stage.sandbox.kick.room('cat').say('found')
    await stage.settle()
    expect(stage.of('message').map(({ message }) => message.text)).toEqual(['found'])
  })
})

describe('webhooks', () => {
  test('Kick is subscribed to the rooms joined, and no longer to one that was left', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const streamers = (): readonly number[] => [
      ...new Set(stage.sandbox.kick.webhooks.subscriptions.map(({ broadcasterUserId }) => broadcasterUserId)),
    ]
    expect(streamers().map(String)).toEqual(stage.rooms.map(({ room }) => room))
    await stage.hub.room(stage.rooms[1]).leave()
    await stage.settle()
    expect(streamers().map(String)).toEqual([stage.room.ref.room])
    // Kick drops them after a day of failures; a quarter of an hour later they are back.
    stage.sandbox.kick.webhooks.loseSubscriptions()
    await stage.clock.advance(900_000)
    await stage.settle()
    expect(streamers().map(String)).toEqual([stage.room.ref.room])
  })

  test('a room that is nobody’s is closed, and keeps no delivery from the others', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    await stage.hub.room({ ...stage.room.ref, room: 'ann' }).join()
    stage.roomOf(stage.room.ref).say('hello')
    await stage.settle()
    expect(stage.of('message')).toHaveLength(1)
    expect(stage.of('status').find(({ room }) => room?.room === 'ann')).toMatchObject({
      state: 'closed',
      error: { code: 'invalid' },
    })
  })

  test('an app whose webhooks are off is told so as a degraded source', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    stage.sandbox.kick.webhooks.isEnabled = false
    await stage.clock.advance(900_000)
    await stage.settle()
    expect(stage.of('status').at(-1)).toMatchObject({
      state: 'degraded',
      error: { code: 'forbidden', message: expect.stringContaining('settings') },
    })
  })

  test('what the hub had no room for is taken when Kick delivers it again', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    let open: (() => void) | undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const heard: string[] = []
    const slow = { name: 'slow', limit: 1, overflow: 'block' } as const
    stage.hub.on(
      'message',
      async ({ message }) => {
        await gate
        heard.push(message.text)
      },
      slow,
    )
    const room = stage.roomOf(stage.room.ref)
    for (const text of ['one', 'two', 'three', 'four']) {
      room.say(text)
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await stage.settle()
    }
    await stage.clock.advance(10_000)
    await stage.settle()
    const refused = stage.sandbox.kick.webhooks.deliveries.filter(({ status }) => status === 503)
    expect(refused.length).toBeGreaterThan(0)
    open?.()
    await stage.settle()
    for (const { type, body, messageId } of refused) {
      // oxlint-disable-next-line no-await-in-loop -- as Kick does
      await stage.sandbox.kick.webhooks.send(type, body, { messageId })
      // oxlint-disable-next-line no-await-in-loop
      await stage.settle()
    }
    expect(heard.toSorted()).toEqual(['four', 'one', 'three', 'two'])
  })

  test('a delivery that is played back by somebody else is told once', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    stage.roomOf(stage.room.ref).follow('dan')
    await stage.settle()
    const [delivery] = stage.sandbox.kick.webhooks.deliveries
    for (const _ of [1, 2]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const response = await stage.hub.webhook(
        new Request('https://bot.example/', {
          method: 'POST',
          headers: delivery?.headers ?? {},
          body: delivery?.body ?? '',
        }),
        { platform: 'kick' },
      )
      expect(response.status).toBe(200)
    }
    expect(stage.of('activity')).toHaveLength(1)
  })
})

describe('ids', () => {
  test('a room is named by its streamer’s user id, and keeps that name', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const { userId } = stage.roomOf(stage.room.ref)
    expect(stage.room.ref).toEqual({
      platform: 'kick',
      account: stage.account.account,
      room: String(userId),
      kind: 'live',
    })
    expect(await stage.adapter.room(toUserId(userId))).toEqual(stage.room.ref)
    expect(await stage.adapter.room({ userId: String(userId), chatroomId: 1 })).toEqual(stage.room.ref)
  })

  test('a hub with a store finds its chat again after a restart, and asks nobody', async () => {
    const store = createMemoryStore()
    const first = await openHubStage({ socket: 'pusher' }, { store })
    const kept = JSON.parse(JSON.stringify(first.room.ref)) as RoomRef
    const closing = first.hub.close()
    await first.clock.advance(60_000)
    await closing
    const { length } = first.sandbox.kick.requests
    const adapter = kickAdapter({ socket: socketTo(first.sandbox), account: kept.account })
    await using hub = createHub({ store })
    await hub.add(adapter, { rooms: [kept] })
    const heard: string[] = []
    hub.on('message', ({ message }) => void heard.push(message.text))
    await until(() => first.sandbox.connections[0]?.channels.length === 5)
    first.roomOf(kept).say('again')
    await until(() => heard.length === 1)
    expect(first.sandbox.kick.requests).toHaveLength(length)
  })

  test('a streamer who has another name now is found by the API and the lookup', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    stage.sandbox.kick.addRoom('cat')
    const { userId } = stage.sandbox.kick.room('cat')
    // Known under the name of somebody else, as after a renaming.
    const ref = await stage.adapter.room({ userId, slug: 'bob' })
    await stage.hub.room(ref).join()
    await stage.settle()
    stage.sandbox.kick.room('cat').say('renamed')
    await stage.settle()
    expect(stage.of('message').map(({ message }) => message.text)).toEqual(['renamed'])
  })

  test('a name is found by the official API where there is no lookup', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    const adapter = kickAdapter({ kick: stage.kick, webhook: {} })
    expect(await adapter.room('ann')).toEqual(stage.room.ref)
    await expect(adapter.room('nobody')).rejects.toMatchObject({ name: 'ChatError', code: 'not_found' })
    await expect(kickAdapter({ webhook: {} }).room('ann')).rejects.toMatchObject({ code: 'unsupported' })
    await expect(adapter.room('https://kick.com/ann')).rejects.toMatchObject({ code: 'invalid' })
    await expect(adapter.room(0 as UserId)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('a room whose name is no id is refused by what it has to be', async () => {
    const stage = await openHubStage({ socket: 'pusher' })
    const wrong = stage.hub.room({ ...stage.room.ref, room: 'ann' })
    await expect(wrong.send('hello')).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('user id'),
    })
    await wrong.join()
    await stage.settle()
    expect(
      stage
        .of('status')
        .filter(({ room }) => room?.room === 'ann')
        .at(-1),
    ).toMatchObject({
      state: 'closed',
      error: { code: 'invalid' },
    })
  })
})
