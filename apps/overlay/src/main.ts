#!/usr/bin/env node
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { startDemo } from '@wireloom/relay'
import { servePage } from './server/serve-page.ts'

const help = `Serves the chat overlay for OBS on 127.0.0.1.

Usage: wireloom-overlay [options]

  --relay <address>   the relay to read (default http://127.0.0.1:8787)
  --room <name>       the room to show; may be repeated (default: all live ones)
  --port <n>          default 8788
  --rate <n>          with --demo: chat messages a minute in each room (default 60)
  --demo              with a relay and a sandbox of its own
  --help              this text
`
const { stderr, stdout } = process
const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending.signal.aborted) process.exit(130)
    ending.abort()
  })
}

async function run(): Promise<void> {
  const { demo, help: isHelp, port, rate, relay, room = [] } = readOptions()
  if (isHelp === true) {
    stdout.write(help)
    return
  }
  await using page = await servePage(readWhole('port', port ?? '8788', 65_535))
  if (demo === true) {
    await using running = await startDemo({
      allowOrigins: [page.url],
      messagesPerMinute: readWhole('rate', rate ?? '60', 600_000),
      report: (line) => void stderr.write(`${line}\n`),
    })
    const query = new URLSearchParams({ relay: running.relay.url, emotes: '/emotes/{id}.svg' })
    greet(`${page.url}/?${String(query)}#token=${running.token}`)
    await ended()
  } else {
    const query = new URLSearchParams([
      ['relay', relay ?? 'http://127.0.0.1:8787'],
      ...room.map((name): [string, string] => ['room', name]),
    ])
    greet(`${page.url}/?${String(query)}#token=<RELAY_TOKEN>`)
    stdout.write(`\nThe relay has to be started with --allow-origin ${page.url}\n`)
    await ended()
  }
}

function readOptions() {
  return parseArgs({
    options: {
      demo: { type: 'boolean' },
      help: { type: 'boolean' },
      port: { type: 'string' },
      rate: { type: 'string' },
      relay: { type: 'string' },
      room: { type: 'string', multiple: true },
    },
  }).values
}

function readWhole(name: string, text: string, most: number): number {
  if (/^\d+$/u.test(text) && Number(text) <= most) return Number(text)
  throw new RangeError(`--${name} takes a whole number up to ${most}, not '${text}'; see --help`)
}

function greet(address: string): void {
  stdout.write(
    `The overlay is up. Ctrl+C ends it. Put this address into a browser source of OBS:\n\n  ${address}\n`,
  )
}

async function ended(): Promise<void> {
  if (!ending.signal.aborted) await once(ending.signal, 'abort')
}

try {
  await run()
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
