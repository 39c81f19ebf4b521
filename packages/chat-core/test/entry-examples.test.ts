import { expect, test } from 'vitest'
import { listen } from '../examples/commands.js'
import { createRelay } from '../examples/relay.js'
import { openShop } from '../examples/shop-bot.js'
import { createTeahouseAdapter } from '../examples/teahouse/adapter.js'
import { Teahouse } from '../examples/teahouse/server.js'
import { createHub, createOutbox, systemClock, type RoomRef } from '../src/index.js'
import { openStage } from './support/stage.js'
import { serve } from './support/serve.js'

test('the commands of the README answer', async () => {
  await using stage = await openStage({ outbox: createOutbox() })
  const undo = listen(stage.hub)
  for (const text of ['!price 2 tea', '@shop help', '!qiuet', '!quiet']) await stage.say('ann', text)
  await stage.clock.advance(30_000)
  expect(stage.answers).toEqual([
    '2 tea: 6 €',
    '!price [count] <what…>: Says what something costs\n!quiet: Removes the asking\n!help',
    'There is no !qiuet. Did you mean !quiet?',
  ])
  undo()
})

test('the shop bot greets, tells prices, and deletes what is banned', async () => {
  await using stage = await openStage()
  openShop(stage.hub)
  for (const text of ['hi there', 'سلام', 'hidden', '!price tea', '!price عسل', '!price gold', 'CASINO now'])
    await stage.say('ann', text)
  expect(stage.answers).toEqual([
    'Hello, ann!',
    'Hello, ann!',
    'tea: 3 €',
    'عسل: 5 €',
    'There is no gold here.',
  ])
  expect(stage.platform.lines('lobby').map(({ text }) => text)).not.toContain('CASINO now')
})

test('the relay of the README serves events to those who know the secret', async () => {
  await using stage = await openStage()
  await using served = await serve(createRelay(stage.hub, 'sesame'))
  expect((await fetch(`${served.url}/events`)).status).toBe(401)
  const left = new AbortController()
  const headers = { authorization: 'Bearer sesame' }
  const response = await fetch(`${served.url}/events`, { headers, signal: left.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toContain('retry: 1000')
  await stage.say('ann', 'hello')
  expect((await reader?.read())?.value).toContain('"text":"hello"')
  left.abort()
})

test('the teahouse’s adapter works over a real connection, cut and resumed', async () => {
  const house = new Teahouse(systemClock, 100)
  await using served = await serve((request) => house.handle(request))
  const lounge: RoomRef = { platform: 'teahouse', account: 'bot', room: 'lounge', kind: 'group' }
  // Its second before it connects again passes in a hundredth of one.
  const hasty = (callback: () => void, delayMs: number): unknown =>
    systemClock.setTimeout(callback, delayMs / 100)
  await using hub = createHub({
    clock: { ...systemClock, setTimeout: hasty },
    fetch: (input, init) =>
      fetch(new Request(input, init).url.replace('https://teahouse.example', served.url), init),
  })
  await using stream = hub.stream({ types: ['message', 'status'] })
  const next = async (): Promise<string | undefined> => {
    const { value } = await stream.next()
    const event = value?.event
    return event?.type === 'message'
      ? event.message.text
      : event?.type === 'status'
        ? event.state
        : event?.type
  }
  const say = (text: string): unknown => house.tell('lounge', house.write('lounge', 'ann', text))
  await hub.add(createTeahouseAdapter(house.token), { rooms: [lounge] })
  expect([await next(), await next()]).toEqual(['connecting', 'live'])
  say('سلام 👋 over real bytes')
  expect(await next()).toBe('سلام 👋 over real bytes')
  await hub.room(lounge).send('hello')
  expect(await next()).toBe('hello')
  house.cut()
  say('while you were away')
  expect([await next(), await next(), await next()]).toEqual(['connecting', 'live', 'while you were away'])
})
