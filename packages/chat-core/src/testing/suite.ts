import type { SourceKind } from '../source.js'

/** One thing that has to hold, as a sentence, and what finds out. */
export interface Case {
  readonly name: string
  /** Only of adapters that receive by one of these. Default: of all. */
  readonly via?: readonly SourceKind[]
  /** Rejects where it does not hold. Where there is nothing to judge, it gives the reason. */
  run(): Promise<void> | Promise<string | undefined>
}

/** Cases under the name of the fault they find. */
export interface Suite {
  readonly name: string
  readonly cases: readonly Case[]
}

/**
 * The two words of a test runner: `node:test`, Vitest, Jest and Mocha all have them. Those that hand a test something with
 * `skip`, as the first two do, show what was left out; elsewhere it passes.
 */
export interface TestRunner {
  describe(name: string, body: () => void): unknown
  it(name: string, body: (...context: readonly unknown[]) => Promise<void>): unknown
}

/** What one case came to. */
export interface CaseResult {
  readonly suite: string
  readonly case: string
  /** What was wrong; absent where it holds. */
  readonly error?: unknown
  /** Why it was left out; absent where it was judged. */
  readonly leftOut?: string
}

/** Hands suites to a test runner. */
export function registerSuites(runner: TestRunner, title: string, suites: readonly Suite[]): void {
  runner.describe(title, () => {
    for (const suite of suites) {
      runner.describe(suite.name, () => {
        for (const each of suite.cases) {
          // Not a parameter of its own: some runners take a test that has one for one that calls back.
          runner.it(each.name, async (...[context]) => {
            const leftOut = await each.run()
            if (leftOut !== undefined && canSkip(context)) context.skip(leftOut)
          })
        }
      })
    }
  })
}

function canSkip(context: unknown): context is { skip(reason: string): void } {
  return typeof (context as { skip?: unknown } | undefined)?.skip === 'function'
}

/** Runs suites without a test runner, one case after the other. */
export async function runSuites(suites: readonly Suite[]): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  for (const suite of suites) {
    for (const each of suite.cases) {
      const result = { suite: suite.name, case: each.name }
      try {
        // oxlint-disable-next-line no-await-in-loop -- they would disturb each other
        const leftOut = await each.run()
        results.push({ ...result, ...(leftOut !== undefined && { leftOut }) })
      } catch (error) {
        results.push({ ...result, error })
      }
    }
  }
  return results
}
