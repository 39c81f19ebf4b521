import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const main = join(import.meta.dirname, '../src/main.ts')

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env['PATH'] ?? '' } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()))
  return { child, printed, exited: once(child, 'exit') }
}

test('the demo prints a curl line that works, and Ctrl+C ends it cleanly', { timeout: 30_000 }, async () => {
  const { child, exited, printed } = start(['--demo', '--port', '0'])
  await expect.poll(() => printed.out, { timeout: 20_000 }).toContain('curl')
  const [, header = '', url = ''] = /curl -N -H 'authorization: (.*)' (\S+)/u.exec(printed.out) ?? []
  expect(new URL(url).hostname).toBe('127.0.0.1')
  const response = await fetch(url, { headers: { authorization: header } })
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (text.includes('"type":"message"')) break
  }
  expect(text).toContain('"type":"message"')
  child.kill('SIGINT')
  expect(await exited).toEqual([0, null])
  expect(printed.err).toBe('')
})

test('a wrong command line is told in one line, and ends with 2', { timeout: 20_000 }, async () => {
  const { exited, printed } = start(['--nonsense'])
  expect(await exited).toEqual([2, null])
  expect(printed).toEqual({ out: '', err: "Unknown option '--nonsense'; see --help\n" })
})
