import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('the suites run under node:test as they run under Vitest', { timeout: 30_000 }, async () => {
  const program = fileURLToPath(new URL('../support/run-node-test.mjs', import.meta.url))
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, ['--test-reporter=tap', program], {
    env: environment,
  })
  expect(stdout).toMatch(/^# fail 0$/mu)
  expect(Number(/^# pass (\d+)$/mu.exec(stdout)?.[1])).toBeGreaterThan(70)
})
