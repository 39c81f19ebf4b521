import { checkCount, checkMs } from '../check.js'
import type { ChatEvent } from '../event.js'
import type { BackfillFactory, GapFiller, GapFillerParts } from '../gap-filler.js'
import type { Room } from '../room.js'
import { Removals } from './removals.js'
import { RoomBackfill, type BackfillBounds } from './room-backfill.js'
import { Turns } from './turns.js'

/** How gaps are filled from the history. */
export interface BackfillOptions {
  /** At most so many messages for one gap. Default 500. */
  readonly maxMessages?: number
  /** At most so many pages for one gap. Default 3. */
  readonly maxPages?: number
  /** In how many rooms at once, so that a thousand do not ask at one moment. Default 2. */
  readonly concurrency?: number
  /**
   * How long one gap may take, in milliseconds: what came after it waits so long. With a history that does not answer the
   * gap is then told as it is. Default 30,000.
   */
  readonly timeoutMs?: number
}

const defaults = {
  maxMessages: 500,
  maxPages: 3,
  concurrency: 2,
  timeoutMs: 30_000,
} as const satisfies Required<BackfillOptions>

/**
 * Fills gaps from the history of a room, where it has one: what arrives meanwhile waits, what was missed is told first,
 * by `backfill`, and then the gap, with how much was recovered and whether that is all.
 *
 * @throws ChatError `invalid` for options that are none
 */
export function createBackfill(options: BackfillOptions = {}): BackfillFactory {
  const bounds = {
    maxMessages: checkCount('maxMessages', options.maxMessages ?? defaults.maxMessages),
    maxPages: checkCount('maxPages', options.maxPages ?? defaults.maxPages),
    timeoutMs: checkMs('timeoutMs', options.timeoutMs ?? defaults.timeoutMs),
  }
  const concurrency = checkCount('concurrency', options.concurrency ?? defaults.concurrency)
  return { open: (parts) => new Backfill(bounds, concurrency, parts) }
}

/** The gaps of all rooms. */
class Backfill implements GapFiller {
  readonly #parts: GapFillerParts
  readonly #bounds: BackfillBounds
  readonly #turns: Turns
  readonly #running = new Map<Room, RoomBackfill>()
  readonly #removals = new Map<Room, Removals>()

  constructor(bounds: BackfillBounds, concurrency: number, parts: GapFillerParts) {
    this.#bounds = bounds
    this.#turns = new Turns(concurrency)
    this.#parts = parts
  }

  get isIdle(): boolean {
    return this.#running.size === 0
  }

  detain(event: ChatEvent, room: Room, release: () => void): boolean {
    const running = this.#running.get(room)
    if (event.type !== 'gap' || event.complete === true || event.cause === 'overflow') {
      return running?.hold(event, release) ?? false
    }
    if (running === undefined && !room.can('history.read')) return false
    const backfill = running ?? this.#create(room)
    this.#running.set(room, backfill)
    backfill.begin(event)
    return true
  }

  observe(event: ChatEvent, room: Room): void {
    if (!Removals.is(event)) return
    const removals = this.#removals.get(room) ?? new Removals()
    this.#removals.set(room, removals)
    removals.add(event, this.#parts.clock.now())
  }

  sinceMs(room: Room): number | undefined {
    return this.#running.get(room)?.sinceMs
  }

  stop(): void {
    for (const backfill of this.#running.values()) backfill.stop()
  }

  #create(room: Room): RoomBackfill {
    const parts = this.#parts
    return new RoomBackfill(
      {
        clock: parts.clock,
        read: (query) => room.history(query),
        isKnown: (message) => parts.isKnown(message, room),
        recover: (message) => parts.accept({ type: 'message', message }, room),
        isGone: (message) => this.#removals.get(room)?.covers(message) === true,
        tellGone: ({ ref }) => parts.accept({ type: 'delete', target: ref, inferred: true }, room),
        tell: (gap) => parts.accept(gap, room),
        failed: (cause) => parts.failed(cause, room),
        inTurn: (action) => this.#turns.take(action),
        ended: () => this.#running.delete(room),
      },
      this.#bounds,
    )
  }
}
