import { expect, test } from 'vitest'
import { systemClock } from '../src/index.js'

test('a clock asked to wait for forty days does not call back at once', async () => {
  let hasCalled = false
  const timer = systemClock.setTimeout(() => (hasCalled = true), 40 * 86_400_000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  systemClock.clearTimeout(timer)
  expect(hasCalled).toBe(false)
})
