import type { Entry } from '../delivery/entry.js'
import type { ChatEvent, GapEvent } from '../event.js'
import { roomKey, type RoomRef } from '../room-ref.js'

/** What one room lost. */
interface Loss {
  readonly room: RoomRef
  lost: number
  fromMs: number | undefined
  toMs: number | undefined
}

/** Events that a reader was too slow for, told as one gap for each room. */
export class Losses {
  readonly #byRoom = new Map<string, Loss>()
  #count = 0

  get isEmpty(): boolean {
    return this.#byRoom.size === 0
  }

  /** How many events are in it. */
  get count(): number {
    return this.#count
  }

  /** Counts a dropped event. */
  add({ event, room }: Entry): void {
    if (room !== undefined) this.#add(room.key, room.ref, event)
  }

  /** A gap that had to go too: what it covers is covered by the new one. */
  addGap(gap: GapEvent): void {
    this.#add(roomKey(gap.room), gap.room, gap)
  }

  /** Takes one room's gap out. */
  take(): GapEvent | undefined {
    for (const [key, { room, lost, fromMs, toMs }] of this.#byRoom) {
      this.#byRoom.delete(key)
      this.#count -= lost
      return {
        type: 'gap',
        room,
        cause: 'overflow',
        lost,
        recovered: 0,
        complete: false,
        ...(fromMs !== undefined && { fromMs }),
        ...(toMs !== undefined && { toMs }),
      }
    }
    return undefined
  }

  #add(key: string, room: RoomRef, event: ChatEvent): void {
    const loss = this.#byRoom.get(key) ?? { room, lost: 0, fromMs: undefined, toMs: undefined }
    this.#byRoom.set(key, loss)
    const lost = event.type === 'gap' ? (event.lost ?? 0) : 1
    loss.lost += lost
    this.#count += lost
    const [fromMs, toMs] = timesOf(event)
    loss.fromMs = least(loss.fromMs, fromMs)
    loss.toMs = greatest(loss.toMs, toMs)
  }
}

function timesOf(event: ChatEvent): readonly [number | undefined, number | undefined] {
  if (event.type === 'message') return [event.message.sentAt, event.message.sentAt]
  return event.type === 'gap' ? [event.fromMs, event.toMs] : [undefined, undefined]
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)
}

function greatest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other)
}
