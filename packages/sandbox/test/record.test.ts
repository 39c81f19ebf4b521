import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBoundedLog } from '../src/bounded-log.js'
import { createManualClock } from './support/manual-clock.js'
import { connectRaw } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'

describe('published events', () => {
  test('are recorded in order whether or not anybody listens', async () => {
    const clock = createManualClock(1_000_000)
    const sandbox = await openSandbox({ clock })
    sandbox.pusher.publish({ channel: 'a', event: 'one', data: { n: 1 } })
    clock.advance(250)
    const client = await connectRaw(sandbox)
    await client.subscribe('a')
    sandbox.pusher.publish({ channel: 'a', event: 'two', data: 'x', messageId: 'm1' })

    expect(sandbox.record.events()).toEqual([
      {
        sequence: 1,
        atMs: 1_000_000,
        channel: 'a',
        event: 'one',
        data: '{"n":1}',
        origin: 'publish',
        recipients: 0,
      },
      {
        sequence: 2,
        atMs: 1_000_250,
        channel: 'a',
        event: 'two',
        data: 'x',
        messageId: 'm1',
        origin: 'publish',
        recipients: 1,
      },
    ])
  })

  test('can be asked for by channel, event, message, time and sequence', async () => {
    const clock = createManualClock(0)
    const sandbox = await openSandbox({ clock })
    for (let n = 0; n < 8; n += 1) {
      clock.advance(100)
      sandbox.pusher.publish({
        channel: n % 2 ? 'odd' : 'even',
        event: n < 4 ? 'low' : 'high',
        messageId: `m${n}`,
      })
    }
    const sequences = (filter: Parameters<typeof sandbox.record.events>[0]): number[] =>
      sandbox.record.events(filter).map(({ sequence }) => sequence)

    expect(sequences({ channel: 'odd' })).toEqual([2, 4, 6, 8])
    expect(sequences({ event: 'high' })).toEqual([5, 6, 7, 8])
    expect(sequences({ sinceMs: 700 })).toEqual([7, 8])
    expect(sequences({ afterSequence: 6 })).toEqual([7, 8])
    expect(sequences({ messageId: 'm3' })).toEqual([4])
    expect(sequences({ channel: 'odd', event: 'high', sinceMs: 700 })).toEqual([8])
    expect(sequences({ channel: 'nowhere' })).toEqual([])
  })

  test('beyond the limit the oldest go, and a flag says so', async () => {
    const sandbox = await openSandbox({ record: { maxEvents: 3 } })
    for (let n = 0; n < 3; n += 1) sandbox.pusher.publish({ channel: 'a', event: `e${n}` })
    expect(sandbox.record.overflowed).toEqual({ events: false, frames: false })
    for (let n = 3; n < 10; n += 1) sandbox.pusher.publish({ channel: 'a', event: `e${n}` })

    expect(sandbox.record.events().map(({ event }) => event)).toEqual(['e7', 'e8', 'e9'])
    expect(sandbox.record.overflowed).toEqual({ events: true, frames: false })
    expect(sandbox.record.limits).toEqual({ maxEvents: 3, maxFrames: 100_000 })
  })

  test('cleared, the record is empty and counts on', async () => {
    const sandbox = await openSandbox({ record: { maxEvents: 1 } })
    sandbox.pusher.publish({ channel: 'a', event: 'x' })
    sandbox.pusher.publish({ channel: 'a', event: 'y' })
    sandbox.record.clear()
    expect(sandbox.record.events()).toEqual([])
    expect(sandbox.record.overflowed.events).toBe(false)
    sandbox.pusher.publish({ channel: 'a', event: 'z' })

    expect(sandbox.record.events()).toMatchObject([{ sequence: 3, event: 'z' }])
  })
})

describe('frames', () => {
  test('are recorded for each connection exactly as they arrive there', async () => {
    const sandbox = await openSandbox()
    const one = await connectRaw(sandbox)
    const two = await connectRaw(sandbox)
    await one.subscribe('a')
    sandbox.pusher.publish({ channel: 'a', event: 'tick', data: { text: 'سلام' } })
    await one.frame('tick')

    const texts = (connection: string): string[] =>
      sandbox.record.frames({ connection }).map(({ text }) => text)
    expect(texts(one.socketId)).toEqual(one.texts)
    expect(texts(two.socketId)).toEqual(two.texts)
    expect(sandbox.record.frames().every(({ fate }) => fate === 'written')).toBe(true)
  })

  test('stay on record after the connection is gone, with its close', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    sandbox.faults.close(4100, 'full')
    await client.ended()

    expect(
      sandbox.record.frames({ connection: client.socketId }).map(({ kind, text }) => [kind, text]),
    ).toEqual([
      ['text', client.texts[0]],
      ['close', '4100 full'],
    ])
  })

  test('are bounded too', async () => {
    const sandbox = await openSandbox({ record: { maxFrames: 5 } })
    const client = await connectRaw(sandbox)
    await client.subscribe('a')
    for (let n = 0; n < 20; n += 1) sandbox.pusher.publish({ channel: 'a', event: `e${n}` })

    expect(sandbox.record.frames()).toHaveLength(5)
    expect(sandbox.record.frames().at(-1)?.text).toContain('"e19"')
    expect(sandbox.record.overflowed).toEqual({ events: false, frames: true })
  })
})

test('a bounded log keeps the newest entries in order, whatever is added', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer(), { maxLength: 400 }),
      (limit, entries) => {
        const log = createBoundedLog<number>(limit)
        for (const entry of entries) log.add(entry)
        expect(log.entries()).toEqual(entries.slice(-limit))
        expect(log.overflowed).toBe(entries.length > limit)
      },
    ),
  )
})
