import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { startSandbox } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { main, node } from './support/program.ts'
import { sleepUntil } from './support/sleep.ts'

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const timeout = 20_000

/** `script` gives a program a terminal of its own. */
const hasScript = existsSync('/usr/bin/script')

interface TerminalRun {
  readonly text: () => string
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<number | null>
}

function startInTerminal(args: readonly string[], env: Readonly<Record<string, string>> = {}): TerminalRun {
  const command = `stty rows 24 cols 60; echo "pid $$;"; exec "${node}" "${main}" ${args.join(' ')}`
  const child = spawn('/usr/bin/script', ['-qfec', command, '/dev/null'], {
    env: { PATH: '/usr/bin:/bin', TERM: 'xterm-256color', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return {
    text: () => text,
    kill: (signal) => void process.kill(Number(/pid (\d+);/.exec(text)?.[1]), signal),
    ended: new Promise((resolve) => {
      child.on('close', resolve)
    }),
  }
}

/** The cursor is shown after it was last hidden, and no status line is left. */
function expectLeftInOrder(text: string): void {
  expect(text.lastIndexOf(hideCursor)).toBeGreaterThan(-1)
  expect(text.lastIndexOf(showCursor)).toBeGreaterThan(text.lastIndexOf(hideCursor))
  expect(text.slice(text.lastIndexOf('/min'))).toContain('\r\u001b[J')
}

test.runIf(hasScript)(
  'in a terminal there are colors and a status line, gone at the end',
  { timeout },
  async () => {
    const run = startInTerminal(['--messages', '5', '--rate', '1200'])
    expect(await run.ended).toBe(0)
    expect(run.text()).toContain('2 rooms · ')
    expect(run.text()).toMatch(/\u001b\[38;5;\d+m/u)
    expectLeftInOrder(run.text())
  },
)

test.runIf(hasScript)('NO_COLOR takes the colors away and leaves the status line', { timeout }, async () => {
  const run = startInTerminal(['--messages', '5', '--rate', '1200'], { NO_COLOR: '1' })
  expect(await run.ended).toBe(0)
  expect(run.text()).toContain('2 rooms · ')
  expect(run.text()).not.toMatch(/\u001b\[[\d;]*m/u)
})

test.runIf(hasScript).each([
  ['SIGINT', 0],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s leaves the terminal as it was, and ends with %i', { timeout }, async (signal, code) => {
  const run = startInTerminal(['--demo', '--rate', '600'])
  await sleepUntil(() => run.text().includes('connected') && run.text().split('\n').length > 8)
  run.kill(signal)
  expect(await run.ended).toBe(code)
  expectLeftInOrder(run.text())
})

test.runIf(hasScript)('what goes wrong leaves the terminal as it was, too', { timeout }, async () => {
  await using sandbox = await startSandbox({ rooms: ['known'] })
  const run = startInTerminal(['--server', sandbox.url, '--rooms', 'known,nobody'])
  expect(await run.ended).toBe(1)
  expectLeftInOrder(run.text())
  expect(run.text().slice(run.text().lastIndexOf(showCursor))).toContain('"nobody"')
})

test.runIf(hasScript)('a server that will not have it ends it, with the cause', { timeout }, async () => {
  await using sandbox = await startSandbox({ rooms: ['known'] })
  const run = startInTerminal(['--server', sandbox.url, '--rooms', 'known'])
  await sleepUntil(() => run.text().includes('connected'))
  sandbox.faults.close(4004, 'over quota')
  expect(await run.ended).toBe(1)
  expectLeftInOrder(run.text())
  expect(run.text()).toContain('disconnected')
  expect(run.text().slice(run.text().lastIndexOf(showCursor))).toContain('every room was closed for good: ')
})

test.runIf(hasScript)('an unreadable frame is told above the status line', { timeout }, async () => {
  await using sandbox = await startSandbox({ rooms: ['known'] })
  const run = startInTerminal(['--server', sandbox.url, '--rooms', 'known'])
  await sleepUntil(() => run.text().includes('connected'))
  sandbox.faults.sendText('{"event":')
  await sleepUntil(() => run.text().includes('! '))
  sandbox.kick.room('known').say('still here')
  await sleepUntil(() => run.text().includes('still here'))
  run.kill('SIGINT')
  expect(await run.ended).toBe(0)
})

test.runIf(hasScript)('into a terminal, JSON comes without a status line', { timeout }, async () => {
  const run = startInTerminal(['--json', '--messages', '3', '--rate', '1200'])
  expect(await run.ended).toBe(0)
  expect(run.text()).not.toContain(hideCursor)
})
