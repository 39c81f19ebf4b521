import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

test('watch-room says how many messages there were and how many it missed', { timeout: 30_000 }, async () => {
  const file = fileURLToPath(new URL('../examples/watch-room.ts', import.meta.url))
  const { stdout, stderr } = await run(process.execPath, [file], { timeout: 20_000 })
  const [, total, missed] = /^(\d+) messages, (\d+) missed\n$/.exec(stdout) ?? []

  expect(stderr).toBe('')
  expect(Number(total)).toBeGreaterThan(150)
  // Twenty things happened while nobody watched, about eighteen of them messages; what was on its way at the cut may be lost too.
  expect(Number(missed)).toBeGreaterThan(10)
})
