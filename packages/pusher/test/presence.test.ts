import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { MemberList } from '../src/channel/members.js'
import { type Authorize, type Member, type PresenceChannel, Pusher } from '../src/index.js'
import { connectClient, next } from './support/client.js'
import { startServer } from './support/scripted-server.js'
import { authorizeAs } from './support/signing.js'

interface User {
  name: string
}

async function liveSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** Joins `presence-room` of a sandbox as someone, on the real clock. */
async function join({ pusher: app }: Sandbox, id: string | number, name: string) {
  const authorize = authorizeAs(app, { user_id: id, user_info: { name } })
  const { key, host, port } = app
  const pusher = new Pusher({ key, host, port, tls: false, authorize, reconnect: { firstDelayMs: 5 } })
  onTestFinished(() => pusher.disconnect())
  pusher.connect()
  const room = pusher.subscribe<Record<string, unknown>, User>('presence-room')
  await room.subscribed()
  return { pusher, room }
}

const ids = (room: PresenceChannel<Record<string, unknown>, User>): string[] =>
  [...room.members].map(({ id }) => id)

/** A presence channel of a scripted server, whose answers the test writes. */
async function scriptedRoom(
  data: unknown,
  authorize: Authorize = () => ({ auth: 'k:s', channel_data: '{"user_id":"me"}' }),
) {
  const server = await startServer()
  const client = await connectClient(server, { authorize })
  const room = client.pusher.subscribe('presence-room')
  await client.peer.frames.take()
  const acknowledge = { event: 'pusher_internal:subscription_succeeded', channel: 'presence-room', data }
  client.peer.send(acknowledge)
  await room.subscribed()
  const events: [string, unknown][] = []
  for (const name of ['pusher:member_added', 'pusher:member_removed']) {
    room.on(name, (member) => void events.push([name, member]))
  }
  const tell = async (name: 'added' | 'removed', member: unknown): Promise<void> => {
    client.peer.send({
      event: `pusher_internal:member_${name}`,
      channel: 'presence-room',
      data: JSON.stringify(member),
    })
    await client.peer.flushed()
  }
  return { ...client, server, room, events, tell, acknowledge }
}

const presence = (hash: unknown): string => JSON.stringify({ presence: { hash, count: 2 } })

test('[86] who is there is known right after success', async () => {
  const sandbox = await liveSandbox()
  await join(sandbox, 'ann', 'Ann')
  const { room } = await join(sandbox, 'bob', 'Bob')
  expect(room.members.count).toBe(2)
  expect(room.members.me).toEqual({ id: 'bob', info: { name: 'Bob' } })
  expect(room.members.get('ann')).toEqual({ id: 'ann', info: { name: 'Ann' } })
  expect(room.members.get('eve')).toBeUndefined()
  expect(ids(room).toSorted()).toEqual(['ann', 'bob'])
})

test('[87] one who comes is told once a user, however many connections they open, and so is their going', async () => {
  const sandbox = await liveSandbox()
  const { room } = await join(sandbox, 'ann', 'Ann')
  const events: unknown[] = []
  room.on('pusher:member_added', (member) => void events.push(['added', member]))
  room.on('pusher:member_removed', (member) => void events.push(['removed', member]))
  const first = await join(sandbox, 'bob', 'Bob')
  const second = await join(sandbox, 'bob', 'Bob')
  await expect.poll(() => room.members.count).toBe(2)
  first.pusher.disconnect()
  second.pusher.disconnect()
  await expect.poll(() => room.members.count).toBe(1)
  const bob = { id: 'bob', info: { name: 'Bob' } }
  expect(events).toEqual([
    ['added', bob],
    ['removed', bob],
  ])
})

test('[88] the going of someone unknown is not told', async () => {
  const { room, events, tell } = await scriptedRoom(presence({ me: {} }))
  await tell('removed', { user_id: 'stranger' })
  await tell('removed', {})
  await tell('added', {})
  expect(events).toEqual([])
  expect(room.members.count).toBe(1)
})

test('[89] nobody is there while the connection is away, and everybody again after', async () => {
  const { room, pusher, peer, clock, server, acknowledge } = await scriptedRoom(presence({ me: {}, ann: {} }))
  expect(ids(room as PresenceChannel<Record<string, unknown>, User>)).toEqual(['me', 'ann'])
  const retry = next(pusher, 'retry')
  peer.cut()
  await retry
  expect(room.members.count).toBe(0)
  expect(room.members.me).toBeUndefined()
  clock.advance(0)
  const second = await server.accepted()
  second.handshake()
  await second.frames.take()
  second.send(acknowledge)
  await room.subscribed()
  expect(room.members.count).toBe(2)
  expect(room.members.me?.id).toBe('me')
})

test('[91] numeric user ids work, and read as strings', async () => {
  const sandbox = await liveSandbox()
  const { room } = await join(sandbox, 10, 'Mr. Channels')
  expect(room.members.me).toEqual({ id: '10', info: { name: 'Mr. Channels' } })
})

test('[92] a bad presence signature is refused', async () => {
  const { pusher: app } = await liveSandbox()
  const { key, host, port } = app
  const authorize = authorizeAs({ key, secret: 'wrong' }, { user_id: 'ann' })
  const pusher = new Pusher({ key, host, port, tls: false, authorize })
  onTestFinished(() => pusher.disconnect())
  pusher.connect()
  await expect(pusher.subscribe('presence-room').subscribed()).rejects.toMatchObject({
    code: 'subscription_refused',
  })
})

test('a second coming updates the info', async () => {
  const { room, events, tell } = await scriptedRoom(presence({ me: {}, ann: { name: 'Ann' } }))
  await tell('added', { user_id: 'ann', user_info: { name: 'Anna' } })
  expect(room.members.count).toBe(2)
  expect(room.members.get('ann')?.info).toEqual({ name: 'Anna' })
  expect(events).toEqual([['pusher:member_added', { id: 'ann', info: { name: 'Anna' } }]])
})

test.each(['__proto__', 'constructor'])('a member named %s is one like any other', async (id) => {
  const { room, tell } = await scriptedRoom(presence({ me: {} }))
  await tell('added', { user_id: id })
  expect(room.members.get(id)).toEqual({ id, info: undefined })
  expect(room.members.count).toBe(2)
})

test.each([undefined, '{}', '[]', 'text', presence(null), presence([{}, {}])])(
  'an answer of %j leaves nobody unreadable behind',
  async (data) => {
    const { room } = await scriptedRoom(data)
    expect(room.members.count).toBe(data === presence([{}, {}]) ? 2 : 0)
  },
)

test.each(['not json', '{}', '{"user_id":null}', '7'])(
  'channel_data of %s is an error, not a crash',
  async (channelData) => {
    const authorize: Authorize = () => ({ auth: 'k:s', channel_data: channelData })
    const { pusher } = await connectClient(await startServer(), { authorize })
    await expect(pusher.subscribe('presence-room').subscribed()).rejects.toMatchObject({
      code: 'authorization_failed',
      channel: 'presence-room',
    })
  },
)

test('whatever comes and goes, the list is what a set of ids would be', () => {
  const id = fc.constantFrom('a', 'b', 'c', '__proto__')
  const changes = fc.array(fc.record({ id, comes: fc.boolean() }))
  fc.assert(
    fc.property(fc.uniqueArray(id), changes, (present, sequence) => {
      const list = new MemberList()
      const model = new Set(present)
      list.replace({ presence: { hash: Object.fromEntries(present.map((name) => [name, {}])) } })
      for (const { id: name, comes } of sequence) {
        const member: Member | undefined = comes
          ? list.add({ user_id: name })
          : list.remove({ user_id: name })
        expect(member !== undefined).toBe(comes || model.has(name))
        if (comes) model.add(name)
        else model.delete(name)
      }
      expect(new Set([...list].map((member) => member.id))).toEqual(model)
      expect(list.count).toBe(model.size)
    }),
  )
})
