import { expect, test } from 'vitest'
import { connectClient, subscribed } from './support/client.js'
import { startServer } from './support/scripted-server.js'

test('[100, 101] the last event of a cache channel comes after its success, and an empty cache is told', async () => {
  const { pusher, peer } = await connectClient(await startServer())
  const heard: string[] = []
  for (const name of ['cache-full', 'cache-empty']) {
    const channel = pusher.subscribe(name)
    channel.onStatus(({ state }) => void heard.push(`${name} ${state}`))
    channel.onAny(({ event, data }) => void heard.push(`${name} ${event} ${String(data)}`))
    await peer.frames.take()
    peer.acknowledge(name)
  }
  peer.send({ event: 'message', channel: 'cache-full', data: '"kept"' })
  peer.send({ event: 'pusher:cache_miss', channel: 'cache-empty' })
  await peer.flushed()
  expect(heard).toEqual([
    'cache-full subscribed',
    'cache-empty subscribed',
    'cache-full message kept',
    'cache-empty pusher:cache_miss undefined',
  ])
})

test('[102] a count of subscriptions is kept and told, zero too; what is no number changes nothing', async () => {
  const client = await connectClient(await startServer())
  const room = await subscribed(client, 'room')
  const told: unknown[] = []
  room.on('pusher:subscription_count', (data) => void told.push(data))
  expect(room.subscriptionCount).toBeUndefined()
  for (const count of [7, 0, 'many']) {
    const data = JSON.stringify({ subscription_count: count })
    client.peer.send({ event: 'pusher_internal:subscription_count', channel: 'room', data })
  }
  await client.peer.flushed()
  expect(room.subscriptionCount).toBe(0)
  expect(told).toEqual([{ subscription_count: 7 }, { subscription_count: 0 }])
})
