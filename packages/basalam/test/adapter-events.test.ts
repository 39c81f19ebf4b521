import { createMemoryStore } from '@wireloom/chat-core'
import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toRoomKind } from '../src/chat/adapter/chat-rooms.js'
import { createWebhookSecret } from '../src/webhooks.js'
import { HubRun, openPlaceForTest, type Place } from './support/hub-run.js'

async function openRun(
  options: Parameters<typeof HubRun.start>[2] = {},
): Promise<{ readonly place: Place; readonly run: HubRun; readonly world: Place['sandbox']['world'] }> {
  const place = await openPlaceForTest()
  const { world } = place.sandbox
  // A chat that was there before, with something in it.
  world.receive({ from: world.customer, text: 'before the first start' })
  const run = await HubRun.start(place, undefined, options)
  onTestFinished(() => run.close())
  await run.look()
  return { place, run, world }
}

describe('a poll brings', () => {
  test('a message, and not what was there before', async () => {
    const { run, world } = await openRun()
    const { id, chatId } = world.receive({ from: world.customer, text: 'سلام' })
    await run.look()
    expect(run.of('message')).toMatchObject([
      {
        message: {
          ref: { room: { platform: 'basalam', room: String(chatId), kind: 'direct' }, id: String(id) },
          author: { id: String(world.customer.id), name: world.customer.name, self: false },
          text: 'سلام',
          raw: { messageType: 'text' },
        },
      },
    ])
  })

  test('what it answers, as the API has it', async () => {
    const { run, world } = await openRun()
    const { id } = world.receive({ from: world.customer, text: 'این موجود است؟' })
    world.receive({ from: world.customer, text: 'کدام؟', replyTo: id })
    await run.look()
    expect(run.of('message')[1]?.message.replyTo).toMatchObject({
      ref: { id: String(id) },
      author: { id: String(world.customer.id) },
      text: 'این موجود است؟',
    })
  })

  test('an edit, with what it said before', async () => {
    const { place, run, world } = await openRun()
    const { id } = world.receive({ from: world.customer, text: 'one' })
    await run.look()
    world.edit(id, { text: 'two' })
    await place.clock.advance(60_000)
    expect(run.of('edit')).toMatchObject([
      { message: { ref: { id: String(id) }, text: 'two' }, previous: { text: 'one' } },
    ])
    expect(run.of('edit')[0]?.message.editedAt).toBeGreaterThan(
      run.of('message')[0]?.message.sentAt ?? Infinity,
    )
  })

  test('an edit back and forth each time, though it says the same again', async () => {
    const { place, run, world } = await openRun()
    const { id } = world.receive({ from: world.customer, text: 'one' })
    await run.look()
    for (const text of ['two', 'one', 'two', 'one']) {
      world.edit(id, { text })
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await place.clock.advance(60_000)
    }
    expect(run.of('edit').map(({ message }) => message.text)).toEqual(['two', 'one', 'two', 'one'])
  })

  test('a deletion, as concluded', async () => {
    const { place, run, world } = await openRun()
    const { id } = world.receive({ from: world.customer, text: 'one' })
    world.receive({ from: world.customer, text: 'two' })
    await run.look()
    world.remove(id)
    await place.clock.advance(60_000)
    expect(run.of('delete')).toMatchObject([{ target: { id: String(id) }, inferred: true }])
  })

  test('how far the other side has seen', async () => {
    const { place, run, world } = await openRun()
    const { chatId } = world.receive({ from: world.customer, text: 'one' })
    const { id } = await place.basalam.chats.sendMessage({ chatId, content: 'two' })
    await run.look()
    expect(run.of('seen')).toEqual([])
    world.see(world.customer)
    await run.look()
    expect(run.of('seen')).toMatchObject([
      { upTo: { id: String(id) }, by: { id: String(world.customer.id) }, room: { room: String(chatId) } },
    ])
  })

  test('what changes of the chat itself: unseen messages, the archive, a block', async () => {
    const { run, world } = await openRun()
    world.receive({ from: world.customer, text: 'two' })
    await run.look()
    world.read(world.customer)
    world.archive(world.customer, 'archived')
    world.block(world.customer)
    await run.look()
    expect(run.of('room').map(({ changes }) => changes)).toEqual([
      { unseenCount: 2 },
      { unseenCount: 0, archiveState: 'archived', contactIsBlocked: true },
    ])
    // Basalam keeps nobody out for us: a block is no `restrict`.
    expect(run.told.filter(({ type }) => type === ('restrict' as never))).toEqual([])
  })

  test('an order in words as an activity, too', async () => {
    const { run, world } = await openRun()
    world.receive({ from: world.customer, type: 'order', content: { entity_id: 888 } })
    await run.look()
    expect(run.of('message')).toHaveLength(1)
    expect(run.of('activity')).toMatchObject([
      { activity: 'order', actor: { id: String(world.customer.id) }, text: '[order 888]' },
    ])
  })

  test('a type that nobody knows yet as a message that says so, and as drift', async () => {
    const { run, world } = await openRun()
    world.receive({ from: world.customer, type: 'hologram', text: 'of tomorrow' })
    await run.look()
    const part = { type: 'unknown', platformType: 'hologram', fallback: 'of tomorrow' }
    expect(run.of('message')).toMatchObject([{ message: { parts: [part] } }])
    expect(run.of('other')).toMatchObject([{ name: 'hologram' }])
  })

  test('what the platform writes as words of its staff', async () => {
    const { run, world } = await openRun()
    world.notify({ to: world.customer, text: 'سفارش ثبت شد', type: 'label' })
    await run.look()
    expect(run.of('message')).toMatchObject([
      { message: { author: { id: null, name: 'Basalam', self: false } } },
    ])
    expect(run.of('message')[0]?.message.author.roles).toEqual(new Set(['staff']))
  })

  test('our own words from the app as ours, and vendors as vendors', async () => {
    const { place, run, world } = await openRun()
    const honey = world.addPerson('مریم', { id: 5, title: 'عسل' })
    const { chatId } = world.receive({ from: honey, text: 'همکار' })
    await place.basalam.chats.sendMessage({ chatId, content: 'سلام' })
    await run.look()
    const authors = run.of('message').map(({ message: { author } }) => [author.self, ...author.roles])
    expect(authors).toEqual([
      [false, 'vendor'],
      [true, 'vendor'],
    ])
  })

  test('messages in the order of their ids, however many came at once', async () => {
    const { run, world } = await openRun()
    const ids = Array.from({ length: 70 }, (_, index) =>
      String(world.receive({ from: world.customer, text: `text ${index}` }).id),
    )
    await run.look()
    expect(run.of('message').map(({ message }) => message.ref.id)).toEqual(ids)
  })

  test('one that came to sight after a later one', async () => {
    const { run, world } = await openRun()
    const { id } = world.receive({ from: world.customer, text: 'behind', isWithheld: true })
    world.receive({ from: world.customer, text: 'ahead' })
    await run.look()
    world.release(id)
    await run.look()
    expect(run.texts).toEqual(['ahead', 'behind'])
  })
})

describe('which chats are told of', () => {
  test('all of them, those too that begin later', async () => {
    const { run, world } = await openRun()
    world.receive({ from: world.addPerson('new'), text: 'first words' })
    await run.look()
    expect(run.texts).toEqual(['first words'])
  })

  test('those alone that were joined, where that is asked for', async () => {
    const { place, run, world } = await openRun({ chats: 'joined' })
    const { chatId } = world.receive({ from: world.customer, text: 'unheard' })
    await run.look()
    const room = {
      platform: 'basalam',
      account: String(place.sandbox.userId),
      room: String(chatId),
      kind: 'direct',
    } as const
    await run.hub.room(room).join()
    world.receive({ from: world.customer, text: 'heard' })
    world.receive({ from: world.addPerson('somebody'), text: 'unheard, too' })
    await run.look()
    await run.hub.room(room).leave()
    world.receive({ from: world.customer, text: 'behind our backs' })
    await run.look()
    expect(run.texts).toEqual(['heard'])
  })

  test('what became of a chat while it was left is not told as news when it is joined again', async () => {
    const { run, world } = await openRun()
    world.receive({ from: world.customer, text: 'heard' })
    await run.look()
    const room = run.hub.room(run.of('message')[0]?.message.ref.room as never)
    await room.join()
    await room.leave()
    world.block(world.customer)
    await run.look()
    const { length } = run.of('room')
    await room.join()
    await run.look()
    world.receive({ from: world.customer, text: 'heard again' })
    await run.look()
    expect(run.texts).toEqual(['heard', 'heard again'])
    const changes = run.of('room').slice(length)
    expect(changes.map((event) => Object.keys(event.changes))).toEqual([['unseenCount']])
  })

  test('kinds of chats are kinds of rooms', () => {
    expect(toRoomKind({ chatType: 'private' })).toBe('direct')
    expect(toRoomKind({ chatType: 'bot' })).toBe('direct')
    expect(toRoomKind({ chatType: 'group' })).toBe('group')
    expect(toRoomKind({ chatType: 'channel' })).toBe('broadcast')
    expect(toRoomKind({ chatType: 'tomorrow', group: { title: 'x' } })).toBe('group')
    expect(toRoomKind({ chatType: 'tomorrow', channel: { title: 'x' } })).toBe('broadcast')
    expect(toRoomKind({})).toBe('direct')
  })
})

describe('a webhook', () => {
  const secret = createWebhookSecret()

  /** What Basalam would send, or somebody who says to be it. */
  function delivery(chatId: number, given = secret, id = 1): Request {
    return new Request('https://shop.example/hooks?event=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-secret': given },
      body: JSON.stringify({ id, chat_id: chatId, message: { text: 'what nobody wrote' }, sender_id: 1 }),
    })
  }

  test('makes the adapter look at once, and what it says is not believed', async () => {
    const { place, run, world } = await openRun({ webhook: { secret }, activeIntervalMs: 60_000 })
    const { chatId } = world.receive({ from: world.customer, text: 'what was written' })
    const response = await run.hub.webhook(delivery(chatId), { platform: 'basalam' })
    await place.wire.quiet()
    expect(response.status).toBe(200)
    expect(run.texts).toEqual(['what was written'])
  })

  test('that rings a hundred times at once makes it look a few times', async () => {
    const { place, run, world } = await openRun({ webhook: { secret }, activeIntervalMs: 60_000 })
    const { lists, requests } = place.wire
    const chatIds = Array.from(
      { length: 100 },
      (_, index) => world.receive({ from: world.customer, text: `text ${index}` }).chatId,
    )
    const answers = chatIds.map((chatId, index) =>
      run.hub.webhook(delivery(chatId, secret, index), { platform: 'basalam' }),
    )
    expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true)
    await place.wire.quiet()
    expect(place.wire.lists - lists).toBeLessThanOrEqual(4)
    expect(place.wire.requests - requests).toBeLessThanOrEqual(20)
    await run.look()
    expect(run.texts).toHaveLength(100)
  })

  test('does not ring for who does not know the secret', async () => {
    const refusals: unknown[] = []
    const onRefused = (refusal: unknown): void => void refusals.push(refusal)
    const { place, run, world } = await openRun({ webhook: { secret, onRefused }, activeIntervalMs: 60_000 })
    const { chatId } = world.receive({ from: world.customer, text: 'later' })
    const { requests } = place.wire
    const response = await run.hub.webhook(delivery(chatId, createWebhookSecret()), { platform: 'basalam' })
    await place.wire.quiet()
    expect(response.status).toBe(401)
    expect(refusals).toMatchObject([{ reason: 'secret' }])
    expect(place.wire.requests).toBe(requests)
    await run.look()
    expect(run.texts).toEqual(['later'])
  })

  test('that never comes costs time, and no message', async () => {
    const { run, world } = await openRun({ webhook: { secret } })
    world.receive({ from: world.customer, text: 'unannounced' })
    await run.look()
    expect(run.texts).toEqual(['unannounced'])
  })
})

describe('what goes wrong', () => {
  const list = 'GET /v1/chats'
  const messages = 'GET /v1/chats/{chat_id}/messages'

  test('with all chats is told as a degraded state, and its end too', async () => {
    const { place, run, world } = await openRun()
    // The client asks again by itself a few times.
    place.sandbox.fail({ operation: list, status: 503, times: 6 })
    world.receive({ from: world.customer, text: 'meanwhile' })
    await place.clock.advance(120_000)
    expect(run.texts).toEqual(['meanwhile'])
    const states = run.of('status').map(({ state, error }) => [state, error?.code])
    expect(states.slice(0, 2)).toEqual([
      ['connecting', undefined],
      ['live', undefined],
    ])
    expect(states).toContainEqual(['degraded', 'unavailable'])
    expect(states.at(-1)).toEqual(['live', undefined])
  })

  test('with one chat is told of its room alone, and its end too', async () => {
    const { place, run, world } = await openRun()
    place.sandbox.fail({ operation: messages, status: 400, times: 1 })
    const { chatId } = world.receive({ from: world.customer, text: 'meanwhile' })
    await run.look()
    await run.look()
    expect(run.texts).toEqual(['meanwhile'])
    expect(run.of('status').filter(({ room }) => room !== undefined)).toMatchObject([
      {
        state: 'degraded',
        room: { room: String(chatId) },
        error: { code: 'invalid', operation: 'receive.poll' },
      },
      { state: 'live', room: { room: String(chatId) } },
    ])
  })

  test('with a chat that may not be read any more is a gap', async () => {
    const { place, run, world } = await openRun()
    world.receive({ from: world.customer, text: 'one' })
    await run.look()
    place.sandbox.fail({ operation: messages, status: 403, times: 1 })
    const { chatId } = world.receive({ from: world.customer, text: 'two' })
    await run.look()
    expect(run.of('gap')).toMatchObject([{ room: { room: String(chatId) }, complete: false, recovered: 0 }])
    expect(run.of('gap')[0]?.fromMs).toBe(run.of('message')[0]?.message.sentAt)
  })

  test('a token that is refused for good ends the source, and the error says so', async () => {
    const { place, run } = await openRun()
    place.sandbox.revokeAccessTokens()
    await place.clock.advance(10_000)
    expect(run.of('status').at(-1)).toMatchObject({ state: 'closed', error: { code: 'unauthenticated' } })
    expect(run.hub.inspect().accounts[0]?.sources).toMatchObject([{ state: 'closed' }])
  })

  test('what cannot be read of a message is told as what it is', async () => {
    const place = await openPlaceForTest()
    const { apiUrl } = place.sandbox
    // A server in between that spoils one message.
    const spoiler = createServer(async (request, response) => {
      const { authorization = '' } = request.headers
      const answer = await fetch(`${apiUrl}${request.url}`, { headers: { authorization } })
      const text = await answer.text()
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(
        text.replace(
          /"id":\d+(?=,"chat_id":\d+,"seen_at":null,"created_at":"[^"]*","updated_at":"[^"]*","message_type":"sticker")/,
          '"id":null',
        ),
      )
    })
    await new Promise<void>((resolve) => spoiler.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => spoiler.closeAllConnections())
    onTestFinished(() => void spoiler.close())
    const { port } = spoiler.address() as { port: number }
    const { Basalam } = await import('../src/index.js')
    const token = place.sandbox.personalToken.accessToken
    const basalam = new Basalam({
      token,
      baseUrl: `http://127.0.0.1:${port}`,
      fetch: place.wire.fetch,
      clock: place.clock,
    })
    const run = await HubRun.start(place, undefined, { basalam })
    onTestFinished(() => run.close())
    await run.look()
    const { world } = place.sandbox
    world.receive({ from: world.customer, type: 'sticker' })
    world.receive({ from: world.customer, text: 'readable' })
    await run.look()
    expect(run.texts).toEqual(['readable'])
    expect(run.of('other')).toMatchObject([{ name: 'unreadable message', raw: { message_type: 'sticker' } }])
    const [message] = run.of('message')
    const history = run.hub.room(message?.message.ref.room as never).history()
    await place.clock.advance(0)
    expect(await history).toMatchObject({ messages: [{ text: 'readable' }], complete: false })
  })
})

/** Hours go by in some of these, look after look over real HTTP. */
describe('what is kept over restarts', { timeout: 30_000 }, () => {
  test('a message whose handler stood still for minutes is told again, whatever else was handled meanwhile', async () => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const store = createMemoryStore()
    const first = await HubRun.start(place, store, { activeIntervalMs: 20_000 })
    first.hub.on('message', ({ message }) =>
      message.text === 'stuck' ? new Promise(() => undefined) : undefined,
    )
    await first.look()
    world.receive({ from: world.customer, text: 'stuck' })
    await first.look()
    const others = Array.from({ length: 35 }, (_, index) => world.addPerson(`person ${index}`))
    for (const from of others) {
      world.receive({ from, text: 'handled' })
      // oxlint-disable-next-line no-await-in-loop -- time goes by
      await place.clock.advance(30_000)
    }
    await first.kill()
    const second = await HubRun.start(place, store)
    await second.look()
    await second.close()
    expect(second.texts).toEqual(['stuck'])
  })

  test.each([
    ['of nothing but messages', () => undefined],
    [
      'in which a chat was blocked where nobody wrote',
      (world: Place['sandbox']['world']) => world.block(world.customer),
    ],
  ])('a list that is long is not read to its end again, after a time %s', async (_name, doFirst) => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const store = createMemoryStore()
    for (let index = 0; index < 31; index += 1) {
      world.receive({ from: world.addPerson(`person ${index}`), text: 'before' })
      // oxlint-disable-next-line no-await-in-loop -- each at a time of its own
      await place.clock.advance(60_000)
    }
    world.receive({ from: world.customer, text: 'before' })
    const first = await HubRun.start(place, store, { activeIntervalMs: 60_000 })
    await first.look()
    doFirst(world)
    for (let index = 0; index < 35; index += 1) {
      world.receive({ from: world.addPerson(`later ${index}`), text: 'told' })
      // oxlint-disable-next-line no-await-in-loop
      await place.clock.advance(60_000)
    }
    await first.look()
    await first.close()
    const { lists } = place.wire
    const second = await HubRun.start(place, store)
    expect(place.wire.lists - lists).toBe(1)
    await second.close()
    expect([first.texts.length, second.texts.length]).toEqual([35, 0])
  })

  test('an order of which the message was handled, and the activity was not, is told again', async () => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const store = createMemoryStore()
    const first = await HubRun.start(place, store)
    first.hub.on('activity', () => new Promise(() => undefined))
    await first.look()
    world.receive({ from: world.customer, type: 'order', content: { entity_id: 1 } })
    await first.look()
    await place.clock.advance(10_000)
    await first.kill()
    const second = await HubRun.start(place, store)
    await second.look()
    await second.close()
    expect([second.of('message').length, second.of('activity').length]).toEqual([1, 1])
  })

  test('what the other side has seen meanwhile is told', async () => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const store = createMemoryStore()
    const first = await HubRun.start(place, store)
    await first.look()
    const { chatId } = world.receive({ from: world.customer, text: 'one' })
    const { id } = await place.basalam.chats.sendMessage({ chatId, content: 'two' })
    await first.look()
    await first.close()
    world.see(world.customer)
    const second = await HubRun.start(place, store)
    await second.look()
    await second.close()
    expect(second.of('seen')).toMatchObject([{ upTo: { id: String(id) } }])
    expect(second.texts).toEqual([])
  })

  test('a chat that is rung for goes on where it was, though the list does not lead down to it', async () => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const store = createMemoryStore()
    const secret = createWebhookSecret()
    const options = { webhook: { secret }, activeIntervalMs: 30_000 }
    const first = await HubRun.start(place, store, options)
    await first.look()
    const { chatId } = world.receive({ from: world.customer, text: 'long ago' })
    for (let index = 0; index < 35; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each at a time of its own
      await place.clock.advance(60_000)
      world.receive({ from: world.addPerson(`later ${index}`), text: 'later' })
    }
    await place.clock.advance(60_000)
    await first.close()
    expect(first.texts).toHaveLength(36)
    const second = await HubRun.start(place, store, options)
    await second.look()
    const ring = new Request('https://shop.example/?event=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-secret': secret },
      body: JSON.stringify({ id: 1, chat_id: chatId, message: {} }),
    })
    const { requests } = place.wire
    await second.hub.webhook(ring, { platform: 'basalam' })
    await place.wire.quiet()
    expect(place.wire.requests - requests).toBeGreaterThan(1)
    await second.close()
    expect(second.texts).toEqual([])
  })

  test('in a store that lost all but the places of chats, these go on all the same', async () => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const store = createMemoryStore()
    const first = await HubRun.start(place, store)
    await first.look()
    world.receive({ from: world.customer, text: 'one' })
    await first.look()
    await first.close()
    await store.kv.delete(`basalam/poll/${place.sandbox.userId}`)
    const more = Array.from({ length: 30 }, (_, index) => `more ${index}`)
    for (const text of more) world.receive({ from: world.customer, text })
    const second = await HubRun.start(place, store)
    await second.look()
    await second.close()
    expect(second.texts).toEqual(more)
  })

  test('a place that cannot be read ends the source with what to do, and nothing is told as if it were new', async () => {
    const place = await openPlaceForTest()
    const store = createMemoryStore()
    const first = await HubRun.start(place, store)
    await first.look()
    await first.close()
    await store.kv.set(`basalam/poll/${place.sandbox.userId}`, '{"version":')
    const second = await HubRun.start(place, store)
    await second.look()
    await second.close()
    expect(second.of('status').at(-1)).toMatchObject({ state: 'closed', error: { code: 'protocol' } })
    expect(second.errors[0]).toMatch(/delete it to begin anew/)
  })
})
