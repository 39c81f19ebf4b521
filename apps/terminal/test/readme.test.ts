import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { startSandbox } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')

/** The piece of code in the front page that imports a package, pointed at somewhere else. */
function readCode(name: string, replacements: Readonly<Record<string, string>>): string {
  const pieces = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
  let code = pieces.find((piece) => piece.includes(`from '${name}'`)) ?? ''
  for (const [old, replacement] of Object.entries(replacements)) {
    expect(code).toContain(old)
    code = code.replace(old, replacement)
  }
  return code
}

/** Runs code as a program of its own, and gathers what it prints. */
function run(code: string): { program: ChildProcess; printed: () => string } {
  const program = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, KICK_TOKEN: 'sandbox-token' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void program.kill())
  let output = ''
  program.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  return { program, printed: () => output }
}

test(
  'what the front page shows works: one program reads what the other sends',
  { timeout: 30_000 },
  async () => {
    const sandbox = await startSandbox({ rooms: ['somebody'] })
    onTestFinished(() => sandbox.close())
    const room = sandbox.kick.room('somebody')
    const poll = { timeout: 10_000 }

    const reader = run(
      readCode('@wireloom/kick-chat', {
        'negotiatedSocket()': `negotiatedSocket({
          baseUrl: ${JSON.stringify(sandbox.kick.realtimeUrl)},
          isTrusted: ({ hostname }) => hostname === '127.0.0.1',
        })`,
        'siteLookup()': `siteLookup(${JSON.stringify({ baseUrl: sandbox.url })})`,
      }),
    )
    await expect.poll(() => sandbox.connections[0]?.channels.length, poll).toBe(5)
    const sender = run(
      readCode('@wireloom/kick', {
        'new Kick({': `new Kick({ baseUrl: ${JSON.stringify(sandbox.kick.apiUrl)},`,
        '7654321': String(room.userId),
      }),
    )
    await expect.poll(sender.printed, poll).toMatch(/^said, as [\w-]{36}\n$/)
    await expect.poll(reader.printed, poll).toMatch(/^\w+: hello from a program\n$/)
  },
)
