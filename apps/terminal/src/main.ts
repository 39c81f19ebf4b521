#!/usr/bin/env node
import { writeSync } from 'node:fs'
import { describe, run } from './run.ts'
import type { Screen } from './terminal/screen.ts'

const { stdout, stderr } = process
const ending = new AbortController()
let screen: Screen | undefined

/** Ends at once, with the terminal as it was. */
function leave(code: number): void {
  restoreTerminal()
  process.exit(code)
}

function restoreTerminal(): void {
  const text = screen?.abandon() ?? ''
  // Not by the stream: it may hold more than the process has time left to write.
  if (text !== '') writeSync(stdout.fd, text)
}

process.on('exit', restoreTerminal)
process.on('SIGINT', () => {
  if (ending.signal.aborted) leave(130)
  ending.abort()
})
process.on('SIGTERM', () => leave(143))
process.on('SIGHUP', () => leave(129))
if (stdout.isTTY) {
  // Put to the background, the terminal belongs to somebody else for a while.
  process.on('SIGTSTP', () => {
    restoreTerminal()
    process.kill(process.pid, 'SIGSTOP')
  })
  process.on('SIGCONT', () => screen?.open())
}

for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has gone, such as `head`: there is nobody left to tell anything.
    if (error.code === 'EPIPE' || error.code === 'EIO') leave(0)
    else fail(error)
  })
}
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

function fail(error: unknown): void {
  restoreTerminal()
  stderr.write(`${describe(error)}\n`)
  process.exit(1)
}

process.exitCode = await run({
  args: process.argv.slice(2),
  stdout,
  stderr,
  env: process.env,
  signal: ending.signal,
  onScreen: (opened) => {
    screen = opened
  },
})
