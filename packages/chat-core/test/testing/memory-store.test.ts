import { describe, expect, it, test } from 'vitest'
import { createMemoryStore, type StoreParts } from '../../src/index.js'
import {
  createFakeClock,
  describeStore,
  runSuites,
  storeSuites,
  type StoreHarness,
} from '../../src/testing.js'

describeStore({ describe, it }, { name: 'memory', create: async (clock) => createMemoryStore({ clock }) })

async function failedCases(harness: StoreHarness): Promise<readonly string[]> {
  const results = await runSuites(storeSuites(harness))
  return results.flatMap(({ suite, error }) => (error === undefined ? [] : [suite]))
}

describe('a store', () => {
  test('that forgets whose a claim is fails in “claims”', async () => {
    const create = async (clock: ReturnType<typeof createFakeClock>): Promise<StoreParts> => {
      const store = createMemoryStore({ clock })
      const claim: typeof store.claims.claim = async (keys) => keys.map(() => 'claimed')
      const claims = Object.assign(Object.create(store.claims) as typeof store.claims, { claim })
      return { ...store, claims }
    }
    expect(new Set(await failedCases({ name: 'forgetful', create }))).toEqual(new Set(['claims']))
  })

  test('that calls itself durable and is not fails in “crash”', async () => {
    const create = async (clock: ReturnType<typeof createFakeClock>): Promise<StoreParts> => ({
      ...createMemoryStore({ clock }),
      durable: true,
    })
    const reopen: StoreHarness['reopen'] = (_store, clock) => create(clock)
    expect(await failedCases({ name: 'boastful', create, reopen })).toEqual(['crash'])
  })

  test('that has no part at all has nothing to show, and every case says why', async () => {
    const results = await runSuites(storeSuites({ name: 'empty', create: async () => ({ durable: false }) }))
    expect(results.filter(({ error, leftOut }) => error !== undefined || leftOut === undefined)).toEqual([])
    expect(results[0]?.leftOut).toBe('The store has no “cursors”.')
  })
})
