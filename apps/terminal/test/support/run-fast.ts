/** The program with a patience of milliseconds instead of seconds, and a small queue where the environment names one. */
import { run } from '../../src/run.ts'

const ending = new AbortController()
process.on('SIGTERM', () => ending.abort())
const limit = Number(process.env['QUEUE_LIMIT'] ?? '100000')

process.exitCode = await run({
  args: process.argv.slice(2),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: ending.signal,
  limit,
  socket: {
    reconnect: { firstDelayMs: 5, maxDelayMs: 40, stableAfterMs: 50 },
    activityTimeoutMs: 400,
    pongTimeoutMs: 200,
    connectTimeoutMs: 400,
  },
})
