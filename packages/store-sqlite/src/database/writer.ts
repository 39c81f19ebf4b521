import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '@wireloom/chat-core'
import { isBusy } from '../errors.js'

/** What a writer needs of its surroundings. */
export interface WriterOptions {
  readonly connection: Pick<DatabaseSync, 'exec'>
  readonly clock: Clock
  /** How long a write waits for another process that holds the lock. */
  readonly lockTimeoutMs: number
}

interface Write {
  readonly sinceMs: number
  readonly run: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

interface Done {
  readonly write: Write
  readonly value: unknown
}

/** How long a batch goes on before the loop gets its turn, in milliseconds. The write that is under way is finished. */
const batchMs = 8

/** Between two looks at a lock that another process holds, in milliseconds. */
const shortestWaitMs = 2
const longestWaitMs = 20

/**
 * Writes in batches: what comes up in one turn of the loop goes into one transaction in the next, and each write settles
 * when that is on the disk. One that fails takes nothing with it but itself, unless it is the commit that fails.
 */
export class Writer {
  readonly #options: WriterOptions
  #queue: Write[] = []
  #isScheduled = false
  #whenIdle: (() => void)[] = []

  constructor(options: WriterOptions) {
    this.#options = options
  }

  /** @param run what to do, at one go; undone by the database alone, and then perhaps done again */
  write<Value>(run: () => Value): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      const sinceMs = this.#options.clock.now()
      this.#queue.push({ sinceMs, run, resolve: resolve as (value: unknown) => void, reject })
      this.#schedule()
    })
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    if (this.#queue.length === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve)
    })
  }

  #schedule(): void {
    if (this.#isScheduled || this.#queue.length === 0) return
    this.#isScheduled = true
    setImmediate(() => this.#runBatch())
  }

  #runBatch(): void {
    this.#isScheduled = false
    if (this.#begin()) this.#run()
    this.#schedule()
    if (this.#queue.length === 0) for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  #begin(): boolean {
    try {
      this.#options.connection.exec('begin immediate')
      return true
    } catch (error) {
      if (isBusy(error)) this.#waitForLock(error)
      else for (const write of this.#queue.splice(0)) write.reject(error)
      return false
    }
  }

  #waitForLock(error: unknown): void {
    const { clock, lockTimeoutMs } = this.#options
    const oldestMs = clock.now() - lockTimeoutMs
    for (const write of this.#queue) if (write.sinceMs <= oldestMs) write.reject(error)
    this.#queue = this.#queue.filter(({ sinceMs }) => sinceMs > oldestMs)
    if (this.#queue.length === 0) return
    this.#isScheduled = true
    // By chance, so that two who wait for each other do not come back at the same time for ever.
    const delayMs = shortestWaitMs + Math.random() * (longestWaitMs - shortestWaitMs)
    clock.setTimeout(() => this.#runBatch(), delayMs)
  }

  #run(): void {
    const { connection } = this.#options
    const untilMs = performance.now() + batchMs
    const done: Done[] = []
    try {
      for (let write = this.#queue.shift(); write !== undefined; write = this.#queue.shift()) {
        this.#runOne(write, done)
        if (performance.now() >= untilMs) break
      }
      connection.exec('commit')
    } catch (error) {
      this.#rollBack()
      for (const { write } of done) write.reject(error)
      return
    }
    for (const { write, value } of done) write.resolve(value)
  }

  #runOne(write: Write, done: Done[]): void {
    const { connection } = this.#options
    try {
      connection.exec('savepoint write')
      const value = write.run()
      connection.exec('release write')
      done.push({ write, value })
    } catch (error) {
      write.reject(error)
      try {
        connection.exec('rollback to write; release write')
      } catch {
        // A full or broken disk has ended the transaction. What was done before it is done again, without it.
        this.#queue.unshift(...done.splice(0).map((each) => each.write))
        throw error
      }
    }
  }

  #rollBack(): void {
    try {
      this.#options.connection.exec('rollback')
    } catch {
      // It is over already.
    }
  }
}
