import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { help } from '../src/read-settings.ts'
import { isLive, openStage, token } from './support/stage.ts'

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const waiting = { timeout: 10_000, interval: 20 } as const

test(
  'what the README shows is the example, and it goes on over a restart of itself',
  { timeout: 30_000 },
  async () => {
    expect(read('README.md')).toContain(read('examples/follow.ts').trim())
    const { folder, sandbox, start } = await openStage()
    const relay = await start({ socket: true, webhook: false })
    await expect.poll(() => isLive(relay), waiting).toBe(true)
    const room = sandbox.kick.room('ann')
    const run = () => {
      const child = spawn(process.execPath, ['examples/follow.ts'], {
        cwd: new URL('..', import.meta.url),
        env: {
          PATH: process.env['PATH'] ?? '',
          RELAY_TOKEN: token,
          RELAY_URL: relay.url.replace('http', 'ws'),
          PLACE: `${folder}/place.txt`,
        },
      })
      onTestFinished(() => void child.kill('SIGKILL'))
      let printed = ''
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
      return { child, printed: () => printed }
    }
    const first = run()
    // It begins with what comes next, and nothing says when it listens.
    let count = 0
    await expect
      .poll(() => {
        room.say({ from: 'zed', content: `${(count += 1)}` })
        return first.printed()
      }, waiting)
      .toContain('zed: ')
    await expect.poll(first.printed, waiting).toContain(`zed: ${count}\n`)
    first.child.kill('SIGKILL')
    room.say({ from: 'zed', content: 'while away' })
    const second = run()
    await expect.poll(second.printed, waiting).toContain('zed: while away\n')
    const all = [...`${first.printed()}${second.printed()}`.matchAll(/zed: (\d+)\n/gu)].map(([, text]) =>
      Number(text),
    )
    expect(all).toEqual(Array.from(all, (_, index) => (all[0] ?? 0) + index))
  },
)

test('every option of the help stands in the README', () => {
  const readme = read('README.md')
  const names = [...help.matchAll(/--[a-z-]+|(?:RELAY|KICK|BASALAM)_[A-Z_]*[A-Z]/gu)].map(([name]) => name)
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter((name) => !readme.includes(name))).toEqual([])
})
