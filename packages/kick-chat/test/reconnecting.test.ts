import type { ChatEvent, GapEvent } from '@wireloom/chat-core'
import { describe, expect, test } from 'vitest'
import type { KickEvent } from '../src/index.js'
import { openStage } from './support/chat.js'
import { nameOf } from './support/messages.js'
import { refuse, tamperedSocket } from './support/tampered-socket.js'
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

describe('channels that come back one by one', () => {
  /** A room whose gaps and messages are noted, one that chatters beside it, and the way to break their connection. */
  async function openScene(): Promise<{
    stage: Awaited<ReturnType<typeof openStage>>
    told: ChatEvent<KickEvent>[]
    names: () => readonly string[]
    live: ReturnType<Awaited<ReturnType<typeof openStage>>['sandbox']['kick']['room']>
  }> {
    const stage = await openStage({ rooms: ['ann', 'bob'] })
    await stage.chat.join('bob')
    const room = await stage.chat.join('ann')
    const told: ChatEvent<KickEvent>[] = []
    for (const type of ['message', 'gap', 'activity'] as const)
      room.on(type, (event) => void told.push(event))
    return {
      stage,
      told,
      names: () => told.map(nameOf),
      live: stage.sandbox.kick.room('ann'),
    }
  }

  /** The room next door, on the same line, is back and says something. */
  async function bobSpeaks({ sandbox, chat }: Awaited<ReturnType<typeof openStage>>): Promise<void> {
    await until(() => chat.stats().reconnects === 1 && sandbox.pusher.connections[0]?.channels.length === 9)
    const { received } = chat.stats()
    sandbox.kick.room('bob').say('hi')
    await until(() => chat.stats().received > received)
  }

  test('the chat’s own last: one gap, until the chat itself is whole, although the line was busy', async () => {
    const { stage, told, names, live } = await openScene()
    await using _ = stage
    const late = stage.sandbox.faults.delayAcknowledgement({ channel: live.channels.chat, byMs: 60_000 })
    stage.sandbox.faults.drop()
    await bobSpeaks(stage)
    expect(names()).toEqual([])
    const lost = Date.now()
    live.say('lost')
    await new Promise((resolve) => setTimeout(resolve, 20))
    late.heal()
    live.say('after')
    await until(() => names().includes('after'))
    expect(names()).toEqual(['gap reconnect', 'after'])
    expect((told[0] as GapEvent).toMs).toBeGreaterThan(lost)
  })

  test('the chat’s own last, and another speaks before: its loss is told first, and then the rest of it', async () => {
    const { stage, told, names, live } = await openScene()
    await using _ = stage
    const late = stage.sandbox.faults.delayAcknowledgement({ channel: live.channels.chat, byMs: 60_000 })
    stage.sandbox.faults.drop()
    await bobSpeaks(stage)
    live.giveKicks('carl')
    await until(() => names().includes('activity'))
    live.say('lost')
    const lost = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 20))
    late.heal()
    live.say('after')
    await until(() => names().includes('after'))
    expect(names()).toEqual(['gap reconnect', 'activity', 'gap reconnect', 'after'])
    const [first, , second] = told as GapEvent[]
    expect(second?.toMs).toBeGreaterThan(lost)
    expect(second?.fromMs).toBeLessThanOrEqual(first?.toMs ?? 0)
  })

  test('a lesser one last: what it missed beyond the rest is told, before its first event', async () => {
    const { stage, told, names, live } = await openScene()
    await using _ = stage
    const channel = `channel_${live.channelId}`
    const late = stage.sandbox.faults.delayAcknowledgement({ channel, byMs: 60_000 })
    stage.sandbox.faults.drop()
    await bobSpeaks(stage)
    live.say('on the chat’s own channel')
    await until(() => names().length === 2)
    await new Promise((resolve) => setTimeout(resolve, 20))
    late.heal()
    live.say('later')
    await until(() => names().includes('later'))
    expect(names()).toEqual(['gap reconnect', 'on the chat’s own channel', 'gap reconnect', 'later'])
    const [first, , second] = told as GapEvent[]
    expect(second?.fromMs).toBeLessThanOrEqual(first?.toMs ?? 0)
    expect(second?.toMs).toBeGreaterThan(first?.toMs ?? 0)
  })

  test('the chat’s own not at all: what the others missed is told nevertheless', async () => {
    let isRefusing = false
    let refuseChat = (text: string): string => text
    const socket = tamperedSocket((text) => (isRefusing ? refuseChat(text) : text))
    await using stage = await openStage({ socket: { socket } })
    const room = await stage.chat.join('ann')
    const { channels } = stage.sandbox.kick.room('ann')
    refuseChat = refuse(channels.chat)
    const names: string[] = []
    room.on('gap', (event) => void names.push(nameOf(event)))
    room.on('status', ({ state }) => void names.push(state))
    isRefusing = true
    stage.sandbox.faults.drop()
    await until(() => names.includes('degraded'))
    await until(() => names.includes('gap reconnect'))
    expect(names.filter((name) => name === 'gap reconnect')).toHaveLength(1)
  })

  test('the chat’s own not before a second loss: its gap begins with the first', async () => {
    const { stage, told, names, live } = await openScene()
    await using _ = stage
    const late = stage.sandbox.faults.delayAcknowledgement({ channel: live.channels.chat, byMs: 60_000 })
    const lost = Date.now()
    stage.sandbox.faults.drop()
    await bobSpeaks(stage)
    stage.sandbox.faults.drop()
    await until(() => stage.chat.stats().reconnects === 2)
    late.heal()
    await until(() => names().length > 0)
    expect(names()).toEqual(['gap reconnect'])
    expect((told[0] as GapEvent).fromMs).toBeLessThanOrEqual(lost)
  })
})
