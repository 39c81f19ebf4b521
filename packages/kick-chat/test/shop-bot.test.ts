import { createHub, createOutbox } from '@wireloom/chat-core'
import { Kick } from '@wireloom/kick'
import { startSandbox } from '@wireloom/sandbox'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openShop } from '../examples/shop-bot.js'
import { kickAdapter, pusherSocket, siteLookup } from '../src/index.js'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('the shop bot, which knows of no platform, greets, tells prices and deletes what is banned on Kick', async () => {
  await using sandbox = await startSandbox({
    rooms: ['ann'],
    accessTokens: [{ token: 'shop-token', username: 'ann', channel: 'ann' }],
  })
  const { kick, pusher } = sandbox
  await using hub = createHub({ outbox: createOutbox() })
  openShop(hub)
  const adapter = kickAdapter({
    kick: new Kick({ token: 'shop-token', baseUrl: kick.apiUrl }),
    socket: pusherSocket({ key: pusher.key, host: pusher.host, port: pusher.port, tls: false }),
    lookup: siteLookup({ baseUrl: kick.siteUrl }),
  })
  await hub.add(adapter, { rooms: [await adapter.room('ann')] })
  await expect.poll(() => hub.inspect().accounts[0]?.sources[0]?.state).toBe('live')
  const room = kick.room('ann')
  for (const content of ['hello', '!price tea', 'a casino for you']) room.say({ from: 'bob', content })
  const told = (event: string): readonly unknown[] =>
    sandbox.record.events({ event: `App\\Events\\${event}` })
  await expect.poll(() => JSON.stringify(told('ChatMessageEvent'))).toContain('tea: 3 €')
  await expect.poll(() => told('MessageDeletedEvent').length).toBe(1)
  expect(JSON.stringify(told('ChatMessageEvent'))).toContain('Hello, bob!')
})

test('it is the very bot of chat-core', () => {
  expect(read('../examples/shop-bot.ts')).toBe(read('../../chat-core/examples/shop-bot.ts'))
})
