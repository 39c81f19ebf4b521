import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** A program of `test/support` in a process of its own, which reads what is built. It is ended after the test. */
export function start(
  program: string,
  ...args: readonly string[]
): {
  readonly child: ChildProcessWithoutNullStreams
  /** The next line it prints; undefined after the last. */
  readonly line: () => Promise<string | undefined>
  readonly kill: () => Promise<void>
} {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), ...args])
  child.stderr.pipe(process.stderr)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'exit')
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return {
    child,
    kill,
    line: async () => {
      const next = await lines.next()
      return next.done === true ? undefined : next.value
    },
  }
}
