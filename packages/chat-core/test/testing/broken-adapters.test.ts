import { describe, expect, test } from 'vitest'
import { adapterSuites, createMemoryHarness, describeStore, runSuites } from '../../src/testing.js'
import { brokenAdapters, wrapped } from '../support/broken-adapters.js'

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

  test('that cannot do what a case is about has that case left out, not passed', async () => {
    const none = { level: 'none', official: true } as const
    const wrap = wrapped((session) => ({
      capabilities: (room) => ({
        ...session.capabilities(room),
        'message.send': none,
        'message.reply': none,
        'history.read': none,
      }),
    }))
    const results = await runSuites(adapterSuites(createMemoryHarness({ wrap })))
    expect(results.flatMap(({ error }) => error ?? [])).toEqual([])
    expect(new Set(results.flatMap(({ leftOut, suite }) => (leftOut === undefined ? [] : [suite])))).toEqual(
      new Set(['identity', 'capabilities', 'self echo', 'errors']),
    )
  })

  test('shows what is left out to runners that can skip, and passes with others', async () => {
    const cases: ((...context: readonly unknown[]) => Promise<void>)[] = []
    describeStore(
      { describe: (_name, body) => body(), it: (_name, body) => cases.push(body) },
      { name: 'empty', create: async () => ({ durable: false }) },
    )
    const skipped: string[] = []
    for (const run of cases) await run({ skip: (reason: string) => void skipped.push(reason) })
    expect(skipped).toHaveLength(cases.length)
    for (const run of cases) await run()
    expect(cases.every(({ length }) => length === 0)).toBe(true)
  })

  test('without a fault fails in none', async () => {
    expect([...(await failedSuites({ wrap: (adapter) => adapter }))]).toEqual([])
  })
})
