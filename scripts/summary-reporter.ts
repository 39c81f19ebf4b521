import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with one line that a machine can count: `tests: N passed, N failed, N skipped`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      let tests = 0
      for (const test of module.children.allTests()) {
        tests += 1
        const { state } = test.result()
        if (state !== 'pending') count[state] += 1
      }
      // A file that failed to load holds no test, and would otherwise count as nothing.
      if (tests === 0 && !module.ok()) count.failed += 1
    }
    process.stdout.write(`tests: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`)
  }
}
