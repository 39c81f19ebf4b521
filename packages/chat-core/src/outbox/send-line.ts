import type { Clock } from '../clock.js'
import type { RateLimit } from '../capability.js'
import type { SendPriority } from '../outgoing.js'
import type { Job } from './job.js'
import { TokenBucket } from './token-bucket.js'

const priorities: readonly SendPriority[] = ['moderation', 'reply', 'chatter']

/** How often may be sent, where that is limited. */
export interface SendRates {
  readonly room: RateLimit | undefined
  readonly account: RateLimit | undefined
}

/** What a line of sends needs of its outbox. */
export interface SendLineOwner {
  readonly clock: Clock
  /** It is this one's turn. Resolves when the next one of its room may go. */
  send(job: Job): Promise<void>
  /** Its turn did not come in time. */
  expired(job: Job): void
}

/** What waits for one room. */
interface RoomLine {
  readonly key: string
  readonly bucket: TokenBucket
  readonly waiting: Job[]
  isSending: boolean
  /** When it had its last turn, counted in turns of all rooms. */
  turn: number
}

/**
 * The sends of one account: those of more weight first, rooms in turn, one at a time of each room, and no faster than
 * the buckets of room and account allow.
 */
export class SendLine {
  readonly #owner: SendLineOwner
  readonly #account: TokenBucket
  readonly #rates: SendRates
  readonly #rooms = new Map<string, RoomLine>()
  #turns = 0
  #timer: unknown
  #isClosed = false

  constructor(rates: SendRates, owner: SendLineOwner) {
    this.#owner = owner
    this.#rates = rates
    this.#account = new TokenBucket(rates.account, owner.clock.now())
  }

  get waiting(): number {
    let count = 0
    for (const { waiting } of this.#rooms.values()) count += waiting.length
    return count
  }

  get sending(): number {
    return [...this.#rooms.values()].filter(({ isSending }) => isSending).length
  }

  add(roomKey: string, job: Job): void {
    this.#room(roomKey).waiting.push(job)
    this.#pump()
  }

  /** Puts a job back before the others of its weight. */
  putBack(roomKey: string, job: Job): void {
    this.#room(roomKey).waiting.unshift(job)
  }

  /** Looks again who may go. */
  goOn(): void {
    this.#pump()
  }

  /** Takes a job out that waits. */
  remove(roomKey: string, job: Job): boolean {
    const waiting = this.#rooms.get(roomKey)?.waiting ?? []
    const index = waiting.indexOf(job)
    if (index !== -1) waiting.splice(index, 1)
    return index !== -1
  }

  /** The platform said that a room is sent to too fast. */
  slowDown(roomKey: string, untilMs: number): void {
    this.#room(roomKey).bucket.slowDown(untilMs)
  }

  /** Nothing of the account goes for a while. */
  pause(untilMs: number): void {
    this.#account.close(untilMs)
  }

  /** Takes out all that waits, and sends no more. */
  close(): readonly Job[] {
    this.#isClosed = true
    if (this.#timer !== undefined) this.#owner.clock.clearTimeout(this.#timer)
    return [...this.#rooms.values()].flatMap(({ waiting }) => waiting.splice(0))
  }

  #room(key: string): RoomLine {
    let room = this.#rooms.get(key)
    if (room === undefined) {
      const bucket = new TokenBucket(this.#rates.room, this.#owner.clock.now())
      room = { key, bucket, waiting: [], isSending: false, turn: 0 }
      this.#rooms.set(key, room)
    }
    return room
  }

  #pump(): void {
    if (this.#isClosed) return
    const nowMs = this.#owner.clock.now()
    this.#expire(nowMs)
    while (this.#account.waitMs(nowMs) === 0) {
      const next = this.#next(nowMs)
      if (next === undefined) break
      this.#begin(next.room, next.job, nowMs)
    }
    this.#wake(nowMs)
  }

  #next(nowMs: number): { readonly room: RoomLine; readonly job: Job } | undefined {
    const rooms = [...this.#rooms.values()].filter(
      (room) => !room.isSending && room.waiting.length > 0 && room.bucket.waitMs(nowMs) === 0,
    )
    // What is sorted is a list of our own.
    // oxlint-disable-next-line unicorn/no-array-sort -- toSorted is younger than the runtimes this is built for
    rooms.sort((one, other) => one.turn - other.turn)
    for (const priority of priorities) {
      for (const room of rooms) {
        const job = room.waiting.find(({ item }) => item.priority === priority)
        if (job !== undefined) return { room, job }
      }
    }
    return undefined
  }

  #begin(room: RoomLine, job: Job, nowMs: number): void {
    room.waiting.splice(room.waiting.indexOf(job), 1)
    room.bucket.take(nowMs)
    this.#account.take(nowMs)
    this.#turns += 1
    room.turn = this.#turns
    room.isSending = true
    void this.#owner.send(job).finally(() => {
      room.isSending = false
      this.#pump()
    })
  }

  #expire(nowMs: number): void {
    for (const { waiting } of this.#rooms.values()) {
      for (const job of waiting.filter(({ item }) => item.deadlineAtMs <= nowMs)) {
        waiting.splice(waiting.indexOf(job), 1)
        this.#owner.expired(job)
      }
    }
  }

  /** Wakes when the next one may go, or the next deadline is over. */
  #wake(nowMs: number): void {
    const { clock } = this.#owner
    if (this.#timer !== undefined) clock.clearTimeout(this.#timer)
    this.#timer = undefined
    let wakeMs = Infinity
    for (const room of this.#rooms.values()) {
      for (const { item } of room.waiting) wakeMs = Math.min(wakeMs, item.deadlineAtMs - nowMs)
      if (room.isSending || room.waiting.length === 0) continue
      wakeMs = Math.min(wakeMs, Math.max(room.bucket.waitMs(nowMs), this.#account.waitMs(nowMs)))
    }
    if (wakeMs === Infinity) return
    this.#timer = clock.setTimeout(
      () => {
        this.#timer = undefined
        this.#pump()
      },
      Math.max(1, Math.ceil(wakeMs)),
    )
  }
}
