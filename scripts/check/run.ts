import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Outcome {
  readonly ok: boolean
  /** What the program wrote, to both streams, as it came. */
  readonly output: string
}

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a program to its end; the tools of `cwd`'s `node_modules/.bin` come first on its PATH. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: RunOptions,
): Promise<Outcome> {
  const path = [join(cwd, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter)
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', PATH: path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: `${program} did not start: ${error.message}` }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}

/** Runs pnpm: the one this was started by, or the one npx brings where nobody put any on the PATH. */
export async function runPnpm(args: readonly string[], options: RunOptions): Promise<Outcome> {
  const isThere = (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((directory) => existsSync(join(directory, 'pnpm')))
  return isThere ? run('pnpm', args, options) : run('npx', ['-y', 'pnpm@12', ...args], options)
}
