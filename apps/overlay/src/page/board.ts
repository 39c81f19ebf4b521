import type { OverlayEvent, ShownMessage } from './message.ts'
import { Pace } from './pace.ts'
import { RecentSet } from './recent-set.ts'

/** What is to be done on the screen. */
export type Change =
  | { readonly type: 'add' | 'replace'; readonly message: ShownMessage }
  | { readonly type: 'remove'; readonly key: string }
  | { readonly type: 'gap'; readonly lost: number | undefined }
  /** So many were not shown, since nobody could have read them. */
  | { readonly type: 'skipped'; readonly count: number }

/** How a board is. */
export interface BoardOptions {
  /** How many messages are on it at once. */
  readonly max: number
  /** How many come to it in a second, but for those of people with a say. */
  readonly rate: number
}

/** How many are remembered that came, were deleted, or may not write. */
const remembered = 2_000

/**
 * What is on the screen, and what becomes of it. Whatever was deleted, cleared, or written by somebody who was banned goes,
 * from what waits and from quotes too, and does not come back late.
 */
export class Board {
  readonly #max: number
  readonly #pace: Pace
  /** How many wait at most: a second's worth. */
  readonly #mostWaiting: number
  readonly #shown = new Map<string, ShownMessage>()
  #waiting: ShownMessage[] = []
  readonly #known = new RecentSet(remembered)
  readonly #gone = new RecentSet(remembered)
  readonly #silencedUntilMs = new Map<string, number>()
  readonly #clearedAtMs = new Map<string, number>()

  constructor({ max, rate }: BoardOptions) {
    this.#max = max
    this.#pace = new Pace(rate, Math.max(1, rate * 2))
    this.#mostWaiting = Math.max(1, Math.round(rate))
  }

  /** Whether something waits for its turn; `flush` brings it. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** Takes what happened, in order. @returns what is to be done, in order */
  apply(events: readonly OverlayEvent[], nowMs: number): readonly Change[] {
    return [...events.flatMap((event) => this.#take(event, nowMs)), ...this.flush(nowMs)]
  }

  /** Brings on what waits, as far as its turn has come. */
  flush(nowMs: number): readonly Change[] {
    const ordinary = this.#waiting.filter(({ hasSay }) => !hasSay)
    const turns = this.#pace.available(nowMs)
    // The oldest go: what is talked about is in the newest.
    const skipped = ordinary.slice(0, Math.max(0, ordinary.length - turns - this.#mostWaiting))
    const coming = ordinary.slice(skipped.length, skipped.length + turns)
    const isDue = new Set(coming)
    const isSkipped = new Set(skipped)
    this.#pace.take(coming.length)
    const changes = this.#waiting
      .filter((message) => message.hasSay || isDue.has(message))
      .flatMap((message) => this.#show(message))
    this.#waiting = ordinary.filter((message) => !isDue.has(message) && !isSkipped.has(message))
    return skipped.length === 0 ? changes : [...changes, { type: 'skipped', count: skipped.length }]
  }

  /** Says that a message has left the screen by itself. */
  forget(key: string): void {
    this.#shown.delete(key)
  }

  #take(event: OverlayEvent, nowMs: number): readonly Change[] {
    switch (event.type) {
      case 'message':
        if (this.#isWanted(event, nowMs)) this.#waiting.push(this.#withoutLostQuote(event.message, nowMs))
        return []
      case 'edit':
        return this.#edit(this.#withoutLostQuote(event.message, nowMs))
      case 'delete':
        this.#gone.add(event.key)
        return this.#removeWhere(
          ({ key }) => key === event.key,
          ({ reply }) => reply?.key === event.key,
        )
      case 'clear':
        this.#clearedAtMs.set(event.roomKey, event.atMs)
        return this.#removeWhere(({ roomKey }) => roomKey === event.roomKey)
      case 'restrict': {
        const { authorKey, untilMs } = event
        this.#silencedUntilMs.set(authorKey, untilMs)
        if (!this.#isSilenced(authorKey, nowMs)) return []
        return this.#removeWhere(
          (message) => message.authorKey === authorKey,
          ({ reply }) => reply?.authorKey === authorKey,
        )
      }
      case 'gap':
        return [{ type: 'gap', lost: event.lost }]
      case 'status':
        return []
    }
  }

  #isWanted({ atMs, isLate, message }: OverlayEvent & { readonly type: 'message' }, nowMs: number): boolean {
    const { authorKey, key, roomKey, sentAtMs } = message
    if (this.#known.has(key)) return false
    this.#known.add(key)
    if (this.#gone.has(key) || this.#isSilenced(authorKey, nowMs)) return false
    // Clocks differ; what came late and was written before the room was cleared is among what was cleared.
    const clearedAtMs = this.#clearedAtMs.get(roomKey) ?? -Infinity
    return !(isLate && sentAtMs < clearedAtMs && clearedAtMs <= atMs)
  }

  #isSilenced(authorKey: string, nowMs: number): boolean {
    return (this.#silencedUntilMs.get(authorKey) ?? 0) > nowMs
  }

  /** What was deleted, or is of somebody who was banned, is not to be read in a quote either. */
  #withoutLostQuote(message: ShownMessage, nowMs: number): ShownMessage {
    const { reply } = message
    if (reply === undefined) return message
    const isSilenced = reply.authorKey !== undefined && this.#isSilenced(reply.authorKey, nowMs)
    return this.#gone.has(reply.key) || isSilenced ? { ...message, reply: undefined } : message
  }

  #edit(message: ShownMessage): readonly Change[] {
    this.#waiting = this.#waiting.map((other) => (other.key === message.key ? message : other))
    if (!this.#shown.has(message.key)) return []
    this.#shown.set(message.key, message)
    return [{ type: 'replace', message }]
  }

  #show(message: ShownMessage): readonly Change[] {
    this.#shown.set(message.key, message)
    const changes: Change[] = [{ type: 'add', message }]
    for (const key of this.#shown.keys()) {
      if (this.#shown.size <= this.#max) break
      this.#shown.delete(key)
      changes.push({ type: 'remove', key })
    }
    return changes
  }

  #removeWhere(
    isGone: (message: ShownMessage) => boolean,
    quotesIt: (message: ShownMessage) => boolean = () => false,
  ): readonly Change[] {
    this.#waiting = this.#waiting
      .filter((message) => !isGone(message))
      .map((message) => (quotesIt(message) ? { ...message, reply: undefined } : message))
    return [...this.#shown.values()].flatMap((message): Change[] => {
      if (isGone(message)) {
        this.#shown.delete(message.key)
        this.#gone.add(message.key)
        return [{ type: 'remove', key: message.key }]
      }
      if (!quotesIt(message)) return []
      const mended = { ...message, reply: undefined }
      this.#shown.set(message.key, mended)
      return [{ type: 'replace', message: mended }]
    })
  }
}
