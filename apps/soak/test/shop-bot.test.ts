import { Basalam } from '@wireloom/basalam'
import { basalamAdapter } from '@wireloom/basalam/chat'
import { createHub, createOutbox, type Hub } from '@wireloom/chat-core'
import { Kick } from '@wireloom/kick'
import { kickAdapter, pusherSocket, siteLookup } from '@wireloom/kick-chat'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import { expect, test } from 'vitest'
import { openShop } from '../../../packages/chat-core/examples/shop-bot.ts'

async function addKick(hub: Hub, { kick, pusher }: Sandbox): Promise<void> {
  const adapter = kickAdapter({
    kick: new Kick({ token: 'shop-token', baseUrl: kick.apiUrl }),
    socket: pusherSocket({ key: pusher.key, host: pusher.host, port: pusher.port, tls: false }),
    lookup: siteLookup({ baseUrl: kick.siteUrl }),
  })
  await hub.add(adapter, { rooms: [await adapter.room('ann')] })
}

async function addBasalam(hub: Hub, { basalam: { apiUrl, personalToken } }: Sandbox): Promise<void> {
  const basalam = new Basalam({ token: personalToken.accessToken, baseUrl: apiUrl })
  await hub.add(
    basalamAdapter({ basalam, activeIntervalMs: 20, idleIntervalMs: 20, maxRequestsPerMinute: 60_000 }),
  )
}

test('one bot greets, tells prices and deletes what is banned on both platforms, without knowing of either', async () => {
  await using sandbox = await startSandbox({
    rooms: ['ann'],
    accessTokens: [{ token: 'shop-token', username: 'ann', channel: 'ann' }],
  })
  await using hub = createHub({ outbox: createOutbox() })
  const heard: string[] = []
  hub.on('message', ({ message }) => void heard.push(`${message.ref.room.platform}: ${message.text}`), {
    self: true,
  })
  openShop(hub)
  await Promise.all([addKick(hub, sandbox), addBasalam(hub, sandbox)])
  await expect
    .poll(() => hub.inspect().accounts.every(({ sources }) => sources.every(({ state }) => state === 'live')))
    .toBe(true)
  const room = sandbox.kick.room('ann')
  const { world } = sandbox.basalam
  for (const text of ['hello', '!price tea', 'a casino for you']) {
    room.say({ from: 'bob', content: text })
    world.receive({ from: world.customer, text })
  }
  const expected = ['kick', 'basalam'].flatMap((platform) => [
    `${platform}: hello`,
    `${platform}: Hello, ${platform === 'kick' ? 'bob' : world.customer.name}!`,
    `${platform}: !price tea`,
    `${platform}: tea: 3 €`,
    `${platform}: a casino for you`,
  ])
  await expect.poll(() => heard.toSorted(), { timeout: 10_000 }).toEqual(expected.toSorted())
  await expect
    .poll(() => sandbox.record.events({ event: String.raw`App\Events\MessageDeletedEvent` }).length)
    .toBe(1)
})
