import type { Clock } from '../clock.js'
import type { StatusState } from '../event.js'
import type { SourceKind } from '../source.js'
import type { KeyValueStore } from '../store.js'
import type { Watermark } from './watermark.js'

/** How often it is noted until when rooms were heard, in milliseconds: a crash makes a gap look so much longer. */
const noteMs = 5_000

/** How long a connection may be dead before its source knows, in milliseconds: what was heard before that was heard. */
const unnoticedMs = 180_000

const failure = 'The store could not keep until when rooms were heard.'

/** A source as far as this cares. */
export interface HeardSource {
  readonly source: { readonly via: SourceKind }
  readonly state: StatusState
  /** When it last said that it is alive, in milliseconds since 1970; undefined where it never says so. */
  readonly lastSignAtMs: number | undefined
}

/** A room as far as this cares. */
export interface HeardRoom {
  readonly key: string
  readonly watermark: Watermark
  /** When something of it last came, in milliseconds since 1970. */
  readonly heardAtMs: number | undefined
  /** From when on something is missing that is being read back, in milliseconds since 1970. */
  readonly gapSinceMs: number | undefined
}

/** What noting needs of its hub. */
export interface LastHeardParts {
  readonly clock: Clock
  /** The key of the account. */
  readonly account: string
  readonly run: HeardSource
  /** The rooms that the source is run for. */
  rooms(): readonly HeardRoom[]
  /** What an earlier process left is known: it is for the owner to {@link LastHeard.take} it. */
  found(): void
  /** The store could not be read or written. */
  failed(message: string, cause: unknown): void
}

/**
 * Until when a source that cannot go back heard each of its rooms, kept where a restart finds it: what was said since then
 * is missing, and nobody else would know. What came and was not handled, and gaps that were not told, would be missing
 * too.
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
  #isRead = false
  #endedAtMs: number | undefined

  constructor(kv: KeyValueStore, parts: LastHeardParts) {
    this.#kv = kv
    this.#name = `chat-core/heard/${parts.account}/${parts.run.source.via}`
    this.#parts = parts
  }

  /** Reads what an earlier process left, and begins to note. */
  async start(): Promise<void> {
    await this.#read()
    this.#noteLater()
    // From now on it is meant to be heard: that has to be known should this process end at once.
    void this.note()
  }

  /** Until when an earlier process heard a room; told once. */
  take({ key }: Pick<HeardRoom, 'key'>): number | undefined {
    const untilMs = this.#untold.get(key)
    this.#untold.delete(key)
    if (untilMs !== undefined) this.#untilMs.set(key, untilMs)
    return untilMs
  }

  /** The source is about to be stopped. */
  stop(): void {
    this.#endedAtMs ??= this.#surelyHeardAtMs()
    if (this.#timer !== undefined) this.#parts.clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Notes how things are. What an earlier process left is read first: a note would take its place. */
  async note(): Promise<void> {
    if (!this.#isRead) {
      const wasFound = await this.#read()
      if (!this.#isRead) return
      if (wasFound) this.#parts.found()
    }
    const surelyMs = this.#endedAtMs ?? this.#surelyHeardAtMs()
    const notes = new Map(this.#untold)
    for (const { gapSinceMs = Infinity, heardAtMs = 0, key, watermark } of this.#parts.rooms()) {
      if (this.#untold.has(key)) continue
      const heardMs = Math.max(this.#untilMs.get(key) ?? this.#parts.clock.now(), heardAtMs, surelyMs)
      this.#untilMs.set(key, heardMs)
      // What arrived and is not handled would be lost with this process.
      const missingMs = Math.min(watermark.sinceMs ?? Infinity, gapSinceMs)
      notes.set(key, Math.min(heardMs, missingMs))
    }
    try {
      await this.#kv.set(this.#name, JSON.stringify([...notes]))
    } catch (cause) {
      this.#parts.failed(failure, cause)
    }
  }

  /** @returns whether this call was the first to read it */
  async #read(): Promise<boolean> {
    try {
      const text = await this.#kv.get(this.#name)
      if (this.#isRead) return false
      this.#isRead = true
      for (const [key, untilMs] of parse(text)) this.#untold.set(key, untilMs)
    } catch (cause) {
      this.#parts.failed(failure, cause)
    }
    return this.#isRead
  }

  /** Until when it heard whatever there was to hear. A source that is not live misses things already. */
  #surelyHeardAtMs(): number {
    const { clock, run } = this.#parts
    return Math.max(run.lastSignAtMs ?? 0, run.state === 'live' ? clock.now() - unnoticedMs : 0)
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
