import { isChatError, type ChatErrorCode } from '../error.js'
import type { ArchiveStore, ClaimResult, ClaimStore } from '../store.js'
import type { Entry } from './entry.js'
import type { Pipeline, PipelineOwner } from './pipeline.js'
import { persist, type Persistence } from './persist.js'

/** How long a claim lasts that is not renewed, in milliseconds: so long a crash delays what was under way. */
const leaseMs = 30_000

/** How many events may wait to be claimed before sources are told to wait. */
const mostWaiting = 1_000

/** By which codes an archive says that it will never take what it was given. */
const refusals: ReadonlySet<ChatErrorCode> = new Set(['invalid', 'too_long'])

/** What a store pipeline works with. */
export interface StorePipelineParts {
  readonly claims: ClaimStore | undefined
  readonly archive: ArchiveStore | undefined
  /** Names this hub among all that share the store. */
  readonly ownerId: string
  /** For how long it is remembered what was handled, in milliseconds. */
  readonly rememberMs: number
  readonly persistence: Persistence
}

/**
 * Claim, handle, commit, in this order. Claims are asked for in batches, in the order of arrival, and renewed while
 * handlers run; an event is archived and committed when all its readers are done with it.
 */
export class StorePipeline implements Pipeline {
  readonly #parts: StorePipelineParts
  readonly #owner: PipelineOwner
  readonly #waiting: Entry[] = []
  readonly #finished: Entry[] = []
  /** Claimed and not committed. */
  readonly #held = new Set<Entry>()
  /** Held by another process: asked for again later. */
  readonly #later = new Map<unknown, Entry>()
  #claiming: Promise<void> | undefined
  #committing: Promise<void> | undefined
  #renewal: unknown
  #isClosed = false

  constructor(parts: StorePipelineParts, owner: PipelineOwner) {
    this.#parts = parts
    this.#owner = owner
  }

  get isFull(): boolean {
    return this.#waiting.length >= mostWaiting
  }

  get inFlight(): number {
    return this.#waiting.length + this.#held.size + this.#later.size
  }

  enter(entry: Entry): void {
    this.#waiting.push(entry)
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined
    })
  }

  finish(entry: Entry): void {
    this.#finished.push(entry)
    this.#committing ??= this.#commitAll().finally(() => {
      this.#committing = undefined
    })
  }

  async flush(): Promise<void> {
    while (this.#claiming !== undefined || this.#committing !== undefined) {
      // oxlint-disable-next-line no-await-in-loop -- one may start the other
      await Promise.all([this.#claiming, this.#committing])
    }
  }

  close(): void {
    this.#isClosed = true
    const { clock } = this.#parts.persistence
    for (const timer of this.#later.keys()) clock.clearTimeout(timer)
    if (this.#renewal !== undefined) clock.clearTimeout(this.#renewal)
  }

  async #claimAll(): Promise<void> {
    // One turn of the microtask queue, so that what arrives together is claimed together.
    await Promise.resolve()
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const batch = this.#waiting.slice()
      // oxlint-disable-next-line no-await-in-loop -- one batch after the other, so that order is kept
      const results = await this.#claim(batch)
      if (results === undefined) return
      this.#waiting.splice(0, batch.length)
      let next = 0
      for (const entry of batch) {
        this.#sort(entry, entry.key === undefined ? 'claimed' : (results[next] ?? 'held'))
        if (entry.key !== undefined) next += 1
      }
    }
  }

  async #claim(batch: readonly Entry[]): Promise<readonly ClaimResult[] | undefined> {
    const { claims, ownerId, persistence } = this.#parts
    const keys = keysOf(batch)
    if (claims === undefined) return keys.map(() => 'claimed')
    return persist('claim events', persistence, () => claims.claim(keys, ownerId, leaseMs))
  }

  #sort(entry: Entry, result: ClaimResult): void {
    if (result === 'committed') this.#owner.wasHandled(entry)
    else if (result === 'held') this.#askLater(entry)
    else {
      if (entry.key !== undefined) this.#held.add(entry)
      this.#renewLater()
      this.#owner.publish(entry)
    }
  }

  #askLater(entry: Entry): void {
    if (this.#isClosed) return
    const timer = this.#parts.persistence.clock.setTimeout(() => {
      this.#later.delete(timer)
      this.enter(entry)
    }, leaseMs)
    this.#later.set(timer, entry)
  }

  async #commitAll(): Promise<void> {
    await Promise.resolve()
    const { archive, claims, ownerId, rememberMs, persistence } = this.#parts
    while (this.#finished.length > 0) {
      const batch = this.#finished.splice(0)
      const kept = batch.filter(({ hasFailed, key }) => !hasFailed && key !== undefined)
      const failed = batch.filter(({ hasFailed, key }) => hasFailed && key !== undefined)
      let tries = 0
      // oxlint-disable-next-line no-await-in-loop -- one batch after the other
      const isDone = await persist('keep what was handled', persistence, async () => {
        if (archive !== undefined && kept.length > 0) await this.#archive(archive, kept)
        const results =
          kept.length === 0 ? undefined : await claims?.commit(keysOf(kept), ownerId, rememberMs)
        // A second try finds committed what the first one did.
        const lost = tries === 0 ? (results?.filter((isOurs) => !isOurs).length ?? 0) : 0
        tries += 1
        if (lost > 0) this.#owner.lost(lost)
        if (failed.length > 0) await claims?.release(keysOf(failed), ownerId)
        return true
      })
      if (isDone === undefined) return
      for (const entry of batch) {
        this.#held.delete(entry)
        this.#owner.done(entry)
      }
    }
  }

  /** Keeps events; where they are refused as such, each by itself, so that one keeps no other from being kept. */
  async #archive(archive: ArchiveStore, entries: readonly Entry[]): Promise<void> {
    try {
      await archive.append(entries.map(({ key = '', event, receivedAt }) => ({ key, event, receivedAt })))
    } catch (cause) {
      if (!isChatError(cause) || !refusals.has(cause.code)) throw cause
      const [first, ...more] = entries
      if (first !== undefined && more.length === 0) this.#owner.refused(first, cause)
      else {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, in their order
        for (const entry of entries) await this.#archive(archive, [entry])
      }
    }
  }

  #renewLater(): void {
    const { claims, ownerId, persistence } = this.#parts
    const { clock } = persistence
    if (claims === undefined || this.#renewal !== undefined || this.#isClosed) return
    this.#renewal = clock.setTimeout(() => {
      this.#renewal = undefined
      if (this.#held.size === 0) return
      claims.renew(keysOf([...this.#held]), ownerId, leaseMs).catch((cause: unknown) => {
        persistence.failed('renew claims', cause)
      })
      this.#renewLater()
    }, leaseMs / 3)
  }
}

function keysOf(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ key }) => (key === undefined ? [] : [key]))
}
