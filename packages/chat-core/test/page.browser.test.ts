import { expect, test } from 'vitest'

/** An entry as it is built, loaded the way a page loads a module. */
async function load<Entry>(name: string): Promise<Entry> {
  const { location } = globalThis as unknown as { location: { origin: string } }
  const url = `${location.origin}/packages/chat-core/dist/${name}.js`
  return (await import(/* @vite-ignore */ url)) as Entry
}

const core = await load<typeof import('../src/index.js')>('index')
const router = await load<typeof import('../src/router.js')>('router')
const http = await load<typeof import('../src/http.js')>('http')
const testing = await load<typeof import('../src/testing.js')>('testing')

const lobby = { platform: 'memory', account: 'bot', room: 'lobby', kind: 'live' } as const

test('in a page a hub hears a room, a router answers in it, and a feed tells it as server-sent events', async () => {
  const platform = new testing.MemoryPlatform({ clock: core.systemClock })
  const hub = core.createHub({ outbox: core.createOutbox(), store: core.createMemoryStore() })
  await hub.add(testing.createMemoryAdapter(platform), { rooms: [lobby] })
  const answered = new Promise<string>((resolve) => {
    hub.on('message', ({ message }) => message.author.self === true && resolve(message.text), { self: true })
  })
  new router.Router()
    .command('hello', { args: { name: router.rest() } }, (context, { name }) =>
      context.reply(`Hello ${name}`),
    )
    .attach(hub)
  const feed = http.createFeed(hub, { types: ['message'] })
  const handle = http.createHubHandler(hub, { feed, authorize: () => true })
  const { body } = await handle(new Request('https://page.example/events'))
  await testing.turn()
  platform.say('lobby', 'ann', '!hello شش «هفت»')
  expect(await answered).toBe('Hello شش «هفت»')
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  // oxlint-disable-next-line no-await-in-loop -- chunk after chunk
  while (!text.includes('Hello')) text += (await reader?.read())?.value ?? ''
  expect(text).toMatch(/^retry: 1000\nid: .*\n\nid: .*\ndata: \{/u)
  await reader?.cancel()
  await feed.close()
  await hub.close()
})

test('the contract of adapters and stores can be judged in a page', { timeout: 30_000 }, async () => {
  const results = await testing.runSuites([
    ...testing.adapterSuites(testing.createMemoryHarness()),
    ...testing.storeSuites({ name: 'memory', create: async (clock) => core.createMemoryStore({ clock }) }),
  ])
  expect(results.flatMap(({ error }) => error ?? [])).toEqual([])
  expect(results.length).toBeGreaterThan(70)
})
