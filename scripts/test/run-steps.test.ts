import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../check/run.ts'
import { runSteps } from '../check/run-steps.ts'
import { steps as realSteps, type Step } from '../check/steps.ts'

/** Steps that take a second each by the clock of the test. */
function trial(outcomes: Readonly<Record<string, boolean>>, needs: Readonly<Record<string, string>> = {}) {
  let nowMs = 0
  let text = ''
  const ran: string[] = []
  const steps = Object.entries(outcomes).map(([name, ok]): Step => ({
    name,
    about: `about ${name}`,
    ...(needs[name] === undefined ? {} : { needs: needs[name] }),
    run: async () => {
      ran.push(name)
      nowMs += 1000
      return Promise.resolve({ ok, output: ok ? 'not shown' : `why ${name} failed\n` })
    },
  }))
  const write = (more: string): void => {
    text += more
  }
  return {
    ran,
    run: async (...only: readonly string[]) => {
      const failed = await runSteps(steps, { root: '/', only, write, nowMs: () => nowMs })
      return { failed, lines: text.trimEnd().split('\n') }
    },
  }
}

test('every step gets a line and a time, and a failing one says why', async () => {
  const { failed, lines } = await trial({ one: true, two: false, three: true }).run()
  expect(failed).toEqual(['two'])
  expect(lines).toEqual([
    'ok    one          1.0 s  about one',
    'FAIL  two          1.0 s  about two',
    '      why two failed',
    'ok    three        1.0 s  about three',
  ])
})

test('what needs a failed step is skipped by name', async () => {
  const { ran, run: runAll } = trial({ build: false, types: true, format: true }, { types: 'build' })
  const { failed, lines } = await runAll()
  expect(failed).toEqual(['build'])
  expect(ran).toEqual(['build', 'format'])
  expect(lines).toContain('skip  types      needs build')
})

test('a step alone runs after what it needs, and nothing else does', async () => {
  const { ran, run: runOne } = trial({ build: true, types: true, format: false }, { types: 'build' })
  const { failed } = await runOne('types')
  expect(failed).toEqual([])
  expect(ran).toEqual(['build', 'types'])
})

test('several steps run in their own order, each once, with what they need', async () => {
  const { ran, run: runSome } = trial({ build: true, types: true, format: true }, { types: 'build' })
  await runSome('types', 'build', 'types')
  expect(ran).toEqual(['build', 'types'])
})

test('every step has a name of its own, and needs one that comes before it', () => {
  const names = realSteps.map((step) => step.name)
  expect(new Set(names).size).toBe(names.length)
  for (const [index, { needs }] of realSteps.entries()) {
    if (needs !== undefined) expect(names.slice(0, index)).toContain(needs)
  }
})

test('an unknown step is refused by a line that names the steps', async () => {
  const root = join(import.meta.dirname, '../..')
  const { ok, output } = await run('node', ['scripts/check.ts', 'nonsense'], { cwd: root })
  expect(ok).toBe(false)
  expect(output).toBe(
    'pnpm check knows no step nonsense; there are build, types, lint, format, unused, imports, packages, tables, parcels, sizes\n',
  )
})

test('a program that is not there is an outcome, not an exception', async () => {
  const outcome = await run('no-such-program', [], { cwd: import.meta.dirname })
  expect(outcome.ok).toBe(false)
  expect(outcome.output).toContain('no-such-program did not start')
})
