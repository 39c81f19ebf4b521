/** `pnpm check`: everything about the repository that is not a test. `pnpm check <step>…` runs those steps. */
import { fileURLToPath } from 'node:url'
import { runSteps } from './check/run-steps.ts'
import { steps } from './check/steps.ts'

const only = process.argv.slice(2)
const names = steps.map((step) => step.name)
const unknown = only.find((name) => !names.includes(name))

if (unknown !== undefined) {
  process.stderr.write(`pnpm check knows no step ${unknown}; there are ${names.join(', ')}\n`)
  process.exitCode = 2
} else {
  const failed = await runSteps(steps, {
    root: fileURLToPath(new URL('..', import.meta.url)),
    only,
    write: (text) => process.stdout.write(text),
    nowMs: () => performance.now(),
  })
  process.stdout.write(failed.length === 0 ? 'check: all is well\n' : `check: failed: ${failed.join(', ')}\n`)
  process.exitCode = failed.length === 0 ? 0 : 1
}
