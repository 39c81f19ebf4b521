import type { ChatEvent, GapEvent } from '@wireloom/chat-core'
import { isKickError, kickError, type KickChatError } from '../errors.js'
import type { KickEvent } from '../event/kick-event.js'
import type { KickMessageEvent } from '../event/message.js'
import type { ReadBack } from './read-back.js'

/** How many events may wait for a gap to be filled; with one more, it is told as it is. */
const mostHeld = 1_000

/** What a backfill needs of its room. */
export interface BackfillRoom {
  /** Asks the history for what was said since then. */
  read(sinceMs: number, signal: AbortSignal): Promise<ReadBack>
  /** Hands out a message that was read back. Returns whether it was new. */
  recover(message: KickMessageEvent): boolean
  deliver(event: ChatEvent<KickEvent>): void
  failed(error: KickChatError): void
}

/**
 * Fills gaps from a history. What happens meanwhile is held, so that messages keep their order; a gap is told after
 * what was recovered of it, and before what came after it.
 */
export class Backfill {
  readonly #room: BackfillRoom
  #gaps: GapEvent[] = []
  #held: ChatEvent<KickEvent>[] = []
  #running: AbortController | undefined

  constructor(room: BackfillRoom) {
    this.#room = room
  }

  /** Takes an event that has to wait. Returns false where nothing is being filled. */
  hold(event: ChatEvent<KickEvent>): boolean {
    if (this.#running === undefined) return false
    this.#held.push(event)
    if (this.#held.length > mostHeld) this.stop()
    return true
  }

  /** Fills a gap, or the next one once the one before it is filled. */
  begin(gap: GapEvent): void {
    this.#gaps.push(gap)
    if (this.#running !== undefined) return
    const running = new AbortController()
    this.#running = running
    void this.#run(running.signal)
  }

  /** Tells what is left of the gaps as it is, and lets everything go that was held. */
  stop(): void {
    if (this.#running === undefined) return
    this.#running.abort()
    this.#running = undefined
    for (const gap of this.#gaps.splice(0)) this.#room.deliver(gap)
    for (const event of this.#held.splice(0)) this.#room.deliver(event)
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let gap = this.#gaps[0]; gap !== undefined; gap = this.#gaps[0]) {
      // oxlint-disable-next-line no-await-in-loop -- one gap after the other, so that order is kept
      const filled = await this.#fill(gap, signal)
      if (signal.aborted) return
      this.#gaps.shift()
      this.#room.deliver(filled)
    }
    this.stop()
  }

  async #fill(gap: GapEvent, signal: AbortSignal): Promise<GapEvent> {
    try {
      const { messages, isWhole } = await this.#room.read(gap.fromMs ?? 0, signal)
      if (signal.aborted) return gap
      const recovered = messages.filter((message) => this.#room.recover(message)).length
      // Kick's history leaves out what was deleted, and at times more: whole is as far as anybody can tell.
      return { ...gap, recovered, complete: isWhole ? 'unknown' : false }
    } catch (error) {
      if (!signal.aborted) {
        const known = isKickError(error)
        this.#room.failed(
          known ? error : kickError('handler_failed', 'The history failed.', { cause: error }),
        )
      }
      return gap
    }
  }
}
