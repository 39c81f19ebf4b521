import type { GapEvent } from '@wireloom/chat-core'
import { describe, expect, test } from 'vitest'
import { toChatroomId } from '../src/index.js'
import { openStage } from './support/chat.js'
import { nameOf } from './support/messages.js'
import { tamperedSocket } from './support/tampered-socket.js'
import { all, until } from './support/wait.js'

describe('a connection that breaks', () => {
  test('is told as one gap for each room, before the first message after it', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob'] })
    const rooms = await Promise.all([stage.chat.join('ann'), stage.chat.join('bob')])
    const streams = rooms.map((room) => room.events({ types: ['message'] }))
    const say = (text: string): void => {
      for (const slug of ['ann', 'bob']) stage.sandbox.kick.room(slug).say(text)
    }
    say('before')
    await until(() => streams.every(({ size }) => size === 1))
    stage.sandbox.faults.drop()
    say('lost')
    await until(() => rooms.every(({ state }) => state === 'live') && stage.chat.stats().reconnects === 1)
    say('after')
    await until(() => streams.every(({ size }) => size >= 3))
    for (const stream of streams) {
      expect(
        [(await stream.next()).value, (await stream.next()).value, (await stream.next()).value].map(
          (event) => event && nameOf(event),
        ),
      ).toEqual(['before', 'gap reconnect', 'after'])
      expect(stream.size).toBe(0)
    }
    expect(stage.chat.stats()).toMatchObject({ gaps: 2, reconnects: 1 })
  })

  test('tells a gap that begins no later than what was lost, and knows itself incomplete', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const gaps: GapEvent[] = []
    room.on('gap', (gap) => void gaps.push(gap))
    const live = stage.sandbox.kick.room('ann')
    const events = room.events({ types: ['message'] })
    live.say('before')
    await until(() => events.size === 1)
    stage.sandbox.faults.drop()
    const lost = Date.parse(live.say('lost').createdAt)
    await until(() => gaps.length === 1)
    expect(gaps[0]).toMatchObject({ cause: 'reconnect', recovered: 0, complete: false, room: room.ref })
    const { fromMs = Infinity, toMs = 0 } = gaps[0] ?? {}
    expect(fromMs).toBeLessThanOrEqual(lost)
    expect(fromMs % 1_000).toBe(0)
    expect(fromMs).toBeGreaterThan(lost - 10_000)
    expect(toMs).toBeGreaterThanOrEqual(lost)
  })

  test('again and again is told each time, and every message that was delivered is told once', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const live = stage.sandbox.kick.room('ann')
    const names: string[] = []
    room.on('message', (event) => void names.push(nameOf(event)))
    room.on('gap', (event) => void names.push(nameOf(event)))
    for (let round = 0; round < 10; round += 1) {
      live.say(`round ${round}`)
      // oxlint-disable-next-line no-await-in-loop -- one break after another
      await until(() => names.at(-1) === `round ${round}`)
      stage.sandbox.faults.drop()
      // oxlint-disable-next-line no-await-in-loop -- as above
      await until(() => names.at(-1) === 'gap reconnect')
    }
    expect(names).toEqual(
      Array.from({ length: 10 }, (_, round) => [`round ${round}`, 'gap reconnect']).flat(),
    )
    expect(stage.chat.stats()).toMatchObject({ gaps: 10, reconnects: 10, duplicates: 0 })
  })

  test('in the middle of a frame loses that message and says so', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events({ types: ['message'] })
    const live = stage.sandbox.kick.room('ann')
    stage.sandbox.faults.dropMidFrame()
    live.say('cut')
    await until(() => events.size === 1)
    live.say('after')
    expect([(await events.next()).value, (await events.next()).value]).toMatchObject([
      { type: 'gap' },
      { message: { text: 'after' } },
    ])
  })

  test('is told as status, as an error, and once it is back', async () => {
    await using stage = await openStage()
    const told: string[] = []
    stage.chat.on('status', ({ state, room }) => void told.push(`${state} ${room?.platform}`))
    await stage.chat.join('ann')
    stage.sandbox.faults.drop()
    await until(() => told.length === 4)
    expect(told).toEqual(['connecting kick', 'live kick', 'connecting kick', 'live kick'])
    expect(stage.errors).toMatchObject([{ code: 'connection_lost', retryable: true }])
  })

  test('and stays away is degraded, not silent', async () => {
    await using stage = await openStage({ socket: { unavailableAfterMs: 20 } })
    const room = await stage.chat.join('ann')
    const refusal = stage.sandbox.faults.refuse()
    stage.sandbox.faults.drop()
    await until(() => room.state === 'degraded')
    refusal.heal()
    await until(() => room.state === 'live')
  })

  test('of one line leaves the rooms on another line alone', async () => {
    await using stage = await openStage({ rooms: ['ann', 'bob'], socket: { channelsPerConnection: 5 } })
    await stage.chat.join('ann')
    await stage.chat.join('bob')
    const gaps: string[] = []
    stage.chat.on('gap', (_, room) => void gaps.push(room.slug ?? ''))
    const [first] = stage.sandbox.pusher.connections
    stage.sandbox.faults.drop({ connection: first?.socketId ?? '' })
    await until(() => gaps.length > 0)
    expect(gaps).toEqual(['ann'])
  })
})

describe('a server that will not have us any more', () => {
  test('closes the room with the reason, ends its streams, and lets it be joined anew', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const events = room.events()
    stage.sandbox.faults.close(4004, 'over quota')
    const told = await all(events)
    expect(told).toMatchObject([
      { type: 'status', state: 'closed', error: { name: 'ChatError', code: 'forbidden' } },
    ])
    expect([room.state, stage.chat.rooms]).toEqual(['closed', []])
    const again = await stage.chat.join('ann')
    expect(again.state).toBe('live')
  })
})

describe('a channel that comes back later than the rest', () => {
  test('does not make a second gap of the same loss', async () => {
    let isHeldBack = false
    const held: string[] = []
    const socket = tamperedSocket((text) => {
      if (!isHeldBack || !text.includes('subscription_succeeded') || !text.includes('"chatroom_')) return text
      held.push(text)
      return null
    })
    await using stage = await openStage({ socket: { socket } })
    const live = stage.sandbox.kick.room('ann')
    const room = await stage.chat.join(toChatroomId(live.chatroomId))
    const names: string[] = []
    room.on('message', (event) => void names.push(nameOf(event)))
    room.on('gap', (event) => void names.push(nameOf(event)))
    isHeldBack = true
    stage.sandbox.faults.drop()
    await until(() => held.length === 1 && room.state === 'live')
    live.say('on the chat’s own channel')
    await until(() => names.length === 2)
    isHeldBack = false
    stage.sandbox.faults.sendText(held[0] ?? '')
    live.say('later')
    await until(() => names.includes('later'))
    expect(names).toEqual(['gap reconnect', 'on the chat’s own channel', 'later'])
  })
})
