import { ChatError } from '../error.js'
import type { HistoryPage, HistoryQuery } from '../history.js'
import type { Message } from '../message.js'
import { roomKey, type RoomRef } from '../room-ref.js'
import type { ArchivedEvent, ArchiveStore } from '../store.js'

const pageSize = 50

/** The newest events, by key. */
export class MemoryArchive implements ArchiveStore {
  readonly #limit: number
  readonly #events = new Map<string, ArchivedEvent & { readonly position: number }>()
  #position = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  async append(events: readonly ArchivedEvent[]): Promise<readonly boolean[]> {
    return events.map((event) => {
      if (this.#events.has(event.key)) return false
      this.#position += 1
      this.#events.set(event.key, { ...event, position: this.#position })
      if (this.#events.size > this.#limit) {
        for (const oldest of this.#events.keys()) {
          this.#events.delete(oldest)
          break
        }
      }
      return true
    })
  }

  async history(
    room: RoomRef,
    { before, after, sinceMs, limit = pageSize }: HistoryQuery,
  ): Promise<HistoryPage> {
    const from = after === undefined ? -Infinity : readPosition(after)
    const to = before === undefined ? Infinity : readPosition(before)
    const key = roomKey(room)
    const all: { readonly position: number; readonly message: Message }[] = []
    for (const { event, position } of this.#events.values()) {
      if (event.type !== 'message' || roomKey(event.message.ref.room) !== key) continue
      if (sinceMs === undefined || event.message.sentAt >= sinceMs)
        all.push({ position, message: event.message })
    }
    const wanted = all.filter(({ position }) => position > from && position < to)
    const page = after === undefined ? wanted.slice(-limit) : wanted.slice(0, limit)
    const first = page[0]?.position ?? 0
    const last = page.at(-1)?.position ?? 0
    return {
      messages: page.map(({ message }) => message),
      ...(all.some(({ position }) => position < first) && { before: String(first) }),
      ...(all.some(({ position }) => position > last) && page.length > 0 && { after: String(last) }),
      complete: 'unknown',
    }
  }
}

function readPosition(cursor: string): number {
  const position = Number(cursor)
  if (Number.isInteger(position)) return position
  throw new ChatError('invalid', 'The cursor is none of this archive’s.')
}
