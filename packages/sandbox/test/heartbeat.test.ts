import { describe, expect, test } from 'vitest'
import { startHeartbeat, type Heartbeat } from '../src/pusher/heartbeat.js'
import { createRateLimit } from '../src/pusher/rate-limit.js'
import { createManualClock, type ManualClock } from './support/manual-clock.js'

function watch(): { clock: ManualClock; heartbeat: Heartbeat; log: string[] } {
  const clock = createManualClock(0)
  const log: string[] = []
  const heartbeat = startHeartbeat(
    { ping: () => log.push(`ping ${clock.now()}`), giveUp: () => log.push(`give up ${clock.now()}`) },
    clock,
    { pingAfterMs: 100, pongTimeoutMs: 30 },
  )
  return { clock, heartbeat, log }
}

describe('a heartbeat', () => {
  test('pings after the quiet time and gives up after the pong time', () => {
    const { clock, log } = watch()
    clock.advance(99)
    expect(log).toEqual([])
    clock.advance(1)
    expect(log).toEqual(['ping 100'])
    clock.advance(29)
    expect(log).toEqual(['ping 100'])
    clock.advance(1)
    expect(log).toEqual(['ping 100', 'give up 130'])
  })

  test('counts from the last thing heard', () => {
    const { clock, heartbeat, log } = watch()
    clock.advance(60)
    heartbeat.beat()
    clock.advance(99)
    expect(log).toEqual([])
    clock.advance(1)
    expect(log).toEqual(['ping 160'])
  })

  test('takes anything heard for an answer', () => {
    const { clock, heartbeat, log } = watch()
    clock.advance(110)
    heartbeat.beat()
    clock.advance(100)
    expect(log).toEqual(['ping 100', 'ping 210'])
  })

  test('never pings a client that keeps talking, and keeps one timer for it', () => {
    const { clock, heartbeat, log } = watch()
    for (let turn = 0; turn < 200; turn += 1) {
      clock.advance(50)
      heartbeat.beat()
      expect(clock.pendingTimers).toBe(1)
    }
    expect(log).toEqual([])
  })

  test('starts anew after giving up, for an owner that did not close', () => {
    const { clock, log } = watch()
    clock.advance(260)
    expect(log).toEqual(['ping 100', 'give up 130', 'ping 230', 'give up 260'])
  })

  test('stopped, it leaves no timer', () => {
    const { clock, heartbeat, log } = watch()
    heartbeat.stop()
    clock.advance(1000)
    expect(log).toEqual([])
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('a rate limit', () => {
  test('lets ten through in a second, and the next once the first is a second old', () => {
    const limit = createRateLimit(10)
    const passed = Array.from({ length: 12 }, (_, index) => limit.allow(index * 10))
    expect(passed).toEqual([...Array.from({ length: 10 }, () => true), false, false])
    expect(limit.allow(999)).toBe(false)
    expect(limit.allow(1000)).toBe(true)
    expect(limit.allow(1001)).toBe(false)
  })

  test('does not count what it refused', () => {
    const limit = createRateLimit(1)
    expect(limit.allow(0)).toBe(true)
    for (let atMs = 1; atMs < 1000; atMs += 1) expect(limit.allow(atMs)).toBe(false)
    expect(limit.allow(1000)).toBe(true)
  })
})
