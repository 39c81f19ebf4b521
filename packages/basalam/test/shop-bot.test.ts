import { createHub, createOutbox } from '@wireloom/chat-core'
import { startSandbox } from '@wireloom/sandbox'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openShop } from '../examples/shop-bot.js'
import { basalamAdapter } from '../src/chat.js'
import { Basalam } from '../src/index.js'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('the shop bot, which knows of no platform, greets, tells prices and deletes what is banned on Basalam', async () => {
  await using sandbox = await startSandbox()
  const { apiUrl, personalToken, world } = sandbox.basalam
  const basalam = new Basalam({ token: personalToken.accessToken, baseUrl: apiUrl })
  const pace = { activeIntervalMs: 20, idleIntervalMs: 20, maxRequestsPerMinute: 60_000 }
  await using hub = createHub({ outbox: createOutbox() })
  openShop(hub)
  await hub.add(basalamAdapter({ basalam, ...pace }))
  await expect.poll(() => hub.inspect().accounts[0]?.sources[0]?.state).toBe('live')
  const texts = ['سلام', '!price عسل', 'a casino for you']
  const [greeting] = texts.map((text) => world.receive({ from: world.customer, text }))
  const standing = (): readonly unknown[] =>
    world.messages(greeting?.chatId ?? 0).map(({ content }) => (content as { readonly text?: string }).text)
  await expect
    .poll(standing, { timeout: 5_000 })
    .toEqual(['سلام', '!price عسل', `Hello, ${world.customer.name}!`, 'عسل: 5 €'])
})

test('it is the very bot of chat-core', () => {
  expect(read('../examples/shop-bot.ts')).toBe(read('../../chat-core/examples/shop-bot.ts'))
})
