import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryStore, type Arrival } from '../src/index.js'
import { createDesk, roomOf, said, type Desk, type DeskOptions } from './support/desk.js'
import { settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')

function at(id: number): Arrival {
  return { ...said(String(id), lobby), cursor: String(id) }
}

/** A hub whose cursors are kept, with a handler that ends when it is told to. */
async function openDesk(options: DeskOptions = {}) {
  const store = createMemoryStore()
  const desk: Desk = await createDesk({ via: 'poll', ...options, hub: { ...options.hub, store } })
  const ends = new Map<string, () => void>()
  desk.hub.on(
    'message',
    ({ message }) =>
      new Promise<void>((resolve) => {
        ends.set(message.text, resolve)
      }),
    { order: 'none' },
  )
  const end = async (id: number): Promise<string | undefined> => {
    ends.get(String(id))?.()
    await desk.clock.pass(250)
    return store.cursors.get(lobby, 'poll')
  }
  return { ...desk, store, end }
}

describe('the watermark of a room', () => {
  test('stays below the oldest event that is not finished', async () => {
    const { feed, hub, end } = await openDesk()
    feed.offer(at(1), at(2), at(3))
    await settled()
    expect(await end(3)).toBeUndefined()
    expect(await end(2)).toBeUndefined()
    expect(hub.inspect().rooms).toMatchObject([{ key: 'toy/me/lobby', unfinished: 1, watermarkAgeMs: 500 }])
    expect(await end(1)).toBe('3')
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 0, watermarkAgeMs: 0 }])
    await hub.close()
  })

  test('is moved by a duplicate, once what came before it is finished', async () => {
    const { feed, hub, end } = await openDesk()
    feed.offer(said('1', lobby))
    feed.offer({ ...said('1', lobby), cursor: 'later' })
    await settled()
    expect(await end(0)).toBeUndefined()
    expect(await end(1)).toBe('later')
    await hub.close()
  })

  test('is given to the source that left it, and kept when the hub closes', async () => {
    const { feed, hub, end, store } = await openDesk()
    feed.offer(at(7))
    await settled()
    const closed = hub.close()
    await end(7)
    await closed
    expect(await store.cursors.get(lobby, 'poll')).toBe('7')
    const next = await createDesk({ via: 'poll', hub: { store } })
    expect(await next.feed.sink().cursor(lobby)).toBe('7')
    expect(await next.feed.sink().cursor(roomOf('elsewhere'))).toBeUndefined()
    await next.hub.close()
  })

  test('is not moved by what a hub could not finish before it closed', async () => {
    const { clock, feed, hub, end, store } = await openDesk()
    feed.offer(at(1), at(2))
    await settled()
    await end(1)
    const closed = hub.close({ timeoutMs: 1_000 })
    await clock.pass(1_000)
    await closed
    expect(await store.cursors.get(lobby, 'poll')).toBe('1')
    expect(clock.pending).toBe(0)
  })
})

test('an event that is never finished keeps nothing of those that came after it', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const { clock, feed, hub } = await createDesk()
  hub.on('message', ({ message }) => (message.text === '0' ? new Promise(() => undefined) : undefined), {
    order: 'none',
  })
  const offer = (id: number): WeakRef<Arrival['event']> => {
    const arrival = at(id)
    feed.offer(arrival)
    return new WeakRef(arrival.event)
  }
  const events = Array.from({ length: 100 }, (_, id) => offer(id))
  await settled()
  collectGarbage()
  expect(events.filter((event) => event.deref() !== undefined)).toHaveLength(1)
  expect(hub.inspect().rooms).toMatchObject([{ unfinished: 1 }])
  const closed = hub.close({ timeoutMs: 0 })
  await clock.pass(1)
  await closed
})

test('in whatever order events are finished, the cursor is that before the oldest unfinished one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }).chain((count) =>
        fc.record({
          order: fc.shuffledSubarray(
            Array.from({ length: count }, (_, index) => index + 1),
            { minLength: count },
          ),
        }),
      ),
      async ({ order }) => {
        const { feed, hub, end } = await openDesk()
        feed.offer(...order.toSorted((one, other) => one - other).map(at))
        await settled()
        const finished = new Set<number>()
        for (const id of order) {
          finished.add(id)
          let below = 0
          while (finished.has(below + 1)) below += 1
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          expect(await end(id)).toBe(below === 0 ? undefined : String(below))
        }
        await hub.close()
      },
    ),
    { numRuns: 30 },
  )
})
