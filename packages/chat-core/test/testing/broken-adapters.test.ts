import { describe, expect, test } from 'vitest'
import { adapterSuites, createMemoryHarness, runSuites } from '../../src/testing.js'
import { brokenAdapters } from '../support/broken-adapters.js'

async function failedSuites(wrap: (typeof brokenAdapters)[number]['wrap']): Promise<ReadonlySet<string>> {
  // Without a history: the hub would make good what a gap admits.
  const results = await runSuites(adapterSuites(createMemoryHarness({ historyLimit: 0, wrap })))
  return new Set(results.flatMap(({ suite, error }) => (error === undefined ? [] : [suite])))
}

describe('an adapter', () => {
  test.each(brokenAdapters)('that $fault fails in the suite “$suite”', async ({ suite, also = [], wrap }) => {
    expect([...(await failedSuites(wrap))].toSorted()).toEqual([suite, ...also].toSorted())
  })

  test('without a fault fails in none', async () => {
    expect([...(await failedSuites((adapter) => adapter))]).toEqual([])
  })
})
