import { State, SubscriptionState } from 'centrifuge'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connectCentrifuge, follow, nextOf } from './support/centrifuge-client.js'
import { createManualClock } from './support/manual-clock.js'
import { connectRaw } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'
import { waitUntil } from './support/wait.js'

type Ended = { code: number; reason: string }

describe('the centrifuge package', () => {
  test('connects with a token of the negotiation, and is told how long it holds and when pings come', async () => {
    const sandbox = await openSandbox()
    const client = connectCentrifuge(sandbox)
    const { client: id } = await nextOf<{ client: string }>(client, 'connected')

    expect(sandbox.connections).toEqual([
      { socketId: id, transport: 'centrifugo', openedAtMs: expect.any(Number), channels: [] },
    ])
    const reply = sandbox.record.frames({ connection: id }).map(({ text }): unknown => JSON.parse(text))
    expect(reply).toEqual([
      {
        id: 1,
        connect: { client: id, version: '6.9.6 PRO', expires: true, ttl: 2700, ping: 25, pong: true },
      },
    ])
  })

  test('hears what a room says, as an event with its data in a string', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const { data } = await follow(connectCentrifuge(sandbox), room.channels.chat)
    const { id } = room.say({ from: 'bob', content: 'hi' })
    await waitUntil(() => data.length === 1, 'the message arrives')

    const { event, data: inner } = data[0] as { event: string; data: string }
    expect(event).toBe('App\\Events\\ChatMessageEvent')
    expect(JSON.parse(inner)).toMatchObject({ id, content: 'hi', sender: { username: 'bob' } })
  })

  test('follows many rooms over one connection, and leaves one of them', async () => {
    const sandbox = await openSandbox({ rooms: ['ann', 'bob'] })
    const [ann, bob] = [sandbox.kick.room('ann'), sandbox.kick.room('bob')]
    const client = connectCentrifuge(sandbox)
    const [first, second] = await Promise.all([
      follow(client, ann.channels.chat),
      follow(client, bob.channels.chat),
    ])
    first.subscription.unsubscribe()
    await waitUntil(() => sandbox.connections[0]?.channels.length === 1, 'the channel is left')
    ann.say('to nobody')
    bob.say('to one')
    await waitUntil(() => second.data.length === 1, 'the message arrives')

    expect(first.data).toEqual([])
    expect(sandbox.record.events().map(({ recipients }) => recipients)).toEqual([0, 1])
  })

  test('comes back after a cut and takes its channels up again', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const client = connectCentrifuge(sandbox)
    const { subscription, data } = await follow(client, room.channels.chat)
    const again = nextOf(subscription, 'subscribed')
    expect(sandbox.faults.drop()).toBe(1)
    await again
    room.say('back')
    await waitUntil(() => data.length === 1, 'the message arrives')

    expect(sandbox.connections).toMatchObject([{ channels: [room.channels.chat] }])
  })

  test('renews its token before it ends, for as long as it likes', async () => {
    const sandbox = await openSandbox({ realtime: { tokenSeconds: 0.05 } })
    const client = connectCentrifuge(sandbox)
    await nextOf(client, 'connected')
    const refreshes = (): number =>
      sandbox.record.frames().filter(({ text }) => text.includes('"refresh":{"expires":true')).length
    await waitUntil(() => refreshes() >= 3, 'the token is renewed three times')

    expect(client.state).toBe(State.Connected)
    expect(sandbox.kick.realtime.requests.length).toBeGreaterThanOrEqual(4)
  })

  test('takes a new token where the first one had ended', async () => {
    const sandbox = await openSandbox()
    const client = connectCentrifuge(sandbox)
    await nextOf(client, 'connected')
    sandbox.kick.realtime.expireTokens()
    const again = nextOf(client, 'connected')
    sandbox.faults.drop()
    await again

    const errors = sandbox.record.frames().filter(({ text }) => text.includes('"code":109'))
    expect(errors.map(({ text }): unknown => JSON.parse(text))).toEqual([
      { id: expect.any(Number), error: { code: 109, message: 'token expired', temporary: true } },
    ])
    expect(sandbox.kick.realtime.requests.map(({ path }) => path)).toEqual(
      Array.from({ length: 2 }, () => '/api/v1/realtime/auth/connection'),
    )
  })

  test('answers pings, and so stays', async () => {
    const sandbox = await openSandbox({ realtime: { pingMs: 15, pongTimeoutMs: 80 } })
    const client = connectCentrifuge(sandbox)
    await nextOf(client, 'connected')
    const pings = (): number => sandbox.record.frames().filter(({ text }) => text === '{}').length
    await waitUntil(() => pings() > 10, 'ten pings went out')

    expect(client.state).toBe(State.Connected)
    expect(sandbox.record.frames().filter(({ kind }) => kind === 'close')).toEqual([])
  })

  test.for([3500, 3503, 3999, 4500, 4999])('does not come back after code %i', async (code) => {
    const sandbox = await openSandbox()
    const client = connectCentrifuge(sandbox)
    await nextOf(client, 'connected')
    const ended = nextOf<Ended>(client, 'disconnected')
    sandbox.faults.close(code, 'enough')

    expect(await ended).toMatchObject({ code, reason: 'enough' })
    await waitUntil(() => sandbox.connections.length === 0, 'the connection is gone')
  })

  test.for([3000, 3499, 4000, 4499])('comes back after code %i', async (code) => {
    const sandbox = await openSandbox()
    const client = connectCentrifuge(sandbox)
    await nextOf(client, 'connected')
    const again = nextOf(client, 'connected')
    sandbox.faults.close(code, 'for a moment')

    await again
  })

  test.for([
    [3503, 'disconnected'],
    [3000, 'connecting'],
  ] as const)('obeys a push to disconnect with code %i by %s', async ([code, state]) => {
    const sandbox = await openSandbox()
    const client = connectCentrifuge(sandbox)
    await nextOf(client, 'connected')
    const next = nextOf<Ended>(client, state)
    expect(sandbox.centrifugo.disconnect(code, 'by push')).toBe(1)

    expect(await next).toMatchObject({ code, reason: 'by push' })
  })

  test('subscribes again when a channel is taken away with 2500, and not with 2000', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { chat, gifts } = sandbox.kick.room('ann').channels
    const client = connectCentrifuge(sandbox)
    const [kept, lost] = await Promise.all([follow(client, chat), follow(client, gifts)])
    const again = nextOf(kept.subscription, 'subscribed')
    const over = nextOf<Ended>(lost.subscription, 'unsubscribed')
    expect(sandbox.centrifugo.unsubscribe(chat)).toBe(1)
    expect(sandbox.centrifugo.unsubscribe(gifts, { code: 2000, reason: 'gone' })).toBe(1)
    expect(sandbox.centrifugo.unsubscribe('nobody.is.here')).toBe(0)

    await again
    expect(await over).toMatchObject({ code: 2000, reason: 'gone' })
    expect(sandbox.connections[0]?.channels).toEqual([chat])
  })

  test('reads several lines of one frame', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const { data } = await follow(connectCentrifuge(sandbox), room.channels.chat)
    sandbox.faults.joinLines()
    for (const content of ['one', 'two', 'three']) room.say(content)
    await waitUntil(() => data.length === 3, 'three messages arrive')

    const frames = sandbox.record.frames().filter(({ text }) => text.includes('ChatMessageEvent'))
    expect(frames.map(({ text }) => text.split('\n').length)).toEqual([3])
    expect(data.map((one) => (one as { data: string }).data)).toEqual([
      expect.stringContaining('one'),
      expect.stringContaining('two'),
      expect.stringContaining('three'),
    ])
  })

  test('has no trouble with a push on a channel that it never asked for', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const { data } = await follow(connectCentrifuge(sandbox), room.channels.chat)
    expect(
      sandbox.centrifugo.push({ channel: '$centrifugo.push.default', pub: { data: { hello: 1 } } }),
    ).toBe(1)
    sandbox.centrifugo.push({ channel: room.channels.chat, join: { info: { user: 'x', client: 'y' } } })
    room.say('after')
    await waitUntil(() => data.length === 1, 'the message arrives')
  })

  test('one refused channel does not end the others, and a passing refusal is tried again', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { chat, gifts, extras } = sandbox.kick.room('ann').channels
    const client = connectCentrifuge(sandbox)
    await nextOf(client, 'connected')
    sandbox.faults.refuseCommand({ code: 103, channel: gifts })
    sandbox.faults.refuseCommand({ code: 100, channel: extras })
    const refused = client.newSubscription(gifts)
    const over = nextOf<Ended>(refused, 'unsubscribed')
    refused.subscribe()
    await Promise.all([follow(client, chat), follow(client, extras)])

    expect(await over).toMatchObject({ code: 103, reason: 'permission denied' })
    expect(refused.state).toBe(SubscriptionState.Unsubscribed)
    expect(sandbox.connections[0]?.channels.toSorted()).toEqual([chat, extras].toSorted())
  })

  test('is given up by a token that is none', async () => {
    const sandbox = await openSandbox()
    const client = connectCentrifuge(sandbox, { getToken: () => Promise.resolve('a.b.c') })

    expect(await nextOf<Ended>(client, 'disconnected')).toMatchObject({ code: 3500, reason: 'invalid token' })
  })

  test('hears the same as a Pusher client does, from one room and one record', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    const pusher = await connectRaw(sandbox)
    await pusher.subscribe(room.channels.chat)
    const { data } = await follow(connectCentrifuge(sandbox), room.channels.chat)
    room.traffic.step(40)
    const published = sandbox.record.events({ channel: room.channels.chat })
    await waitUntil(() => data.length === published.length, 'all of it arrives')
    const onPusher = pusher.frames.filter(({ event }) => event !== undefined && !event.startsWith('pusher'))

    expect(published.length).toBeGreaterThan(25)
    expect(published.every(({ recipients }) => recipients === 2)).toBe(true)
    expect(data).toEqual(published.map(({ event, data: text }) => ({ event, data: text })))
    expect(onPusher.map(({ event, data: text }) => ({ event, data: text }))).toEqual(data)
  })

  test('a page of another site is not let in', async () => {
    const sandbox = await openSandbox()
    const statuses = await Promise.all(
      ['https://kick.com', 'https://kick.com.evil.invalid', 'http://kick.com', 'null', undefined].map(
        (origin) =>
          new Promise((resolve) => {
            const socket = new WebSocket(sandbox.centrifugo.url, origin === undefined ? {} : { origin })
            socket.on('open', () => {
              resolve(101)
              socket.terminate()
            })
            socket.on('unexpected-response', (request, response) => {
              resolve(response.statusCode)
              request.destroy()
            })
            socket.on('error', () => {})
          }),
      ),
    )
    expect(statuses).toEqual([101, 403, 403, 403, 101])
  })

  test('the time of a token is the sandbox clock’s', async () => {
    const clock = createManualClock()
    const sandbox = await openSandbox({ clock, realtime: { pongTimeoutMs: 1e9 } })
    const client = connectCentrifuge(sandbox)
    await nextOf(client, 'connected')
    const again = nextOf<Ended>(client, 'connecting')
    clock.advance(2_700_000 + 25_000 - 1)
    expect(sandbox.connections).toHaveLength(1)
    clock.advance(1)

    expect(await again).toMatchObject({ code: 3005, reason: 'connection expired' })
  })
})
