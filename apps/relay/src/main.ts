#!/usr/bin/env node
import { once } from 'node:events'
import { startDemo } from './demo.ts'
import { RelayError } from './errors.ts'
import { help, readSettings } from './read-settings.ts'
import { startRelay } from './relay.ts'

const { stderr, stdout } = process
const report = (line: string): void => void stderr.write(`${new Date().toISOString()} ${line}\n`)
const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending.signal.aborted) process.exit(130)
    ending.abort()
  })
}

async function run(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env)
  if (settings.kind === 'help') {
    stdout.write(help)
    return
  }
  if (settings.kind === 'demo') {
    await using demo = await startDemo({ ...settings.relay, report })
    stdout.write(greet(demo.relay.url))
    // Nothing behind this token but made-up chat.
    stdout.write(`\nTry it:\n  curl -N -H 'authorization: Bearer ${demo.token}' ${demo.relay.url}/events\n`)
    await ended()
  } else {
    await using relay = await startRelay({ ...settings.relay, report })
    stdout.write(greet(relay.url))
    stdout.write(`\nTry it:\n  curl -N -H "authorization: Bearer $RELAY_TOKEN" ${relay.url}/events\n`)
    await ended()
  }
}

async function ended(): Promise<void> {
  if (!ending.signal.aborted) await once(ending.signal, 'abort')
}

function greet(url: string): string {
  return `The relay is up. Ctrl+C ends it.

  ${url}/webhooks/kick   deliveries, checked by their signature
  ${url}/events          events as server-sent events; ?cursor= or Last-Event-ID goes on from there
  ${url.replace('http', 'ws')}/socket            the same over a WebSocket; ?cursor=
  ${url}/rooms           names and references of the rooms
  ${url}/inspect         what state everything is in
  ${url}/health          200, or 503 with what is wrong
`
}

try {
  await run()
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof RelayError ? error.exitCode : 1
}
