import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Votes } from '../src/render/votes.ts'

test('a vote is due at first, when its state changes, and every fifteen seconds', () => {
  const votes = new Votes()
  expect(votes.isDue('poll', 'open', 0)).toBe(true)
  expect(votes.isDue('poll', 'open', 1000)).toBe(false)
  expect(votes.isDue('poll', 'over', 1001)).toBe(true)
  expect(votes.isDue('poll', 'over', 16_000)).toBe(false)
  expect(votes.isDue('poll', 'over', 16_001)).toBe(true)
})

test('votes do not know of each other', () => {
  const votes = new Votes()
  expect(votes.isDue('a', 'open', 0)).toBe(true)
  expect(votes.isDue('b', 'open', 0)).toBe(true)
  votes.end('a')
  expect(votes.isDue('a', 'open', 1)).toBe(true)
  expect(votes.isDue('b', 'open', 1)).toBe(false)
})

test('a vote whose state stays is mentioned four times a minute at most', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: 200 }), (steps) => {
      const votes = new Votes()
      let atMs = 0
      let mentions = 0
      for (const step of steps) {
        atMs += step
        if (votes.isDue('poll', 'open', atMs)) mentions += 1
      }
      expect(mentions).toBeLessThanOrEqual(1 + Math.floor(atMs / 15_000))
    }),
  )
})
