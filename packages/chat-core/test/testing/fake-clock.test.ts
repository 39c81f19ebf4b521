import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../src/testing.js'

describe('a fake clock', () => {
  test('stands still until it is moved', async () => {
    const clock = createFakeClock(1_000)
    const called: string[] = []
    clock.setTimeout(() => called.push('later'), 20)
    clock.setTimeout(() => called.push('sooner'), 10)
    clock.setTimeout(() => called.push('with it'), 10)
    await clock.advance(9)
    expect(called).toEqual([])
    await clock.advance(11)
    expect(called).toEqual(['sooner', 'with it', 'later'])
    expect(clock.now()).toBe(1_020)
  })

  test('lets a callback set the next timer, at its own time', async () => {
    const clock = createFakeClock(0)
    const times: number[] = []
    const tick = async (): Promise<void> => {
      times.push(clock.now())
      await Promise.resolve()
      clock.setTimeout(() => void tick(), 10)
    }
    void tick()
    await clock.advance(35)
    expect(times).toEqual([0, 10, 20, 30])
  })

  test('does not move before what was set going has come to rest', async () => {
    let answer = Promise.resolve()
    const clock = createFakeClock(0, () => answer)
    const answeredAtMs: number[] = []
    clock.setTimeout(() => {
      // A server answers by a clock of its own.
      answer = sleep(20).then(() => void answeredAtMs.push(clock.now()))
    }, 10)
    await clock.advance(1_000)
    expect(answeredAtMs).toEqual([10])
  })

  test('counts the timers that wait', async () => {
    const clock = createFakeClock()
    const handle = clock.setTimeout(() => undefined, 10)
    clock.setTimeout(() => undefined, 20)
    expect(clock.pending).toBe(2)
    clock.clearTimeout(handle)
    await clock.advance(20)
    expect(clock.pending).toBe(0)
  })
})
