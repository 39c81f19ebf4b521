import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sandbox } from '@wireloom/sandbox'
import { onTestFinished } from 'vitest'

/** An example that runs as a program of its own, with the sandbox in the place of Kick. */
export interface RunningExample {
  /** What it printed so far. */
  output(): string
  /** Settles with the match once it has printed it; rejects where it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Settles with its exit code. */
  readonly ended: Promise<number | null>
  kill(signal: NodeJS.Signals): void
}

export interface ExampleOptions {
  readonly arguments?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Where it runs. Default a folder of its own. */
  readonly directory?: string
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kick-example-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Starts `examples/<name>.ts`, letter by letter as it stands. */
export async function startExample(
  name: string,
  sandbox: Sandbox,
  options: ExampleOptions = {},
): Promise<RunningExample> {
  const { arguments: given = [], environment = {}, directory = await makeFolder() } = options
  const { oauth, apiUrl } = sandbox.kick
  const program = spawn(
    process.execPath,
    ['--import', path('run-on-sandbox.ts'), path(`../../examples/${name}.ts`), ...given],
    {
      cwd: directory,
      env: {
        ...process.env,
        SANDBOX_API: apiUrl,
        SANDBOX_OAUTH: oauth.url,
        KICK_CLIENT_ID: oauth.clientId,
        KICK_CLIENT_SECRET: oauth.clientSecret,
        PORT: '0',
        ...environment,
      },
    },
  )
  onTestFinished(() => void program.kill('SIGKILL'))
  let output = ''
  const watchers = new Set<() => void>()
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      for (const watch of watchers) watch()
    })
  }
  const ended = new Promise<number | null>((resolve) => program.once('close', resolve))

  return {
    output: () => output,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const match = pattern.exec(output)
          if (match === null) return
          watchers.delete(watch)
          resolve(match)
        }
        watchers.add(watch)
        watch()
        void ended.then(() => reject(new TypeError(`${name} ended before it printed ${pattern}: ${output}`)))
      }),
    ended,
    kill: (signal) => void program.kill(signal),
  }
}
