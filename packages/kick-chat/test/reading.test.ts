import type { ChatEvent } from '@wireloom/chat-core'
import { describe, expect, test } from 'vitest'
import { KickChat, toChatroomId, type KickEvent } from '../src/index.js'
import { socketEvents } from './fixtures/socket-events.js'
import { openStage, socketTo } from './support/chat.js'
import { nameOf } from './support/messages.js'
import { until } from './support/wait.js'

const whereByChannel: Readonly<Record<string, 'chat' | 'gifts' | 'legacyChat' | 'channel' | 'extras'>> = {
  'chatrooms.1001.v2': 'chat',
  chatroom_1001: 'gifts',
  'chatrooms.1001': 'legacyChat',
  'channel.5': 'channel',
  channel_5: 'extras',
}

describe('through both doors', () => {
  test('messages arrive in order, once, with the room they were said in', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob'] })
    const [ann, bob] = await Promise.all([stage.chat.join('ann'), stage.chat.join('bob')])
    const heard: string[] = []
    ann.on(
      'message',
      ({ message }, room) => void heard.push(`ann's handler: ${message.text} in ${room.slug}`),
    )
    stage.chat.on(
      'message',
      ({ message }, room) => void heard.push(`chat's handler: ${message.text} in ${room.slug}`),
    )
    const all = stage.chat.events({ types: ['message'] })
    const own = bob.events({ types: ['message'] })
    stage.sandbox.kick.room('ann').say('one')
    stage.sandbox.kick.room('bob').say('two')
    await until(() => all.size === 2)
    expect(heard).toEqual([
      "ann's handler: one in ann",
      "chat's handler: one in ann",
      "chat's handler: two in bob",
    ])
    expect(
      [(await all.next()).value, (await all.next()).value, (await own.next()).value].map(
        (event) => event && nameOf(event),
      ),
    ).toEqual(['one', 'two', 'two'])
  })

  test('a loop reads the chat until the room is left', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const live = stage.sandbox.kick.room('ann')
    const texts: string[] = []
    const events = room.events()
    live.say('gg [emote:37226:KEKW]')
    live.say({ content: 'bye', from: 'bob' })
    for await (const event of events) {
      if (event.type === 'message') texts.push(`${event.message.author.name}: ${event.message.text}`)
      if (texts.length === 2) room.leave()
    }
    expect(texts).toEqual(['ann: gg KEKW', 'bob: bye'])
  })

  test('a reader who is slow is told what was dropped, and nobody else is disturbed', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const slow = room.events({ limit: 10 })
    const heard: string[] = []
    room.on('message', ({ message }) => void heard.push(message.text))
    const live = stage.sandbox.kick.room('ann')
    for (let index = 0; index < 100; index += 1) live.say(String(index))
    await until(() => heard.length === 100)
    expect((await slow.next()).value).toMatchObject({
      type: 'gap',
      cause: 'overflow',
      lost: 90,
      complete: false,
    })
    expect((await slow.next()).value).toMatchObject({ message: { text: '90' } })
    expect(stage.chat.stats()).toMatchObject({ received: 100, dropped: 90, gaps: 0 })
  })

  test('every event the socket knows arrives as what it is', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const heard: ChatEvent<KickEvent>[] = []
    const events = room.events()
    const live = stage.sandbox.kick.room('ann')
    const expected = []
    for (const { channel, event, data, chat } of Object.values(socketEvents)) {
      const where = whereByChannel[channel]
      if (where === undefined) continue
      live.send(event, data, where)
      if (chat !== undefined) expected.push(chat)
    }
    stage.sandbox.kick.room('ann').say('last')
    for await (const event of events) {
      if (event.type === 'message' && event.message.text === 'last') break
      heard.push(event)
    }
    // Two fixtures carry the same message id: a message and a pin of it, which is no duplicate.
    expect(heard).toMatchObject(expected)
    expect(stage.errors).toEqual([])
  })
})

describe('duplicates', () => {
  test('of a message are dropped, whichever channel repeats it', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events({ types: ['message'] })
    const live = stage.sandbox.kick.room('ann')
    stage.sandbox.faults.duplicate({ next: 3 })
    for (const text of ['a', 'b', 'c']) live.say(text)
    live.say({ content: 'a again', id: live.say('d').id })
    live.say('e')
    const texts: string[] = []
    for await (const event of events) {
      texts.push(nameOf(event))
      if (texts.at(-1) === 'e') break
    }
    expect(texts).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(stage.chat.stats()).toMatchObject({ received: 9, duplicates: 4 })
  })

  test('are judged in each room by itself', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob'] })
    await Promise.all([stage.chat.join('ann'), stage.chat.join('bob')])
    const events = stage.chat.events({ types: ['message'] })
    stage.sandbox.kick.room('ann').say({ content: 'a', id: 'same' })
    stage.sandbox.kick.room('bob').say({ content: 'b', id: 'same' })
    await until(() => events.size === 2)
    expect(stage.chat.stats()).toMatchObject({ duplicates: 0 })
  })

  test('are let through once the window is over', async () => {
    let nowMs = 0
    await using stage = await openStage({ chat: { clock: { now: () => nowMs } } })
    const room = await stage.chat.join('ann')
    const events = room.events({ types: ['message'] })
    const live = stage.sandbox.kick.room('ann')
    live.say({ content: 'first', id: 'same' })
    await until(() => events.size === 1)
    nowMs = 59 * 60_000
    live.say({ content: 'within the window', id: 'same' })
    await until(() => stage.chat.stats().duplicates === 1)
    nowMs = 121 * 60_000
    live.say({ content: 'long after', id: 'same' })
    await until(() => events.size === 2)
  })

  test('that Kick fires in older forms beside one event are not told', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events()
    const live = stage.sandbox.kick.room('ann')
    live.send('App\\Events\\SubscriptionEvent', { chatroom_id: 1, username: 'ann', months: 1 })
    live.send(
      'App\\Events\\ChannelSubscriptionEvent',
      { user_ids: [1], username: 'ann', channel_id: 5 },
      'channel',
    )
    live.send(
      'App\\Events\\ChatMessageSentEvent',
      { message: { action: 'subscribe' }, user: {} },
      'legacyChat',
    )
    live.send('App\\Events\\NewSubscriberUpdatedEvent', {}, 'channel')
    live.send('App\\Events\\StreamHostEvent', { host_username: 'bob', number_viewers: 3 })
    live.send('App\\Events\\StreamHostedEvent', { message: {}, user: { username: 'bob' } }, 'legacyChat')
    await until(() => stage.chat.stats().received === 6)
    expect([(await events.next()).value, (await events.next()).value]).toMatchObject([
      { activity: 'subscription' },
      { activity: 'host' },
    ])
    expect([events.size, stage.chat.stats().duplicates]).toEqual([0, 4])
  })
})

describe('what cannot be read', () => {
  test('of a known event is told as an error and as an event, and the chat goes on', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events()
    const live = stage.sandbox.kick.room('ann')
    live.send('App\\Events\\ChatMessageEvent', { id: 'm-1', secret: 'do-not-tell' })
    live.send('App\\Events\\ChatMessageEvent', 'half a fra')
    live.say('goes on')
    await until(() => events.size === 3)
    expect((await events.next()).value).toMatchObject({
      type: 'other',
      name: 'ChatMessageEvent',
      raw: { type: 'malformed', reason: 'sender has no username' },
    })
    await events.next()
    expect((await events.next()).value).toMatchObject({ message: { text: 'goes on' } })
    expect(stage.errors).toMatchObject([{ code: 'malformed_event' }, { code: 'malformed_event' }])
    expect(stage.errors[0]?.message).toContain('sender has no username')
    expect(JSON.stringify(stage.errors) + String(stage.errors)).not.toContain('do-not-tell')
    expect(stage.chat.stats()).toMatchObject({ malformed: 2, unknown: 0 })
  })

  test('of an unknown event is data', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events()
    stage.sandbox.kick.room('ann').send('App\\Events\\HologramEvent', { depth: 3 }, 'extras')
    expect((await events.next()).value).toMatchObject({
      type: 'other',
      name: 'HologramEvent',
      raw: { type: 'unknown', source: { channel: `channel_${room.channelId}`, payload: { depth: 3 } } },
    })
    expect(stage.chat.stats()).toMatchObject({ unknown: 1, errors: 0 })
  })

  test('of Pusher’s own about a channel is no event of Kick’s', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events()
    const channel = `chatrooms.${room.chatroomId}.v2`
    stage.sandbox.faults.sendText(JSON.stringify({ event: 'pusher:subscription_count', channel, data: {} }))
    stage.sandbox.kick.room('ann').say('hi')
    expect((await events.next()).value).toMatchObject({ type: 'message' })
    expect(stage.chat.stats()).toMatchObject({ received: 1, unknown: 0 })
  })

  test('of a frame is told as an error, and the connection lives', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events({ types: ['message'] })
    stage.sandbox.faults.sendText('}{ no frame')
    stage.sandbox.kick.room('ann').say('goes on')
    expect((await events.next()).value).toMatchObject({ message: { text: 'goes on' } })
    expect(stage.errors).toMatchObject([{ code: 'malformed' }])
    expect(stage.chat.stats()).toMatchObject({ reconnects: 0 })
  })
})

describe('a handler that fails', () => {
  test('is told as an error with its room, and keeps nothing from the others', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const told: string[] = []
    room.on('error', (error, where) => void told.push(`${error.code} ${where?.slug}`))
    room.on('message', () => {
      throw new RangeError('mine')
    })
    room.on('message', ({ message }) => void told.push(message.text))
    stage.sandbox.kick.room('ann').say('hi')
    await until(() => told.length === 2)
    expect(told).toEqual(['handler_failed ann', 'hi'])
    expect(stage.errors).toMatchObject([{ code: 'handler_failed', cause: { message: 'mine' } }])
    expect(stage.chat.stats()).toMatchObject({ errors: 1, reconnects: 0 })
  })

  test('of errors is told to the chat’s, and not to itself again', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    let calls = 0
    room.on('error', () => {
      calls += 1
      throw new RangeError('mine too')
    })
    stage.sandbox.kick.room('ann').send('App\\Events\\ChatMessageEvent', {})
    await until(() => stage.errors.length === 2)
    expect(stage.errors.map(({ code }) => code)).toEqual(['handler_failed', 'malformed_event'])
    expect(calls).toBe(1)
  })

  test('is shown by the platform where nobody listens for errors, and the chat goes on', async () => {
    await using stage = await openStage()
    await using chat = new KickChat({ socket: socketTo(stage.sandbox) })
    const room = await chat.join(toChatroomId(stage.sandbox.kick.room('ann').chatroomId))
    const warnings: Error[] = []
    const listen = (warning: Error): void => void warnings.push(warning)
    process.on('warning', listen)
    chat.on('message', () => {
      throw new RangeError('unheard')
    })
    stage.sandbox.kick.room('ann').say('hi')
    await until(() => warnings.length > 0)
    process.off('warning', listen)
    expect(warnings).toMatchObject([
      { name: 'KickError', code: 'handler_failed', cause: { message: 'unheard' } },
    ])
    expect(room.state).toBe('live')
  })
})

test('a deletion names a message said before, so that a viewer can take it away', async () => {
  await using stage = await openStage()
  const room = await stage.chat.join('ann')
  const events = room.events()
  const live = stage.sandbox.kick.room('ann')
  const { id } = live.say('oops')
  live.deleteMessage(id, { byAi: true, violatedRules: ['spam'] })
  const said = (await events.next()).value
  const gone = (await events.next()).value
  expect(said).toMatchObject({ message: { ref: { id } } })
  expect(gone).toMatchObject({ type: 'delete', target: { id, room: room.ref }, automatic: true })
})
