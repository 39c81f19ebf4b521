import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { startSandbox } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'

test('follow-channel prints what is sent, and what was missed', { timeout: 30_000 }, async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { key, host, port } = sandbox.pusher
  const file = fileURLToPath(new URL('../examples/follow-channel.ts', import.meta.url))
  const child = spawn(process.execPath, [file, key, host, String(port), 'room'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill())
  const output = Promise.all([text(child.stdout), text(child.stderr)])

  /** Settles with the socket id of a connection that is subscribed and is not the one before. */
  const subscribed = async (before?: string): Promise<string> => {
    const find = (): string | undefined =>
      sandbox.pusher.connections.find(
        ({ socketId, channels }) => socketId !== before && channels.includes('room'),
      )?.socketId
    await expect.poll(find, { timeout: 15_000 }).toBeDefined()
    return find() ?? ''
  }
  const first = await subscribed()
  sandbox.pusher.publish({ channel: 'room', event: 'message', data: { text: 'hello' } })
  sandbox.faults.close(4200)
  await subscribed(first)
  sandbox.pusher.publish({ channel: 'room', event: 'message', data: { text: 'bye' } })

  const [stdout, stderr] = await output
  expect(stderr).toBe('')
  expect(stdout.split('\n').map((line) => line.replace(/\d+ ms/, 'N ms'))).toEqual([
    '[connecting]',
    '[connected]',
    'hello',
    '[connecting]',
    '[connected]',
    '[missed up to N ms]',
    'bye',
    '[disconnected]',
    '',
  ])
})

test('drop-in prints who is there and what is sent', { timeout: 30_000 }, async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { key, host, port, authUrl } = sandbox.pusher
  const file = fileURLToPath(new URL('../examples/drop-in.ts', import.meta.url))
  const children = ['ann', 'bob'].map((user) =>
    spawn(process.execPath, [file, key, host, String(port), authUrl, user], {
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  const outputs = Promise.all(children.map(({ stdout, stderr }) => Promise.all([text(stdout), text(stderr)])))
  const joined = (): number =>
    sandbox.pusher.connections.filter(({ channels }) => channels.includes('presence-room')).length
  await expect.poll(joined, { timeout: 15_000 }).toBe(2)
  sandbox.pusher.publish({ channel: 'presence-room', event: 'message', data: { text: 'bye' } })

  const printed = await outputs
  expect(printed.map(([, stderr]) => stderr)).toEqual(['', ''])
  const lines = printed.map(([stdout]) => stdout.trim().split('\n'))
  // Whoever was first sees the other come.
  const [first, second] = lines[0]?.length === 3 ? lines : lines.toReversed()
  expect(first).toEqual(['[1 here]', expect.stringMatching(/^\[(ann|bob) came\]$/), 'bye'])
  expect(second).toEqual(['[2 here]', 'bye'])
})
