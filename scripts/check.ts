/** `pnpm check`: everything about the repository that is not a test. `pnpm check <step>` runs one step. */
import { fileURLToPath } from 'node:url'
import { runSteps } from './check/run-steps.ts'
import { steps } from './check/steps.ts'

const [only, ...rest] = process.argv.slice(2)
const names = steps.map((step) => step.name)

if (rest.length > 0 || (only !== undefined && !names.includes(only))) {
  process.stderr.write(`pnpm check takes one step at most: ${names.join(', ')}\n`)
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
