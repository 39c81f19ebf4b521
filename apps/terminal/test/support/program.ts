import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'

const app = join(import.meta.dirname, '../..')

/** The node that the repository brings. */
export const node: string = join(app, '../../node_modules/.bin/node')

/** The program itself. */
export const main: string = join(app, 'src/main.ts')

/** The program, quick to try again. */
export const fastMain: string = join(app, 'test/support/run-fast.ts')

export interface Ending {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Program {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  /** What it printed so far. */
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<Ending>
  /** Settles when the output so far satisfies, which is looked at whenever there is more of it. */
  readonly until: (isEnough: (stdout: string) => boolean) => Promise<void>
}

export interface StartOptions {
  readonly file?: string
  readonly env?: Readonly<Record<string, string>>
  /** Whether the output is read at all; otherwise it fills up. Default true. */
  readonly reads?: boolean
}

/** Starts the program; it is gone when the test has finished. */
export function start(args: readonly string[], options: StartOptions = {}): Program {
  const { file = main, env = {}, reads = true } = options
  const child = spawn(node, [file, ...args], {
    env: { PATH: '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  let heard: () => void = () => undefined
  const hear = (): void => {
    child.stdout.on('data', (chunk: string) => {
      stdout += chunk
      heard()
    })
  }
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  if (reads) hear()
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended: new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr }))
    }),
    until: async (isEnough) => {
      if (!reads && child.stdout.listenerCount('data') === 0) hear()
      await new Promise<void>((resolve, reject) => {
        heard = () => {
          if (isEnough(stdout)) resolve()
        }
        child.on('close', () => reject(new TypeError(`it ended before; it said: ${stderr}${stdout}`)))
        heard()
      })
    },
  }
}

/** Runs the program to its end. */
export async function runToEnd(args: readonly string[], options?: StartOptions): Promise<Ending> {
  return start(args, options).ended
}
