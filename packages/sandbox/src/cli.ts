#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { playFirstDay } from './basalam/first-day.js'
import { greet } from './cli-greeting.js'
import { helpText, readArguments } from './cli-arguments.js'
import { isSandboxError } from './errors.js'
import { startSandbox } from './sandbox.js'
import type { SandboxOptions } from './options.js'

const exitCodes = { failed: 1, refused: 2 } as const

function complain(reason: string, exitCode: number): void {
  process.stderr.write(`wireloom-sandbox: ${reason}\n`)
  process.exitCode = exitCode
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}

async function run(options: SandboxOptions): Promise<void> {
  const sandbox = await startSandbox(options)
  playFirstDay(sandbox.basalam.world)
  process.stdout.write(greet(sandbox))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      sandbox.close().catch((error: unknown) => {
        complain(describe(error), exitCodes.failed)
      })
    })
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const request = readArguments(process.argv.slice(2))
if (request.type === 'help') process.stdout.write(helpText)
else if (request.type === 'version') process.stdout.write(`${readVersion()}\n`)
else if (request.type === 'refused') complain(request.reason, exitCodes.refused)
else {
  run(request.options).catch((error: unknown) => {
    const isRefusal = isSandboxError(error) && error.code === 'invalid_options'
    complain(describe(error), isRefusal ? exitCodes.refused : exitCodes.failed)
  })
}
