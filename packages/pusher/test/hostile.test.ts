import { expect, test } from 'vitest'
import { connectClient, subscribed } from './support/client.js'
import { startServer } from './support/scripted-server.js'

async function liveRoom() {
  const client = await connectClient(await startServer(), {
    authorize: () => ({ auth: 'k:s', channel_data: '{"user_id":"me"}' }),
  })
  const channel = await subscribed(client, 'room')
  const heard: unknown[] = []
  channel.on('message', (data) => void heard.push(data))
  const stillLives = async (): Promise<void> => {
    client.peer.send({ event: 'message', channel: 'room', data: '"alive"' })
    await client.peer.flushed()
    expect(heard.at(-1)).toBe('alive')
    expect(client.pusher.status.state).toBe('connected')
  }
  return { ...client, channel, heard, stillLives }
}

test('a frame of ten megabytes is delivered, and the next one too', async () => {
  const { peer, heard, stillLives } = await liveRoom()
  peer.send({ event: 'message', channel: 'room', data: JSON.stringify('x'.repeat(10_000_000)) })
  await peer.flushed()
  expect(heard).toHaveLength(1)
  await stillLives()
})

test('deep nesting neither crashes nor is lost', async () => {
  const { peer, heard, errors, stillLives } = await liveRoom()
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  peer.send(`{"event":"message","channel":"room","data":${deep}}`)
  peer.send({ event: 'message', channel: 'room', data: deep })
  await peer.flushed()
  expect(heard.length + errors.length).toBe(2)
  await stillLives()
})

test('a million members are counted, and one more', { timeout: 20_000 }, async () => {
  const { pusher, peer, stillLives } = await liveRoom()
  const room = pusher.subscribe('presence-crowd')
  await peer.frames.take()
  const hash = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`u${index}`, {}]))
  peer.send({
    event: 'pusher_internal:subscription_succeeded',
    channel: 'presence-crowd',
    data: JSON.stringify({ presence: { hash } }),
  })
  await room.subscribed()
  expect(room.members.count).toBe(1_000_000)
  peer.send({ event: 'pusher_internal:member_added', channel: 'presence-crowd', data: '{"user_id":"late"}' })
  await peer.flushed()
  expect(room.members.count).toBe(1_000_001)
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
  '{"event":"pusher_internal:watchlist_events","data":"{\\"events\\":{}}"}',
  '{"event":"message","channel":"room","data":"\\ud800"}',
  '{"event":"message","channel":["room"],"data":"1"}',
  '{"event":"message","channel":"room","channel":"other","data":"1"}',
])('%s harms nothing', async (frame) => {
  const { peer, stillLives } = await liveRoom()
  peer.send(frame)
  await peer.flushed()
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  await stillLives()
})

test('text that is not UTF-8 costs the connection, as the WebSocket protocol asks, and it is opened again', async () => {
  const server = await startServer()
  const { peer, pusher, clock } = await connectClient(server)
  // A text frame of one byte that begins no character.
  peer.sendBytes(Buffer.from([0x81, 0x01, 0xff]))
  await new Promise((resolve) => pusher.on('retry', resolve))
  clock.advance(0)
  ;(await server.accepted()).handshake('2.2')
  expect(await pusher.connected()).toBe('2.2')
})

test('a hundred thousand frames in one go are all delivered, in order', { timeout: 20_000 }, async () => {
  const { peer, heard } = await liveRoom()
  for (let index = 0; index < 100_000; index += 1)
    peer.send(`{"event":"message","channel":"room","data":"${index}"}`)
  await peer.flushed()
  expect(heard).toHaveLength(100_000)
  expect(heard.every((value, index) => value === index)).toBe(true)
})

test('an application that never answers holds up its own channel alone', async () => {
  const server = await startServer()
  const client = await connectClient(server, { authorize: () => new Promise(() => undefined) })
  const stuck = client.pusher.subscribe('private-stuck')
  const open = await subscribed(client, 'open')
  expect(stuck.status.state).toBe('pending')
  expect(open.status.state).toBe('subscribed')
  client.pusher.disconnect()
  expect(client.clock.timers).toBe(0)
})
