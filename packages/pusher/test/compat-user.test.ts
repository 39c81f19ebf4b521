import { expect, test } from 'vitest'
import type { Options, UserAuthenticationCallback } from '../src/compat.js'
import { connectCompat, createCompat, greet, heard, reached } from './support/compat-client.js'
import { Queue } from './support/queue.js'
import { type Peer, startServer } from './support/scripted-server.js'

const userData = '{"id":"ann","user_info":{"name":"Ann"}}'

function asking() {
  const asked = new Queue<{
    readonly params: object
    readonly answer: UserAuthenticationCallback
    readonly signal: AbortSignal
  }>()
  const options: Partial<Options> = {
    userAuthentication: {
      customHandler: (params, answer, signal) => asked.put({ params, answer, signal }),
    },
  }
  return { asked, options }
}

const vouched: Partial<Options> = {
  userAuthentication: {
    customHandler: (_params, answer) => answer(null, { auth: 'k:u', user_data: userData }),
  },
}

function succeed(peer: Peer, data: string = userData): void {
  peer.send({ event: 'pusher:signin_success', data: JSON.stringify({ user_data: data }) })
}

test('[108] asked for before connecting, it is carried out on each connection, before the channels', async () => {
  const server = await startServer()
  const { pusher, clock } = createCompat(server, vouched)
  pusher.subscribe('room')
  pusher.signin()
  pusher.signin()
  let peer = await greet(server, pusher)
  for (let round = 0; round < 2; round += 1) {
    expect(await peer.frames.take()).toEqual({
      event: 'pusher:signin',
      data: { auth: 'k:u', user_data: userData },
    })
    expect(await peer.frames.take()).toMatchObject({ event: 'pusher:subscribe', data: { channel: 'room' } })
    peer.cut()
    await reached(pusher, 'connecting')
    clock.advance(500)
    peer = await greet(server, pusher)
  }
})

test('[109] what the server sends to the user reaches the user, and the client, and no channel of the caller’s', async () => {
  const { pusher, peer } = await connectCompat(await startServer(), vouched)
  const calls: unknown[][] = []
  pusher.user.bind('note', (...values: unknown[]) => calls.push(['user', ...values]))
  pusher.bind('note', (...values: unknown[]) => calls.push(['client', ...values]))
  pusher.user.bind_global((event) => calls.push(['user, all', event]))
  pusher.signin()
  await peer.frames.take()
  const done = pusher.user.signinDonePromise
  succeed(peer)
  await done
  expect(pusher.user.user_data).toEqual({ id: 'ann', user_info: { name: 'Ann' } })
  expect(await peer.frames.take()).toEqual({
    event: 'pusher:subscribe',
    data: { auth: '', channel: '#server-to-user-ann' },
  })
  peer.acknowledge('#server-to-user-ann')
  peer.send({ event: 'note', channel: '#server-to-user-ann', data: '{"text":"hi"}' })
  await peer.flushed()
  expect(calls).toEqual([
    ['client', { text: 'hi' }],
    ['user, all', 'note'],
    ['user', { text: 'hi' }],
  ])
  expect(pusher.allChannels()).toEqual([])
  expect(pusher.user.serverToUserChannel?.subscribed).toBe(true)
  pusher.disconnect()
  expect(pusher.user).toMatchObject({ user_data: null, serverToUserChannel: null })
})

test('[110] an application that does not vouch is a signin_error, and the next connection tries again', async () => {
  const server = await startServer()
  const { asked, options } = asking()
  const { pusher, peer, clock } = await connectCompat(server, options)
  pusher.signin()
  const error = heard(pusher.user, 'pusher:signin_error')
  const { params, answer } = await asked.take()
  expect(params).toEqual({ socketId: '1.1' })
  const done = pusher.user.signinDonePromise
  answer(new Error('no'), null)
  expect(await error).toEqual({ type: 'AuthError', error: 'no' })
  await done
  pusher.signin()
  expect(asked.waiting).toEqual([])
  peer.cut()
  await reached(pusher, 'connecting')
  clock.advance(0)
  await greet(server, pusher)
  expect(asked.waiting).toHaveLength(1)
})

test('an answer for an earlier connection is discarded, and was aborted', async () => {
  const server = await startServer()
  const { asked, options } = asking()
  const { pusher, peer, clock } = await connectCompat(server, options)
  pusher.signin()
  const late = await asked.take()
  peer.cut()
  await reached(pusher, 'connecting')
  expect(late.signal.aborted).toBe(true)
  clock.advance(0)
  const again = await greet(server, pusher)
  late.answer(null, { auth: 'k:late', user_data: userData })
  ;(await asked.take()).answer(null, { auth: 'k:fresh', user_data: userData })
  expect(await again.frames.take()).toMatchObject({ data: { auth: 'k:fresh' } })
  await again.flushed()
  expect(again.frames.waiting).toEqual([])
})

test('[111] the watchlist tells who comes and goes', async () => {
  const { pusher, peer } = await connectCompat(await startServer(), vouched)
  const calls: unknown[] = []
  for (const name of ['online', 'offline'])
    pusher.user.watchlist.bind(name, (event) => calls.push([name, event]))
  const events = [{ name: 'online', user_ids: ['bob'] }, { name: 'offline', user_ids: ['cid'] }, null, 7]
  peer.send({ event: 'pusher_internal:watchlist_events', data: JSON.stringify({ events }) })
  peer.send({ event: 'pusher_internal:watchlist_events', data: '{}' })
  peer.send({ event: 'pusher_internal:watchlist_events' })
  await peer.flushed()
  expect(calls).toEqual([
    ['online', events[0]],
    ['offline', events[1]],
  ])
})

test.each(['{"id":""}', '{"id":7}', '{}', 'no json'])('[112] user_data of %s is refused', async (data) => {
  const { pusher, peer } = await connectCompat(await startServer(), vouched)
  pusher.signin()
  await peer.frames.take()
  const done = pusher.user.signinDonePromise
  succeed(peer, data)
  await done
  await peer.flushed()
  expect(pusher.user.user_data).toBeNull()
  expect(peer.frames.waiting).toEqual([])
})

test('a success nobody asked for is no sign-in', async () => {
  const { pusher, peer } = await connectCompat(await startServer(), vouched)
  succeed(peer)
  await peer.flushed()
  expect(pusher.user).toMatchObject({ user_data: null, signinDonePromise: null })
})
