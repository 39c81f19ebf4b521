import type { Clock } from '../clock.js'
import type { ChatEvent, GapEvent } from '../event.js'
import type { HistoryPage, HistoryQuery } from '../history.js'
import type { Message } from '../message.js'
import { sleep } from '../delivery/persist.js'
import { isChatError } from '../error.js'
import { inTime } from './in-time.js'

/** How many events of a room may wait for a gap to be filled; with one more, the gap is told as it is. */
const mostHeld = 1_000

/** How much further back than the gap is read: clocks differ. */
const overlapMs = 5_000

/** How long is waited before a page that failed in passing is asked for again, in milliseconds; then it is given up on. */
const retryDelaysMs = [500, 2_000] as const

/** What filling a gap needs of the hub. */
export interface BackfillRoom {
  readonly clock: Clock
  read(query: HistoryQuery): Promise<HistoryPage>
  /** Whether a message was heard before. */
  isKnown(message: Message): boolean
  /** Hands out a message that was read back. */
  recover(message: Message): void
  /** Whether a message was taken away after it was said, by what was told already. */
  isGone(message: Message): boolean
  /** Tells that a message is gone. */
  tellGone(message: Message): void
  /** Tells a gap, filled as far as it could be. */
  tell(gap: GapEvent): void
  failed(error: unknown): void
  /** Runs when it is this room's turn, so that a thousand rooms do not ask at one moment. */
  inTurn(action: () => Promise<void>): Promise<void>
  /** Everything that waited was handed out. */
  ended(): void
}

/** How far back is read. */
export interface BackfillBounds {
  readonly maxMessages: number
  readonly maxPages: number
  readonly timeoutMs: number
}

/**
 * Fills the gaps of one room from its history. What arrives meanwhile waits, so that order is kept; a gap is told
 * after what was recovered of it, and before what came after it.
 */
export class RoomBackfill {
  readonly #room: BackfillRoom
  readonly #bounds: BackfillBounds
  readonly #gaps: GapEvent[] = []
  readonly #held: (() => void)[] = []
  /** The ids of messages that came by themselves meanwhile, and are handed out with what waits. */
  readonly #heldIds = new Set<string>()
  #running: AbortController | undefined
  #sinceMs: number | undefined

  constructor(room: BackfillRoom, bounds: BackfillBounds) {
    this.#room = room
    this.#bounds = bounds
  }

  /** From when on something is missing: the start of the first of the gaps, until all that waited was handed out. */
  get sinceMs(): number | undefined {
    return this.#sinceMs
  }

  /**
   * Keeps an event back while a gap is being filled.
   *
   * @param release hands it out
   * @returns false where nothing is being filled
   */
  hold(event: ChatEvent, release: () => void): boolean {
    if (this.#running === undefined) return false
    this.#held.push(release)
    if (event.type === 'message') this.#heldIds.add(event.message.ref.id)
    if (this.#held.length > mostHeld) this.stop()
    return true
  }

  /** Fills a gap, after those before it. */
  begin(gap: GapEvent): void {
    this.#gaps.push(gap)
    if (gap.fromMs !== undefined) this.#sinceMs = Math.min(this.#sinceMs ?? Infinity, gap.fromMs)
    if (this.#running !== undefined) return
    const running = new AbortController()
    this.#running = running
    void this.#room.inTurn(() => this.#run(running.signal))
  }

  /** Tells what is left of the gaps as it is, and lets everything go that waited. */
  stop(): void {
    this.#running?.abort()
    this.#running = undefined
    for (const gap of this.#gaps.splice(0)) this.#room.tell(gap)
    for (const release of this.#held.splice(0)) release()
    this.#heldIds.clear()
    this.#sinceMs = undefined
    this.#room.ended()
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let gap = this.#gaps[0]; gap !== undefined && !signal.aborted; gap = this.#gaps[0]) {
      // oxlint-disable-next-line no-await-in-loop -- one gap after the other, so that order is kept
      const filled = await this.#fill(gap, signal)
      if (signal.aborted) return
      this.#gaps.shift()
      this.#room.tell(filled)
    }
    if (!signal.aborted) this.stop()
  }

  async #fill(gap: GapEvent, signal: AbortSignal): Promise<GapEvent> {
    const { clock } = this.#room
    const { timeoutMs } = this.#bounds
    const failure = `The history of ${gap.room.room} did not answer within ${timeoutMs} ms; a gap is told as it is.`
    try {
      const { messages, isWhole } = await inTime(clock, timeoutMs, signal, failure, (reading) =>
        this.#readBack(gap, reading),
      )
      if (signal.aborted) return gap
      // What came by itself meanwhile was not lost, and is not recovered.
      const missed = messages.filter(({ ref }) => !this.#heldIds.has(ref.id))
      for (const message of missed) this.#room.recover(message)
      for (const message of missed) if (this.#room.isGone(message)) this.#room.tellGone(message)
      const complete = isWhole === true && gap.complete === 'unknown' ? 'unknown' : isWhole
      return { ...gap, recovered: gap.recovered + missed.length, complete }
    } catch (error) {
      if (!signal.aborted) this.#room.failed(error)
      return gap
    }
  }

  /** Pages back to the beginning of the gap, or to a message that was heard. Oldest first. */
  async #readBack(
    { fromMs }: GapEvent,
    signal: AbortSignal,
  ): Promise<{ readonly messages: readonly Message[]; readonly isWhole: boolean | 'unknown' }> {
    const { maxMessages, maxPages } = this.#bounds
    const sinceMs = fromMs === undefined ? undefined : fromMs - overlapMs
    const found: Message[] = []
    const ids = new Set<string>()
    const isFresh = (message: Message): boolean => {
      const { id } = message.ref
      // Pages may overlap: what is read twice was recovered once.
      if (ids.has(id) || this.#room.isKnown(message)) return false
      ids.add(id)
      return true
    }
    let isWhole: boolean | 'unknown' = true
    let before: string | undefined
    for (let pages = 0; pages < maxPages && found.length < maxMessages; pages += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one page leads to the next
      const page = await readPage(this.#room, {
        signal,
        ...(sinceMs !== undefined && { sinceMs }),
        ...(before !== undefined && { before }),
      })
      if (page.complete !== true) isWhole = isWhole === false ? false : page.complete
      const fresh = page.messages.filter((message) => isFresh(message))
      found.unshift(...fresh.filter(({ sentAt }) => sinceMs === undefined || sentAt >= sinceMs))
      const oldest = page.messages[0]
      const isPast = oldest !== undefined && sinceMs !== undefined && oldest.sentAt < sinceMs
      const hasMet = oldest !== undefined && this.#room.isKnown(oldest)
      if (page.before === undefined || page.before === before || isPast || hasMet) {
        const messages = found.slice(-maxMessages)
        return { messages, isWhole: messages.length < found.length ? false : isWhole }
      }
      before = page.before
    }
    return { messages: found.slice(-maxMessages), isWhole: false }
  }
}

/** One page; what fails in passing is asked for again. */
async function readPage(
  room: BackfillRoom,
  query: HistoryQuery & { readonly signal: AbortSignal },
): Promise<HistoryPage> {
  for (const delayMs of retryDelaysMs) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- try after try
      return await room.read(query)
    } catch (error) {
      if (!isChatError(error) || !error.retryable || query.signal.aborted) throw error
      // oxlint-disable-next-line no-await-in-loop
      await sleep(error.retryAfterMs ?? delayMs, room.clock, query.signal)
    }
  }
  return room.read(query)
}
