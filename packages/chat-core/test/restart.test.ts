import { describe, expect, test } from 'vitest'
import {
  createBackfill,
  createHub,
  createMemoryStore,
  defineStore,
  type AdapterSession,
  type ChatEvent,
  type DeclaredCapabilities,
  type Hub,
  type MemoryStore,
  type RoomRef,
} from '../src/index.js'
import { createFeed, roomOf, said, type Feed } from './support/desk.js'
import { ManualClock, settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')
const other = roomOf('other')
const startMs = 1_000_000

/** A process after the other at one store, on one clock. */
function openHouse(resumable = false) {
  const clock = new ManualClock()
  const memory: MemoryStore = createMemoryStore({ clock })
  const store = defineStore({ ...memory, durable: true })
  const receive = { ordered: true, resumable, events: ['message'] } as const
  const capabilities: DeclaredCapabilities = {
    'receive.socket': { level: 'native', official: true, receive },
  }
  return {
    clock,
    memory,
    begin: async (
      rooms: readonly RoomRef[],
      session: Partial<AdapterSession> = {},
    ): Promise<{ hub: Hub; feed: Feed; gaps: readonly ChatEvent[]; errors: readonly string[] }> => {
      const hub = createHub({ clock, store, backfill: createBackfill() })
      const gaps: ChatEvent[] = []
      const errors: string[] = []
      hub.on('gap', (gap) => void gaps.push(gap))
      hub.on('error', ({ message }) => void errors.push(message))
      const { adapter, feed } = createFeed({
        session,
        capabilities: {
          ...capabilities,
          ...(session.history !== undefined && { 'history.read': { level: 'native', official: true } }),
        },
      })
      await hub.add(adapter, { rooms })
      await settled()
      feed.offer({ event: { type: 'status', state: 'live' } })
      return { hub, feed, gaps, errors }
    },
  }
}

function restart(room: RoomRef, fromMs: number, toMs: number): ChatEvent {
  return { type: 'gap', room, fromMs, toMs, cause: 'restart', recovered: 0, complete: false }
}

describe('a source that cannot go back', () => {
  test('tells nothing at its very first start', async () => {
    const { gaps, hub } = await openHouse().begin([lobby])
    expect(gaps).toEqual([])
    await hub.close()
  })

  test('tells what may be missing since each room was last heard', async () => {
    const { begin, clock } = openHouse()
    const first = await begin([lobby, other])
    await clock.pass(30_000)
    first.feed.offer(said('1', lobby))
    await clock.pass(15_000)
    await first.hub.close()
    await clock.pass(15_000)
    const second = await begin([lobby, other, roomOf('new')])
    expect(second.gaps).toEqual([
      restart(lobby, startMs + 30_000, startMs + 60_000),
      restart(other, startMs, startMs + 60_000),
    ])
    await second.hub.close()
    expect(clock.pending).toBe(0)
  })

  test('knows that it heard a quiet room while it was live, but for what a dead connection hides at most', async () => {
    const { begin, clock } = openHouse()
    const first = await begin([lobby])
    await clock.pass(3_600_000)
    await first.hub.close()
    const second = await begin([lobby])
    expect(second.gaps).toEqual([restart(lobby, startMs + 3_420_000, startMs + 3_600_000)])
    second.feed.sink().alive()
    await second.hub.close()
    await clock.pass(10_000)
    const third = await begin([lobby])
    expect(third.gaps).toEqual([restart(lobby, startMs + 3_600_000, startMs + 3_610_000)])
    await third.hub.close()
  })

  test('that dies in its first moments leaves word of it all the same', async () => {
    const { begin, clock } = openHouse()
    const first = await begin([lobby])
    await clock.pass(50)
    await first.hub.room(other).join()
    await clock.pass(1_000)
    const second = await begin([lobby, other])
    expect(second.gaps).toEqual([
      restart(lobby, startMs, startMs + 1_050),
      restart(other, startMs + 50, startMs + 1_050),
    ])
  })

  test('that dies before a gap was told, or handled, tells it as a part of the next one', async () => {
    const { begin, clock } = openHouse()
    const first = await begin([lobby])
    first.hub.on('gap', () => new Promise(() => undefined))
    await clock.pass(60_000)
    const gap = restart(lobby, startMs + 50_000, startMs + 60_000)
    first.feed.offer({ event: gap }, said('1', lobby))
    await clock.pass(10_000)
    const second = await begin([lobby])
    expect(second.gaps).toEqual([restart(lobby, startMs + 50_000, startMs + 70_000)])
    // And so once more, should that one end before the gap is read back.
    const third = await begin([lobby], { history: () => new Promise(() => undefined) })
    expect(third.gaps).toEqual([])
    third.feed.offer(said('2', lobby))
    await clock.pass(10_000)
    const fourth = await begin([lobby])
    expect(fourth.gaps).toEqual([restart(lobby, startMs + 50_000, startMs + 80_000)])
  })

  test('tells it of rooms that are joined later, once', async () => {
    const { begin, clock } = openHouse()
    const first = await begin([lobby])
    await first.hub.close()
    await clock.pass(1_000)
    const second = await begin([])
    await second.hub.room(lobby).join()
    await second.hub.room(lobby).leave()
    await second.hub.room(lobby).join()
    await settled()
    expect(second.gaps).toEqual([restart(lobby, startMs, startMs + 1_000)])
    await second.hub.close()
  })

  test('after a crash tells it from the oldest event that was not handled, by when that was said', async () => {
    const { begin, clock } = openHouse()
    const first = await begin([lobby])
    first.hub.on('message', () => new Promise(() => undefined))
    await clock.pass(10_000)
    first.feed.offer(said('1', lobby, { sentAt: startMs + 4_000 }))
    await clock.pass(35_000)
    const second = await begin([lobby])
    expect(second.gaps).toEqual([restart(lobby, startMs + 4_000, startMs + 45_000)])
  })

  test('is not thought to hear while it is not live', async () => {
    const { begin, clock } = openHouse()
    const first = await begin([lobby])
    await clock.pass(5_000)
    first.feed.offer(said('1', lobby), { event: { type: 'status', state: 'degraded' } })
    await clock.pass(3_600_000)
    await first.hub.close()
    const second = await begin([lobby])
    expect(second.gaps).toEqual([restart(lobby, startMs + 5_000, startMs + 3_605_000)])
    await second.hub.close()
  })

  test('is heard all the same where what was noted cannot be read', async () => {
    const { begin, memory } = openHouse()
    await memory.kv.set('chat-core/heard/toy/me/socket', 'not JSON')
    const { errors, gaps, hub } = await begin([lobby])
    expect(gaps).toEqual([])
    expect(errors).toEqual(['The store could not keep until when rooms were heard.'])
    await hub.close()
  })

  test('leaves what was noted as it is until it can be read, and tells the gap then', async () => {
    const { begin, clock, memory } = openHouse()
    const first = await begin([lobby])
    first.feed.offer(said('1', lobby))
    await first.hub.close()
    await clock.pass(3_600_000)

    const get = memory.kv.get.bind(memory.kv)
    let isLocked = true
    memory.kv.get = (key) => (isLocked ? Promise.reject(new Error('locked')) : get(key))
    const second = await begin([lobby])
    await clock.pass(5_000)
    expect(second.gaps).toEqual([])
    expect(second.errors.length).toBeGreaterThan(0)
    isLocked = false
    await clock.pass(5_000)
    expect(second.gaps).toEqual([restart(lobby, startMs, startMs + 3_610_000)])
    await second.hub.close()
  })
})

test('a source that can go back tells no gap over a restart', async () => {
  const { begin, clock } = openHouse(true)
  const first = await begin([lobby])
  await first.hub.close()
  await clock.pass(1_000)
  const second = await begin([lobby])
  expect(second.gaps).toEqual([])
  await second.hub.close()
})
