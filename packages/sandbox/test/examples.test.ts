import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

const fileOf = (name: string): string => fileURLToPath(new URL(`../examples/${name}.ts`, import.meta.url))

test('negotiate-socket hears on the socket what it posted by the API', { timeout: 30_000 }, async () => {
  const { stdout, stderr } = await run(process.execPath, [fileOf('negotiate-socket')], { timeout: 20_000 })
  expect([stderr, stdout]).toEqual(['', 'heard hello\n'])
})

test('watch-room says how many messages there were and how many it missed', { timeout: 30_000 }, async () => {
  const { stdout, stderr } = await run(process.execPath, [fileOf('watch-room')], { timeout: 20_000 })
  const [, total, missed] = /^(\d+) messages, (\d+) missed\n$/.exec(stdout) ?? []

  expect(stderr).toBe('')
  expect(Number(total)).toBeGreaterThan(150)
  // Twenty things happened while nobody watched, about eighteen of them messages; what was on its way at the cut may be lost too.
  expect(Number(missed)).toBeGreaterThan(10)
})
