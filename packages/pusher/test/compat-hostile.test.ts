import { expect, test } from 'vitest'
import type { PresenceChannel } from '../src/compat.js'
import { connectCompat, subscribe } from './support/compat-client.js'
import { startServer } from './support/scripted-server.js'

async function liveRoom() {
  const client = await connectCompat(await startServer(), {
    channelAuthorization: {
      customHandler: ({ channelName }) =>
        channelName === 'private-stuck'
          ? new Promise(() => undefined)
          : Promise.resolve({ auth: 'k:s', channel_data: '{"user_id":"me"}' }),
    },
  })
  const channel = await subscribe(client.pusher, client.peer, 'room')
  const heard: unknown[] = []
  channel.bind('message', (data) => heard.push(data))
  const stillLives = async (): Promise<void> => {
    client.peer.send({ event: 'message', channel: 'room', data: '"alive"' })
    await client.peer.flushed()
    expect(heard.at(-1)).toBe('alive')
    expect(client.pusher.connection.state).toBe('connected')
  }
  return { ...client, heard, stillLives }
}

test('a frame of ten megabytes and deep nesting are delivered, and what follows too', async () => {
  const { peer, heard, stillLives } = await liveRoom()
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  peer.send({ event: 'message', channel: 'room', data: JSON.stringify('x'.repeat(10_000_000)) })
  peer.send({ event: 'message', channel: 'room', data: deep })
  peer.send(`{"event":"message","channel":"room","data":${deep}}`)
  await peer.flushed()
  expect(heard).toHaveLength(3)
  await stillLives()
})

test('a million members are counted', { timeout: 20_000 }, async () => {
  const { pusher, peer, stillLives } = await liveRoom()
  const hash = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`u${index}`, {}]))
  const data = JSON.stringify({ presence: { hash, count: 1_000_000 } })
  const room = (await subscribe(pusher, peer, 'presence-crowd', data)) as PresenceChannel
  expect(room.members.count).toBe(1_000_000)
  await stillLives()
})

test.each([
  '{"event":"__proto__","channel":"room","data":"1"}',
  '{"event":"message","channel":"__proto__","data":"1"}',
  '{"__proto__":{"event":"message"},"channel":"room"}',
  '{"event":"message","channel":"room","data":{"__proto__":{"polluted":true}}}',
  '{"event":"pusher:error","data":{"__proto__":{"code":4001}}}',
  '{"event":"pusher_internal:subscription_succeeded","channel":"room","data":"{\\"presence\\":{\\"hash\\":{\\"__proto__\\":{}}}}"}',
  '{"event":"pusher_internal:subscription_count","channel":"room","data":"[]"}',
  '{"event":"pusher:signin_success","data":"null"}',
  '{"event":"pusher_internal:watchlist_events","data":"{\\"events\\":[null,7]}"}',
  '{"event":"message","channel":["room"],"data":"1"}',
  'null',
  '"text"',
])('%s harms nothing', async (frame) => {
  const { peer, stillLives } = await liveRoom()
  peer.send(frame)
  await peer.flushed()
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  await stillLives()
})

test('text that is not UTF-8 costs the connection, which is opened again', async () => {
  const server = await startServer()
  const { peer, pusher, clock } = await connectCompat(server)
  peer.sendBytes(Buffer.from([0x81, 0x01, 0xff]))
  await expect.poll(() => pusher.connection.state).toBe('connecting')
  clock.advance(0)
  ;(await server.accepted()).handshake('2.2')
  await expect.poll(() => pusher.connection.socket_id).toBe('2.2')
})

test('an application that never answers holds up its own channel alone', async () => {
  const { pusher, clock, stillLives } = await liveRoom()
  const stuck = pusher.subscribe('private-stuck')
  await stillLives()
  expect(stuck.subscriptionPending).toBe(true)
  pusher.disconnect()
  expect(clock.timers).toBe(0)
})
