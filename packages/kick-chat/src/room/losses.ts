import { eventRoom, roomKey, type ChatEvent, type GapEvent, type RoomRef } from '@wireloom/chat-core'

/** What one room lost. */
interface Loss {
  readonly room: RoomRef
  lost: number
  fromMs: number | undefined
  toMs: number | undefined
}

/** Events that a stream had to drop, told as one gap for each room. */
export class Losses {
  readonly #byRoom = new Map<string, Loss>()

  get isEmpty(): boolean {
    return this.#byRoom.size === 0
  }

  /** Counts a dropped event. A dropped gap is not counted, but what it covers is covered by the new one. */
  add(event: ChatEvent): void {
    const room = eventRoom(event)
    if (room === undefined) return
    const key = roomKey(room)
    const loss = this.#byRoom.get(key) ?? { room, lost: 0, fromMs: undefined, toMs: undefined }
    this.#byRoom.set(key, loss)
    loss.lost += event.type === 'gap' ? (event.lost ?? 0) : 1
    const [fromMs, toMs] = timesOf(event)
    loss.fromMs = least(loss.fromMs, fromMs)
    loss.toMs = greatest(loss.toMs, toMs)
  }

  /** Takes one room's gap out. */
  take(): GapEvent | undefined {
    for (const [key, { room, lost, fromMs, toMs }] of this.#byRoom) {
      this.#byRoom.delete(key)
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
