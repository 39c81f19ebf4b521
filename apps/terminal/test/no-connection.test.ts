import { createServer, type AddressInfo } from 'node:net'
import { startSandbox } from '@wireloom/sandbox'
import { expect, test } from 'vitest'
import { run, type Surroundings } from '../src/run.ts'
import { TerminalStream } from './support/terminal-stream.ts'
import { sleepUntil } from './support/sleep.ts'

const reconnect = { firstDelayMs: 5, maxDelayMs: 10, stableAfterMs: 50 }

/** Runs the program in this process, as if Kick's socket were at a port of this machine. */
function start(port: number, args: readonly string[] = []) {
  const ending = new AbortController()
  const stdout = new TerminalStream()
  let stderr = ''
  const surroundings: Surroundings = {
    args: ['--live', '1001', ...args],
    stdout,
    stderr: { write: (text) => void (stderr += text) },
    env: {},
    signal: ending.signal,
    socket: { host: '127.0.0.1', port, tls: false, reconnect, unavailableAfterMs: 60 },
  }
  const ended = run(surroundings)
  return {
    lines: () => stdout.writes,
    stderr: () => stderr,
    ended,
    end: async () => {
      ending.abort()
      return ended
    },
  }
}

test('a connection that cannot be made is told with its cause, once for many tries', async () => {
  const program = start(await findFreePort())
  await sleepUntil(() => program.lines().some((line) => line.includes('trying again')))
  expect(await program.end()).toBe(0)
  expect(program.stderr()).toMatch(/^! Kick's socket: Could not connect[^\n]*ECONNREFUSED[^\n]*\n$/)
})

test('what never was connected is not called lost', async () => {
  const program = start(await findFreePort())
  await sleepUntil(() => program.lines().some((line) => line.includes('trying again')))
  await program.end()
  expect(program.lines().join('')).toContain('no connection yet, trying again')
  expect(program.lines().join('')).not.toContain('lost')
})

test('a connection that was there and broke is called lost, and its status says enough', async () => {
  await using sandbox = await startSandbox({ rooms: ['known'] })
  const room = sandbox.kick.room('known').chatroomId
  const program = start(Number(new URL(sandbox.url).port), ['--live', `${room}`])
  await sleepUntil(() => program.lines().some((line) => line.includes('connected')))
  const refusal = sandbox.faults.refuse({ how: 'reset' })
  sandbox.faults.drop()
  await sleepUntil(() => program.lines().some((line) => line.includes('trying again')))
  refusal.heal()
  await sleepUntil(() => program.lines().some((line) => line.includes('GAP')))
  expect(await program.end()).toBe(0)
  expect(program.lines().join('')).toContain('connection lost, trying again')
  expect(program.stderr()).toBe('')
})

test('a server that refuses for good before anything was joined ends it with 1', async () => {
  await using sandbox = await startSandbox({ rooms: ['known'] })
  sandbox.faults.handshake('{"event":"pusher:error","data":{"code":4001,"message":"no such app"}}')
  const program = start(Number(new URL(sandbox.url).port))
  expect(await program.ended).toBe(1)
  expect(program.stderr()).toMatch(/^[^\n]*no such app[^\n]*\n$/)
})

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}
