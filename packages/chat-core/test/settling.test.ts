import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createHub,
  createMemoryStore,
  createSettling,
  type Delivery,
  type EventStream,
} from '../src/index.js'
import { createDesk, roomOf, said } from './support/desk.js'
import { settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')
const other = roomOf('other')
const startMs = 1_000_000

function show({ event }: Delivery): string {
  return event.type === 'message' ? event.message.text : event.type
}

/** What waits in a stream. */
async function readAll(stream: EventStream): Promise<readonly string[]> {
  const seen: string[] = []
  while (stream.depth > 0) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { value } = await stream.next()
    if (value !== undefined) seen.push(show(value))
  }
  return seen
}

describe('a reader that lets events settle', () => {
  test('is given those of a room in the order they were sent, once they have waited', async () => {
    const { clock, feed, hub } = await createDesk()
    const stream = hub.stream({ settle: createSettling(250) })
    await clock.pass(100)
    feed.offer(said('2', lobby, { sentAt: startMs + 20 }), said('1', lobby, { sentAt: startMs + 10 }))
    await clock.pass(200)
    feed.offer(said('0', lobby, { sentAt: startMs }), said('3', lobby, { sentAt: startMs + 200 }))
    await clock.pass(49)
    expect(stream.depth).toBe(0)
    await clock.pass(1)
    expect(await readAll(stream)).toEqual(['0', '1', '2'])
    await clock.pass(200)
    expect(await readAll(stream)).toEqual(['3'])
    await stream.return()
    await hub.close()
    expect(clock.pending).toBe(0)
  })

  test('is not told of a deletion before the message, whatever the clocks say', async () => {
    const { clock, feed, hub } = await createDesk()
    const stream = hub.stream({ settle: createSettling(250) })
    feed.offer(said('1', lobby, { sentAt: startMs + 60_000 }), {
      event: { type: 'delete', target: { room: lobby, id: '1' }, inferred: false },
    })
    await clock.pass(250)
    expect(await readAll(stream)).toEqual(['1', 'delete'])
    await stream.return()
    await hub.close()
  })

  test('does not have one room hurried by another', async () => {
    const { clock, feed, hub } = await createDesk()
    const stream = hub.stream({ settle: createSettling(250) })
    feed.offer(said('here 2', lobby, { sentAt: startMs }))
    await clock.pass(200)
    feed.offer(said('there 2', other, { sentAt: startMs - 10 }))
    await clock.pass(50)
    expect(await readAll(stream)).toEqual(['here 2'])
    feed.offer(said('there 1', other, { sentAt: startMs - 20 }))
    await clock.pass(200)
    expect(await readAll(stream)).toEqual(['there 1', 'there 2'])
    await stream.return()
    await hub.close()
  })

  test('holds no more than its limit, and drops nothing for it', async () => {
    const { feed, hub } = await createDesk()
    const heard: string[] = []
    hub.on('message', ({ message }) => void heard.push(message.text), {
      settle: createSettling(250),
      limit: 2,
    })
    feed.offer(said('1', lobby), said('2', lobby), said('3', lobby))
    expect(heard).toEqual(['1'])
    await hub.close()
    expect(heard).toEqual(['1', '2', '3'])
  })

  test('lets go of what it holds when it is taken off, so that cursors are not held back', async () => {
    const store = createMemoryStore()
    const { clock, feed, hub } = await createDesk({ hub: { store }, via: 'poll', pausable: true })
    const undo = hub.on('message', () => undefined, { settle: createSettling(250) })
    feed.offer({ ...said('1', lobby), cursor: 'first' })
    await settled()
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 1 }])
    expect(hub.inspect().subscriptions).toMatchObject([{ depth: 1 }])
    undo()
    await clock.pass(1_000)
    expect(await store.cursors.get(lobby, 'poll')).toBe('first')
    await hub.close()
    expect(clock.pending).toBe(0)
  })

  test('counts what is held when the hub closes too late as not handled', async () => {
    const store = createMemoryStore()
    const { clock, feed, hub } = await createDesk({ hub: { store }, via: 'poll', pausable: true })
    hub.on('message', () => new Promise(() => undefined), { settle: createSettling(250) })
    feed.offer({ ...said('1', lobby), cursor: 'first' })
    await settled()
    const closed = hub.close({ timeoutMs: 0 })
    await clock.pass(1_000)
    await closed
    expect(await store.cursors.get(lobby, 'poll')).toBeUndefined()
    expect(clock.pending).toBe(0)
  })

  test('is given each event once, in order of its room where all come within that time', async () => {
    const sends = fc.array(fc.record({ room: fc.constantFrom(lobby, other), agoMs: fc.nat(249) }))
    await fc.assert(
      fc.asyncProperty(sends, async (list) => {
        const { clock, feed, hub } = await createDesk()
        const heard: { readonly room: string; readonly sentAt: number; readonly id: string }[] = []
        hub.on(
          'message',
          ({ message: { ref, sentAt } }) => void heard.push({ room: ref.room.room, sentAt, id: ref.id }),
          { settle: createSettling(250) },
        )
        await clock.pass(250)
        const nowMs = clock.now()
        for (const [index, { agoMs, room }] of list.entries())
          feed.offer(said(String(index), room, { sentAt: nowMs - agoMs }))
        await clock.pass(250)
        expect(heard).toHaveLength(list.length)
        for (const room of ['lobby', 'other']) {
          const times = heard.filter((each) => each.room === room).map(({ sentAt }) => sentAt)
          expect(times).toEqual(times.toSorted((one, two) => one - two))
        }
        await hub.close()
      }),
      { numRuns: 50 },
    )
  })

  test('is refused for a time that is none', () => {
    expect(() => createHub().stream({ settle: 250 as never })).toThrow(/^settle.open must be a function/)
    expect(() => createSettling(-1)).toThrow(/^settleMs must be/)
  })
})
