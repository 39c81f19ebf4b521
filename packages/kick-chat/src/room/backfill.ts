import type { ChatEvent, GapEvent } from '@wireloom/chat-core'
import { untilAborted } from '../abort.js'
import { isKickError, kickError, type KickChatError } from '../errors.js'
import type { KickEvent } from '../event/kick-event.js'
import type { KickMessageEvent } from '../event/message.js'
import type { ReadBack } from './read-back.js'

/** How many events may wait for gaps to be filled; with one more, they are told as they are. */
const mostHeld = 1_000
/** How long they may wait, the time until it is this room's turn included. */
const mostWaitMs = 15_000

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
  readonly #waitMs: number
  /** Gaps to be filled and what came after them, in order; the first is a gap. */
  #waiting: ChatEvent<KickEvent>[] = []
  #running: AbortController | undefined
  #deadline: ReturnType<typeof setTimeout> | undefined

  /** @param waitMs how long events may wait */
  constructor(room: BackfillRoom, waitMs: number = mostWaitMs) {
    this.#room = room
    this.#waitMs = waitMs
  }

  /** Takes an event that has to wait. Returns false where nothing is being filled. */
  hold(event: ChatEvent<KickEvent>): boolean {
    if (this.#running === undefined) return false
    this.#waiting.push(event)
    if (this.#waiting.length > mostHeld) this.stop()
    return true
  }

  /** Fills a gap, or once it is its turn where another is being filled. */
  begin(gap: GapEvent): void {
    if (this.hold(gap)) return
    const running = new AbortController()
    this.#running = running
    this.#waiting.push(gap)
    this.#deadline = setTimeout(() => this.#giveUp(), this.#waitMs)
    void this.#run(running.signal)
  }

  /** Tells what is left of the gaps as it is, and lets everything go that was held. */
  stop(): void {
    this.#running?.abort()
    this.#rest()
    for (const event of this.#waiting.splice(0)) this.#room.deliver(event)
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let event = this.#waiting[0]; event !== undefined; event = this.#waiting[0]) {
      // oxlint-disable-next-line no-await-in-loop -- one gap after the other, so that order is kept
      const told = event.type === 'gap' ? await this.#fill(event, signal) : event
      if (signal.aborted) return
      this.#waiting.shift()
      this.#room.deliver(told)
    }
    if (!signal.aborted) this.#rest()
  }

  async #fill(gap: GapEvent, signal: AbortSignal): Promise<GapEvent> {
    try {
      const reading = this.#room.read(gap.fromMs ?? 0, signal)
      const { messages, isWhole } = await untilAborted(reading, 'the history', signal)
      let recovered = 0
      for (const message of messages) {
        // A handler of one of them may have left the room.
        if (signal.aborted) return gap
        if (this.#room.recover(message)) recovered += 1
      }
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

  #giveUp(): void {
    const message = `A gap was not filled within ${this.#waitMs} ms: it is told as it is, so that the chat goes on.`
    this.#room.failed(kickError('timeout', message))
    this.stop()
  }

  #rest(): void {
    this.#running = undefined
    clearTimeout(this.#deadline)
  }
}
