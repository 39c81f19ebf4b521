import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { marks, type Plan, type WorkerReport } from './plan.ts'
import { SoakError } from './soak-error.ts'

const path = fileURLToPath(new URL('worker.ts', import.meta.url))

/** How long a worker may take for anything, in milliseconds. */
const patienceMs = 60_000

/** One life of the bot. */
export class WorkerProcess {
  readonly #child: ChildProcess
  readonly #told: WorkerReport[] = []
  readonly #exited: Promise<unknown>
  #stderr = ''

  constructor(plan: Plan) {
    this.#child = fork(path, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: ['--no-warnings'] })
    this.#child.on('message', (report) => this.#told.push(report as WorkerReport))
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#stderr = (this.#stderr + data.toString()).slice(-4_000)
    })
    this.#exited = once(this.#child, 'exit')
    this.#child.send(plan)
  }

  /** Waits until it hears both platforms. */
  live(): Promise<void> {
    return this.#until('hears both platforms', () => this.#told.some(({ type }) => type === 'live'))
  }

  /** Whether it handled the last words of a place. */
  hasEnded(place: number): boolean {
    return this.#told.some(
      ({ type, text = '' }: { type: string; text?: string }) =>
        type === 'ended' && text.startsWith(`${marks.end}${place} `),
    )
  }

  /** Waits until it handled the last words of so many places. */
  ended(places: number): Promise<void> {
    const all = Array.from({ length: places }, (_, place) => place)
    return this.#until('heard the end of all stories', () => all.every((place) => this.hasEnded(place)))
  }

  /** Ends it without a word of warning. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<void> {
    this.#child.send('stop')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs)
    await this.#exited
    clearTimeout(timer)
    if (this.#child.exitCode !== 0) throw this.#failure('did not end well')
  }

  async #until(what: string, isSo: () => boolean): Promise<void> {
    const untilMs = Date.now() + patienceMs
    while (!isSo()) {
      const failed = this.#told.find((report) => report.type === 'failed')
      if (failed !== undefined) throw this.#failure(failed.message)
      if (this.#child.exitCode !== null || Date.now() > untilMs) throw this.#failure(`never ${what}`)
      // oxlint-disable-next-line no-await-in-loop -- until it is so
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  #failure(what: string): SoakError {
    return new SoakError(`The worker ${what}. It said last: ${this.#stderr}`)
  }
}
