import { describe, expect, test } from 'vitest'
import type { Options, PresenceChannel } from '../src/compat.js'
import { connectCompat, greet, heard, reached } from './support/compat-client.js'
import { startServer } from './support/scripted-server.js'

const name = 'presence-room'

function joiningAs(member: object): Partial<Options> {
  const answer = { auth: 'k:s', channel_data: JSON.stringify(member) }
  return { channelAuthorization: { customHandler: (_params, callback) => callback(null, answer) } }
}

/** A presence channel with Ann and me, and what it told. */
async function room(
  presence: object = { count: 2, ids: ['ann', 'me'], hash: { ann: { name: 'Ann' }, me: { name: 'Me' } } },
  me: object = { user_id: 'me' },
) {
  const server = await startServer()
  const client = await connectCompat(server, joiningAs(me))
  const channel = client.pusher.subscribe(name) as PresenceChannel
  const calls: unknown[][] = []
  for (const event of [
    'pusher:subscription_succeeded',
    'pusher:member_added',
    'pusher:member_removed',
    'client-x',
  ]) {
    channel.bind(event, (...values: unknown[]) => calls.push([event, ...values]))
  }
  await client.peer.frames.take()
  const send = async (event: string, data: unknown, rest: object = {}): Promise<void> => {
    client.peer.send({ event, channel: name, data: JSON.stringify(data), ...rest })
    await client.peer.flushed()
  }
  await send('pusher_internal:subscription_succeeded', { presence })
  return { ...client, server, channel, calls, send }
}

test('[86] the members are there with the success, which hands them over', async () => {
  const { channel, calls } = await room()
  const { members } = channel
  expect(calls).toEqual([['pusher:subscription_succeeded', members]])
  expect(members).toMatchObject({ count: 2, myID: 'me', me: { id: 'me', info: { name: 'Me' } } })
  expect(members.get('ann')).toEqual({ id: 'ann', info: { name: 'Ann' } })
  expect(members.get('nobody')).toBeNull()
  expect(members.get('toString')).toBeNull()
  const visited: unknown[] = []
  members.each((member) => visited.push(member))
  expect(visited).toEqual([members.get('ann'), members.get('me')])
  expect(Object.keys(members.members)).toEqual(['ann', 'me'])
})

test('[87] one who comes counts once, and is told each time', async () => {
  const { channel, calls, send } = await room()
  await send('pusher_internal:member_added', { user_id: 'bob', user_info: 1 })
  await send('pusher_internal:member_added', { user_id: 'bob', user_info: 2 })
  expect(calls.slice(1)).toEqual([
    ['pusher:member_added', { id: 'bob', info: 1 }],
    ['pusher:member_added', { id: 'bob', info: 2 }],
  ])
  expect(channel.members.count).toBe(3)
})

test('[88] one who goes is told where they were there', async () => {
  const { channel, calls, send } = await room()
  await send('pusher_internal:member_removed', { user_id: 'nobody' })
  await send('pusher_internal:member_removed', { user_id: 'ann' })
  await send('pusher_internal:member_removed', {})
  await send('pusher_internal:member_added', 'nonsense')
  expect(calls.slice(1)).toEqual([['pusher:member_removed', { id: 'ann', info: { name: 'Ann' } }]])
  expect(channel.members.count).toBe(1)
})

test('[89] nobody is there without a connection, and everybody again with the next', async () => {
  const { channel, pusher, peer, server, clock } = await room()
  peer.cut()
  await reached(pusher, 'connecting')
  expect(channel.members).toMatchObject({ count: 0, me: null, myID: null })
  expect(channel.members.get('ann')).toBeNull()
  clock.advance(0)
  const again = await greet(server, pusher)
  await again.frames.take()
  const data = JSON.stringify({ presence: { count: 1, ids: ['me'], hash: { me: 1 } } })
  again.send({ event: 'pusher_internal:subscription_succeeded', channel: name, data })
  await again.flushed()
  expect(channel.members).toMatchObject({ count: 1, me: { id: 'me', info: 1 } })
})

test('[91] ids may be numbers, and stay what they were given as', async () => {
  const { channel, calls, send } = await room({ count: 1, ids: [7], hash: { 7: 'seven' } }, { user_id: 7 })
  expect(channel.members).toMatchObject({ count: 1, myID: 7, me: { id: 7, info: 'seven' } })
  await send('pusher_internal:member_added', { user_id: 8 })
  await send('pusher_internal:member_removed', { user_id: 8 })
  expect(calls.slice(1)).toEqual([
    ['pusher:member_added', { id: 8, info: undefined }],
    ['pusher:member_removed', { id: 8, info: undefined }],
  ])
})

test('a hash that is an array, as one server writes it, reads the same', async () => {
  const { channel } = await room({ count: 2, ids: ['0', '1'], hash: ['zero', 'one'] }, { user_id: '1' })
  expect(channel.members).toMatchObject({ count: 2, me: { id: '1', info: 'one' } })
})

test.each([{}, { hash: null }, { count: 'many', hash: 7 }])(
  'a success of %j leaves nobody there',
  async (presence) => {
    const { channel } = await room(presence)
    expect(channel.members.count).toBe(0)
  },
)

test('an id like __proto__ is one like any other', async () => {
  const { channel, send } = await room()
  await send(
    'pusher_internal:member_added',
    JSON.parse('{"user_id":"__proto__","user_info":{"polluted":true}}'),
  )
  expect(channel.members.get('__proto__')).toEqual({ id: '__proto__', info: { polluted: true } })
  expect({}).not.toHaveProperty('polluted')
})

test('[105] a client event tells who sent it', async () => {
  const { calls, send } = await room()
  await send('client-x', 1, { user_id: 'ann' })
  await send('client-x', 2)
  expect(calls.slice(1)).toEqual([
    ['client-x', 1, { user_id: 'ann' }],
    ['client-x', 2, {}],
  ])
})

test('an answer that comes after the connection was lost says nothing of who I am', async () => {
  const answers: ((error: null, data: { auth: string; channel_data: string }) => void)[] = []
  const { pusher, peer } = await connectCompat(await startServer(), {
    channelAuthorization: { customHandler: (_params, answer) => answers.push(answer) as never },
  })
  const channel = pusher.subscribe(name) as PresenceChannel
  peer.cut()
  await reached(pusher, 'connecting')
  answers[0]?.(null, { auth: 'k:s', channel_data: '{"user_id":"me"}' })
  expect(channel.members.myID).toBeNull()
})

describe('who joins', () => {
  // A handler may give back anything: here a timer, as arrow functions do.
  test.each(['no json', '{}', '{"user_id":null}', '7'])(
    'channel_data of %s is refused',
    async (channelData) => {
      const answer = { auth: 'k:s', channel_data: channelData }
      const { pusher, peer } = await connectCompat(await startServer(), {
        channelAuthorization: {
          customHandler: (_params, callback) => setTimeout(() => callback(null, answer), 0) as never,
        },
      })
      const failure = await heard<object>(pusher.subscribe(name), 'pusher:subscription_error')
      expect(failure).toMatchObject({
        type: 'AuthError',
        error: expect.stringContaining('user_id') as string,
      })
      expect(peer.frames.waiting).toEqual([])
    },
  )

  const withoutData: Partial<Options> = {
    channelAuthorization: { customHandler: (_params, callback) => callback(null, { auth: 'k:s' }) },
  }

  test('[90] without channel_data it is the signed-in user, who is waited for', async () => {
    const { pusher, peer } = await connectCompat(await startServer(), {
      ...withoutData,
      userAuthentication: {
        customHandler: (_params, callback) => callback(null, { auth: 'k:u', user_data: '{"id":"ann"}' }),
      },
    })
    pusher.signin()
    const channel = pusher.subscribe(name) as PresenceChannel
    expect(await peer.frames.take()).toMatchObject({ event: 'pusher:signin' })
    await peer.flushed()
    expect(peer.frames.waiting).toEqual([])
    peer.send({ event: 'pusher:signin_success', data: { user_data: '{"id":"ann"}' } })
    expect(await peer.frames.take()).toMatchObject({ data: { channel: '#server-to-user-ann' } })
    expect(await peer.frames.take()).toEqual({
      event: 'pusher:subscribe',
      data: { auth: 'k:s', channel: name },
    })
    expect(channel.members.myID).toBe('ann')
  })

  test('[90] without channel_data and user it is refused', async () => {
    const { pusher } = await connectCompat(await startServer(), withoutData)
    const failure = await heard<object>(pusher.subscribe(name), 'pusher:subscription_error')
    expect(failure).toMatchObject({
      type: 'AuthError',
      error: expect.stringContaining('signed in') as string,
    })
  })
})
