import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { canBrowse, launch, openPage } from './support/browser.ts'

const main = join(import.meta.dirname, '../src/main.ts')

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env['PATH'] ?? '' } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()))
  return { child, printed, exited: once(child, 'exit') }
}

test.skipIf(!canBrowse)(
  'the address that the demo prints shows chat, and Ctrl+C ends it cleanly',
  { timeout: 30_000 },
  async () => {
    const { child, exited, printed } = start(['--demo', '--port', '0', '--rate', '1200'])
    await expect.poll(() => printed.out, { timeout: 20_000 }).toContain('#token=')
    const [address = ''] = /http\S+/u.exec(printed.out) ?? []
    const browser = await launch()
    onTestFinished(() => browser.close())
    const { page, problems } = await openPage(browser, address)
    await expect.poll(() => page.locator('.message').count(), { timeout: 10_000 }).toBeGreaterThan(3)
    expect(problems).toEqual([])
    child.kill('SIGINT')
    expect(await exited).toEqual([0, null])
    expect(printed.err).toBe('')
  },
)

test('a wrong option is told in one line', { timeout: 20_000 }, async () => {
  const { exited, printed } = start(['--port', 'x'])
  expect(await exited).toEqual([1, null])
  expect(printed).toEqual({ out: '', err: "--port takes a whole number up to 65535, not 'x'; see --help\n" })
})

test('every option of the address, and every style that is promised, is there', () => {
  const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
  const readme = read('README.md')
  for (const option of ['relay', 'room', 'max', 'fade', 'rate', 'size', 'emotes']) {
    expect(readme).toContain(`| \`${option}\``)
    expect(read('src/page/settings.ts')).toMatch(new RegExp(`'${option}'|${option}:`, 'u'))
  }
  const style = read('src/public/style.css')
  for (const name of ['.message', '.name', '.text', '.badge', '.reply', '.gap', '#notice']) {
    expect(readme).toContain(`\`${name}\``)
    expect(style).toContain(name)
  }
})
