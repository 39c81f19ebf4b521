import { describe, expect, test } from 'vitest'
import type { PusherOptions } from '../src/index.js'
import { type AuthenticateUser, userSignin } from '../src/user.js'
import { connectClient, createClient, next } from './support/client.js'
import { type Peer, startServer } from './support/scripted-server.js'

const authenticate: AuthenticateUser = () => ({ auth: 'k:s', user_data: '{"id":"ann"}' })
const signin = userSignin(authenticate)

function succeed(peer: Peer, userData = '{"id":"ann","user_info":{"name":"Ann"}}'): void {
  peer.send({ event: 'pusher:signin_success', data: JSON.stringify({ user_data: userData }) })
}

async function signedIn(options: Partial<PusherOptions> = {}) {
  const server = await startServer()
  const client = await connectClient(server, { signin, ...options })
  client.pusher.signIn()
  expect(await client.peer.frames.take()).toEqual({
    event: 'pusher:signin',
    data: { auth: 'k:s', user_data: '{"id":"ann"}' },
  })
  succeed(client.peer)
  await client.pusher.user.signedIn()
  expect(await client.peer.frames.take()).toMatchObject({
    event: 'pusher:subscribe',
    data: { channel: '#server-to-user-ann' },
  })
  client.peer.acknowledge('#server-to-user-ann')
  await client.peer.flushed()
  return { ...client, server }
}

test('[108] a sign-in asked for before connecting is carried out on each connection, before the channels', async () => {
  const server = await startServer()
  const { pusher, clock } = createClient(server, { signin, authorize: () => ({ auth: 'k:s' }) })
  pusher.subscribe('private-room')
  pusher.signIn()
  pusher.connect()
  for (let round = 0; round < 2; round += 1) {
    const peer = await server.accepted()
    peer.handshake()
    expect((await peer.frames.take()).event).toBe('pusher:signin')
    expect((await peer.frames.take()).data).toMatchObject({ channel: 'private-room' })
    succeed(peer)
    expect(await pusher.user.signedIn()).toBe('ann')
    expect((await peer.frames.take()).data).toMatchObject({ channel: '#server-to-user-ann' })
    const retry = next(pusher, 'retry')
    peer.cut()
    clock.advance((await retry).delayMs)
    expect(pusher.user.status).toEqual({ state: 'signed-out' })
  }
})

test('[109] what the server sends to the user reaches their listeners, and a gap covers it like any channel', async () => {
  const { pusher, peer, gaps, server, clock } = await signedIn()
  const heard: unknown[] = []
  pusher.user.on('order', (data, { channel }) => void heard.push([data, channel]))
  peer.send({ event: 'order', channel: '#server-to-user-ann', data: '{"id":7}' })
  peer.send({ event: 'pusher:order', channel: '#server-to-user-ann', data: '{}' })
  await peer.flushed()
  expect(heard).toEqual([[{ id: 7 }, '#server-to-user-ann']])
  expect(pusher.user.status).toEqual({
    state: 'signed-in',
    userId: 'ann',
    userData: { id: 'ann', user_info: { name: 'Ann' } },
  })
  expect(pusher.channels, 'it is not among the caller’s channels').toEqual([])

  const retry = next(pusher, 'retry')
  peer.cut()
  clock.advance((await retry).delayMs)
  const second = await server.accepted()
  second.handshake()
  succeed(second)
  await pusher.user.signedIn()
  await second.flushed()
  second.acknowledge('#server-to-user-ann')
  await second.flushed()
  expect(gaps.map(({ channels }) => channels)).toEqual([['#server-to-user-ann']])
})

test('[109] the user’s channel cannot be subscribed or left by hand', async () => {
  const { pusher, peer } = await signedIn()
  expect(() => pusher.subscribe('#server-to-user-ann')).toThrow(
    expect.objectContaining({ code: 'invalid_channel_name' }),
  )
  pusher.unsubscribe('#server-to-user-ann')
  expect(pusher.channel('#server-to-user-ann')).toBeUndefined()
  await peer.flushed()
  expect(peer.frames.waiting).toEqual([])
})

test('another user after a reconnect is followed instead', async () => {
  const { pusher, peer, server, clock } = await signedIn()
  const retry = next(pusher, 'retry')
  peer.cut()
  clock.advance((await retry).delayMs)
  const second = await server.accepted()
  second.handshake()
  await second.frames.take()
  succeed(second, '{"id":"bob"}')
  expect((await second.frames.take()).data).toMatchObject({ channel: '#server-to-user-bob' })
  await second.flushed()
  expect(second.frames.waiting).toEqual([])
  expect(await pusher.user.signedIn()).toBe('bob')
})

describe('[110] a failed authentication', () => {
  test('refuses the sign-in, is told, and can be tried again', async () => {
    let calls = 0
    const flaky: AuthenticateUser = (request) => {
      calls += 1
      if (calls === 1) throw new RangeError('not now')
      return authenticate(request)
    }
    const { pusher, peer, errors } = await connectClient(await startServer(), { signin: userSignin(flaky) })
    pusher.signIn()
    await expect(pusher.user.signedIn()).rejects.toMatchObject({
      code: 'authorization_failed',
      cause: { message: 'not now' },
    })
    expect(errors).toHaveLength(1)
    expect(pusher.user.status.state).toBe('refused')
    pusher.signIn()
    expect((await peer.frames.take()).event).toBe('pusher:signin')
  })

  test.each([undefined, {}, { auth: 'k:s' }, { user_data: '{}' }])(
    'an answer of %j is refused',
    async (answer) => {
      const { pusher } = await connectClient(await startServer(), {
        signin: userSignin((() => answer) as unknown as AuthenticateUser),
      })
      pusher.signIn()
      await expect(pusher.user.signedIn()).rejects.toMatchObject({ code: 'authorization_failed' })
    },
  )
})

test('[111] watchlist changes are told by name', async () => {
  const { pusher, peer, errors } = await signedIn()
  const changes: unknown[] = []
  pusher.user.onWatchlist((change) => void changes.push(change))
  const watch = (events: unknown): void => {
    peer.send({ event: 'pusher_internal:watchlist_events', data: JSON.stringify({ events }) })
  }
  watch([
    { name: 'online', user_ids: ['bob', 7] },
    { name: 'offline', user_ids: ['eve'] },
    { name: 'else', user_ids: [] },
    null,
  ])
  watch('rubbish')
  await peer.flushed()
  expect(changes).toEqual([
    { name: 'online', userIds: ['bob', '7'] },
    { name: 'offline', userIds: ['eve'] },
  ])
  expect(errors).toEqual([])
})

test.each(['{"id":""}', '{}', '{"id":7}', 'rubbish'])(
  '[112] user data of %s is refused',
  async (userData) => {
    const { pusher, peer } = await connectClient(await startServer(), { signin })
    pusher.signIn()
    await peer.frames.take()
    succeed(peer, userData)
    await expect(pusher.user.signedIn()).rejects.toMatchObject({ code: 'signin_refused' })
  },
)

test('signing in without the option it needs is refused by name', async () => {
  const { pusher } = createClient(await startServer())
  const refusal = expect.objectContaining({
    code: 'invalid_options',
    message: expect.stringContaining('`signin`') as string,
  }) as Error
  expect(() => pusher.signIn()).toThrow(refusal)
  expect(() => pusher.user).toThrow(refusal)
  expect(() => userSignin('/auth' as unknown as AuthenticateUser)).toThrow(
    expect.objectContaining({ code: 'invalid_options' }),
  )
})

test('waiting for a sign-in that was never asked for rejects', async () => {
  const { pusher } = createClient(await startServer(), { signin })
  await expect(pusher.user.signedIn()).rejects.toMatchObject({ code: 'disconnected' })
})

test('a success nobody asked for signs nobody in', async () => {
  const { pusher, peer } = await connectClient(await startServer(), { signin })
  succeed(peer)
  await peer.flushed()
  expect(pusher.user.status).toEqual({ state: 'signed-out' })
})

test('an answer that comes after the connection was lost is not sent', async () => {
  const server = await startServer()
  const answers: ((value: { auth: string; user_data: string }) => void)[] = []
  const slow: AuthenticateUser = () => new Promise((resolve) => answers.push(resolve))
  const { pusher, peer, clock } = await connectClient(server, { signin: userSignin(slow) })
  pusher.signIn()
  const retry = next(pusher, 'retry')
  peer.cut()
  clock.advance((await retry).delayMs)
  const second = await server.accepted()
  second.handshake('2.2')
  await expect.poll(() => answers.length).toBe(2)
  answers[0]?.({ auth: 'old', user_data: '{}' })
  answers[1]?.({ auth: 'new', user_data: '{}' })
  expect((await second.frames.take()).data).toMatchObject({ auth: 'new' })
  await second.flushed()
  expect(second.frames.waiting).toEqual([])
})

describe('[90] a presence channel whose authorization names no member', () => {
  const authorize = (): { auth: string } => ({ auth: 'k:s' })

  test('joins as the signed-in user, waiting for the sign-in', async () => {
    const server = await startServer()
    const { pusher, peer } = await connectClient(server, { signin, authorize })
    pusher.signIn()
    const room = pusher.subscribe('presence-room')
    expect((await peer.frames.take()).event).toBe('pusher:signin')
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    succeed(peer)
    const asked = [await peer.frames.take(), await peer.frames.take()].map(({ data }) => data)
    expect(asked).toContainEqual({ auth: 'k:s', channel: 'presence-room' })
    peer.send({
      event: 'pusher_internal:subscription_succeeded',
      channel: 'presence-room',
      data: '{"presence":{"hash":{"ann":{"name":"Ann"}}}}',
    })
    await room.subscribed()
    expect(room.members.me).toEqual({ id: 'ann', info: { name: 'Ann' } })
  })

  test('is refused where nobody signs in', async () => {
    const { pusher } = await connectClient(await startServer(), { authorize })
    await expect(pusher.subscribe('presence-room').subscribed()).rejects.toMatchObject({
      code: 'authorization_failed',
      channel: 'presence-room',
    })
  })
})
