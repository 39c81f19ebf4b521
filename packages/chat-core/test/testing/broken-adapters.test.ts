import { describe, expect, test } from 'vitest'
import { adapterSuites, createMemoryHarness, runSuites } from '../../src/testing.js'
import { brokenAdapters } from '../support/broken-adapters.js'

type Broken = Pick<(typeof brokenAdapters)[number], 'via' | 'wrap'>

async function failedSuites(broken: Broken): Promise<ReadonlySet<string>> {
  // Without a history: the hub would make good what a gap admits.
  const results = await runSuites(
    adapterSuites(createMemoryHarness({ ...broken, historyLimit: broken.via === 'poll' ? 1_000 : 0 })),
  )
  return new Set(results.flatMap(({ suite, error }) => (error === undefined ? [] : [suite])))
}

describe('an adapter', () => {
  test.each(brokenAdapters)(
    'that $fault fails in the suite “$suite”',
    async ({ suite, also = [], ...broken }) => {
      expect([...(await failedSuites(broken))].toSorted()).toEqual([suite, ...also].toSorted())
    },
  )

  test('without a fault fails in none', async () => {
    expect([...(await failedSuites({ wrap: (adapter) => adapter }))]).toEqual([])
  })
})
