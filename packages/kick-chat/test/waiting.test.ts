import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLimit } from '../src/transport/limit.js'
import { retryDelayMs, slowLaneDelayMs } from '../src/transport/retry-delays.js'

describe('waits after failures', () => {
  test('double from a second to half a minute, and lie in the upper half by chance', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((failures) => retryDelayMs(failures, 0))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ])
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, chance) => {
          const delayMs = retryDelayMs(failures, chance)
          expect(delayMs).toBeGreaterThanOrEqual(500)
          expect(delayMs).toBeLessThanOrEqual(30_000)
        },
      ),
    )
  })

  test('for good are 5, 10, 20 and then 30 minutes', () => {
    expect([1, 2, 3, 4, 5, 99].map((refusals) => slowLaneDelayMs(refusals) / 60_000)).toEqual([
      5, 10, 20, 30, 30, 30,
    ])
  })
})

describe('a limit', () => {
  /** Tasks that end when they are told to. */
  function makeTasks(limit: ReturnType<typeof createLimit>): {
    readonly begun: number[]
    readonly start: (id: number, signal?: AbortSignal) => Promise<number>
    readonly finish: (id: number) => void
  } {
    const begun: number[] = []
    const ends = new Map<number, () => void>()
    return {
      begun,
      start: (id, signal = new AbortController().signal) =>
        limit(signal, async () => {
          begun.push(id)
          await new Promise<void>((resolve) => ends.set(id, resolve))
          return id
        }),
      finish: (id) => ends.get(id)?.(),
    }
  }
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  test('lets so many run at once, and the others in the order they came', async () => {
    const { begun, start, finish } = makeTasks(createLimit(2))
    const all = [1, 2, 3, 4].map((id) => start(id))
    await settle()
    expect(begun).toEqual([1, 2])
    finish(2)
    await settle()
    expect(begun).toEqual([1, 2, 3])
    for (const id of [1, 3]) finish(id)
    await settle()
    finish(4)
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4])
  })

  test('begins nothing for who gave up while waiting, and forgets nobody behind them', async () => {
    const { begun, start, finish } = makeTasks(createLimit(1))
    const leaving = new AbortController()
    const first = start(1)
    const second = start(2, leaving.signal)
    const third = start(3)
    leaving.abort(new RangeError('gone'))
    await settle()
    finish(1)
    await expect(second).rejects.toThrow('gone')
    await settle()
    expect(begun).toEqual([1, 3])
    finish(3)
    expect(await Promise.all([first, third])).toEqual([1, 3])
  })

  test('goes on after a task that fails', async () => {
    const limit = createLimit(1)
    const { signal } = new AbortController()
    await expect(limit(signal, () => Promise.reject(new RangeError('no')))).rejects.toThrow('no')
    expect(await limit(signal, async () => 'yes')).toBe('yes')
  })
})
