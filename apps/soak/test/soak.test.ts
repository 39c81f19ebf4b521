import { expect, test } from 'vitest'
import { isClean } from '../src/account.ts'
import { soak } from '../src/soak.ts'

test(
  'through 200 cuts and 10 kills nothing is lost in silence, and nothing is done twice',
  { timeout: 180_000 },
  async () => {
    const account = await soak({ cuts: 200, kills: 10, seed: 7 })
    expect(account).toMatchObject({
      cuts: 200,
      kills: 10,
      lost: [],
      doubled: [],
      unhandled: [],
      unanswered: [],
      answeredTwice: [],
    })
    expect(isClean(account)).toBe(true)
    // Otherwise nothing was put to the test.
    expect(account.said).toBeGreaterThan(300)
    expect(account.asked).toBeGreaterThan(20)
  },
)
