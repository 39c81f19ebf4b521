import type { Clock } from '../clock.js'
import { sleep } from '../delivery/persist.js'
import { ChatError, isChatError } from '../error.js'
import type { StatusState } from '../event.js'
import type { Cursor } from '../history.js'
import type { SourceReport } from '../hub.js'
import type { RoomRef } from '../room-ref.js'
import type { Arrival, Sink, Source } from '../source.js'

const firstDelayMs = 1_000
const longestDelayMs = 60_000

/** How long a source may take to end once it was told to, in milliseconds. */
const mostEndingMs = 10_000

/** What a run of a source needs of its hub. */
export interface SourceRunOwner {
  readonly clock: Clock
  readonly random: () => number
  offer(run: SourceRun, arrivals: readonly Arrival[]): 'ok' | 'full'
  /** Resolves when there may be room again. */
  room(signal: AbortSignal): Promise<void>
  cursor(source: Source, room: RoomRef): Promise<Cursor | undefined>
  rooms(): readonly RoomRef[]
  /** It ended by itself; with an error it is started again if that is retryable. */
  stopped(run: SourceRun, error: ChatError | undefined): void
  /** It was told to stop and does not end. */
  stuck(run: SourceRun): void
  /** It runs again after it failed: nothing was received since then. */
  resumed(run: SourceRun, sinceMs: number, rooms: readonly RoomRef[]): void
  /** It was run again for other rooms; these are among them as before. */
  renewed(run: SourceRun, rooms: readonly RoomRef[]): void
}

/** Keeps one source running: starts it, starts it again after a failure or for other rooms, and stops it. */
export class SourceRun {
  readonly source: Source
  state: StatusState = 'connecting'
  lastArrivalAtMs: number | undefined
  /** When it last said that it is alive. */
  lastSignAtMs: number | undefined
  #startedAtMs = 0
  readonly #owner: SourceRunOwner
  readonly #stop = new AbortController()
  #current = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #isOver = false

  constructor(source: Source, owner: SourceRunOwner) {
    this.source = source
    this.#owner = owner
  }

  start(): void {
    this.#startedAtMs = this.#owner.clock.now()
    this.#running = this.#run()
  }

  /** Rooms were joined or left. */
  async update(): Promise<void> {
    if (this.#stop.signal.aborted) return
    if (this.source.update === undefined) this.#current.abort()
    else await this.source.update(this.#owner.rooms())
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#current.abort()
    const over = new AbortController()
    let hasEnded = false
    const ended = this.#running.then(() => (hasEnded = true))
    await Promise.race([ended, sleep(mostEndingMs, this.#owner.clock, over.signal)])
    over.abort()
    if (!hasEnded && !this.#isOver) this.#owner.stuck(this)
    this.#isOver = true
    this.state = 'closed'
  }

  report(): SourceReport {
    const { lastArrivalAtMs, lastSignAtMs, source, state } = this
    const lastMs = Math.max(lastArrivalAtMs ?? this.#startedAtMs, lastSignAtMs ?? 0)
    return {
      via: source.via,
      state,
      pausable: source.pausable,
      ...(lastArrivalAtMs !== undefined && { lastArrivalAtMs }),
      ...(lastSignAtMs !== undefined && { lastSignAtMs }),
      silentForMs: this.#owner.clock.now() - lastMs,
    }
  }

  async #run(): Promise<void> {
    const { clock, random } = this.#owner
    let failures = 0
    let failedAtMs: number | undefined
    let before: readonly RoomRef[] = []
    while (!this.#stop.signal.aborted) {
      this.#current = new AbortController()
      const { signal } = this.#current
      const startedAtMs = clock.now()
      const rooms = this.#owner.rooms()
      if (failedAtMs !== undefined) this.#owner.resumed(this, failedAtMs, rooms)
      else if (before.length > 0) this.#owner.renewed(this, both(before, rooms))
      failedAtMs = undefined
      before = rooms
      // oxlint-disable-next-line no-await-in-loop -- run after run
      const error = await this.#runOnce(rooms, signal)
      if (this.#stop.signal.aborted) return
      // Told to end, for other rooms to be run with: how it ended, and many reject then, says nothing.
      if (signal.aborted) continue
      this.state = error?.retryable === true ? 'degraded' : 'closed'
      this.#owner.stopped(this, error)
      if (error?.retryable !== true) return
      failedAtMs = clock.now()
      failures = failedAtMs - startedAtMs > longestDelayMs ? 1 : failures + 1
      const longestMs = Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs)
      // Anywhere up to the longest wait, so that many hubs do not come back at one moment.
      // oxlint-disable-next-line no-await-in-loop -- between runs
      await sleep(Math.max(error.retryAfterMs ?? 0, longestMs * random()), clock, this.#stop.signal)
    }
  }

  async #runOnce(rooms: readonly RoomRef[], signal: AbortSignal): Promise<ChatError | undefined> {
    const owner = this.#owner
    const sink: Sink = {
      signal,
      // What comes when all is over is not taken: whoever took it would be the last to know of it.
      offer: (arrivals) => (this.#isOver ? 'full' : owner.offer(this, arrivals)),
      ready: () => owner.room(signal),
      alive: () => {
        this.lastSignAtMs = owner.clock.now()
      },
      cursor: (room) => owner.cursor(this.source, room),
    }
    try {
      await this.source.run(rooms, sink)
      return undefined
    } catch (error) {
      if (isChatError(error)) return error
      return new ChatError('unavailable', `The ${this.source.via} source failed; it is started again.`, {
        cause: error,
      })
    }
  }
}

/** Rooms of both lists. They are references of the hub's own: the same object for the same room. */
function both(some: readonly RoomRef[], others: readonly RoomRef[]): readonly RoomRef[] {
  const set = new Set(others)
  return some.filter((room) => set.has(room))
}
