import type { Clock } from '../clock.js'
import type { StatusState } from '../event.js'
import type { SourceKind } from '../source.js'
import type { KeyValueStore } from '../store.js'
import type { Watermark } from './watermark.js'

/** How often it is noted until when rooms were heard, in milliseconds: a crash makes a gap look so much longer. */
const noteMs = 30_000

const failure = 'The store could not keep until when rooms were heard.'

/** A source as far as this cares. */
export interface HeardSource {
  readonly source: { readonly via: SourceKind }
  readonly state: StatusState
  readonly lastArrivalAtMs: number | undefined
}

/** A room as far as this cares. */
export interface HeardRoom {
  readonly key: string
  readonly watermark: Watermark
}

/** What noting needs of its hub. */
export interface LastHeardParts {
  readonly clock: Clock
  /** The key of the account. */
  readonly account: string
  readonly run: HeardSource
  /** The rooms that the source is run for. */
  rooms(): readonly HeardRoom[]
  /** The store could not be read or written. */
  failed(message: string, cause: unknown): void
}

/**
 * Until when a source that cannot go back heard each of its rooms, kept where a restart finds it: what was said since then
 * is missing, and nobody else would know.
 */
export class LastHeard {
  readonly #kv: KeyValueStore
  readonly #name: string
  readonly #parts: LastHeardParts
  /** By the keys of rooms, in milliseconds since 1970. */
  readonly #untilMs = new Map<string, number>()
  /** Those that an earlier process heard, and whose gap was not told yet. */
  readonly #untold = new Map<string, number>()
  #timer: unknown
  #endedAtMs: number | undefined

  constructor(kv: KeyValueStore, parts: LastHeardParts) {
    this.#kv = kv
    this.#name = `chat-core/heard/${parts.account}/${parts.run.source.via}`
    this.#parts = parts
  }

  /** Reads what an earlier process left, and begins to note. */
  async start(): Promise<void> {
    try {
      for (const [key, untilMs] of parse(await this.#kv.get(this.#name))) {
        this.#untilMs.set(key, untilMs)
        this.#untold.set(key, untilMs)
      }
    } catch (cause) {
      this.#parts.failed(failure, cause)
    }
    this.#noteLater()
  }

  /** Until when an earlier process heard a room; told once. */
  take({ key }: HeardRoom): number | undefined {
    const untilMs = this.#untold.get(key)
    this.#untold.delete(key)
    return untilMs
  }

  /** The source is about to be stopped. */
  stop(): void {
    this.#endedAtMs ??= this.#heardUntilMs()
    if (this.#timer !== undefined) this.#parts.clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Notes how things are. */
  async note(): Promise<void> {
    const heardUntilMs = this.#endedAtMs ?? this.#heardUntilMs()
    for (const { key, watermark } of heardUntilMs === undefined ? [] : this.#parts.rooms()) {
      // What arrived and is not handled would be lost with this process.
      this.#untilMs.set(key, Math.min(heardUntilMs ?? 0, watermark.oldestAt ?? Infinity))
    }
    try {
      await this.#kv.set(this.#name, JSON.stringify([...this.#untilMs]))
    } catch (cause) {
      this.#parts.failed(failure, cause)
    }
  }

  /** A source that is not live misses things already. */
  #heardUntilMs(): number | undefined {
    const { clock, run } = this.#parts
    return run.state === 'live' ? clock.now() : run.lastArrivalAtMs
  }

  #noteLater(): void {
    if (this.#endedAtMs !== undefined) return
    this.#timer = this.#parts.clock.setTimeout(() => {
      this.#noteLater()
      void this.note()
    }, noteMs)
  }
}

/** What was noted. What is no list of names and times was written by somebody else. */
function parse(text: string | undefined): readonly (readonly [string, number])[] {
  const list: unknown = text === undefined ? [] : JSON.parse(text)
  return Array.isArray(list) ? list.filter((each) => isNote(each)) : []
}

function isNote(value: unknown): value is readonly [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isFinite(value[1])
}
