import type { DedupeWindow } from '../delivery/dedupe-window.js'
import { eventKey } from '../delivery/event-key.js'
import type { BackfillOptions } from '../hub.js'
import type { Arrival } from '../source.js'
import { Backfill, type BackfillBounds } from './backfill.js'
import type { ChatRoom } from './chat-room.js'
import type { Errors } from './errors.js'
import type { Ingest } from './ingest.js'
import { Turns } from './turns.js'

const defaults = { maxMessages: 500, maxPages: 3 } as const satisfies Required<BackfillOptions>
/** How many rooms read back at once. */
const atOnce = 2

/** What filling gaps works with. */
export interface BackfillsParts {
  readonly errors: Errors
  readonly window: DedupeWindow | undefined
  readonly ingest: () => Ingest
}

/** The gaps of all rooms: filled from histories, a few rooms at a time. */
export class Backfills {
  readonly #parts: BackfillsParts
  readonly #bounds: BackfillBounds
  readonly #turns = new Turns(atOnce)
  readonly #running = new Map<ChatRoom, Backfill>()

  constructor(options: BackfillOptions, parts: BackfillsParts) {
    this.#parts = parts
    this.#bounds = { ...defaults, ...options }
  }

  /** Takes an arrival that begins a gap to be filled, or has to wait for one. */
  detain({ event }: Arrival, room: ChatRoom, release: () => void): boolean {
    const running = this.#running.get(room)
    if (event.type !== 'gap' || event.complete === true || event.cause === 'overflow') {
      return running?.hold(release) ?? false
    }
    if (running === undefined && !room.can('history.read')) return false
    const backfill = running ?? this.#create(room)
    this.#running.set(room, backfill)
    backfill.begin(event)
    return true
  }

  stop(): void {
    for (const backfill of [...this.#running.values()]) backfill.stop()
  }

  #create(room: ChatRoom): Backfill {
    const { errors, ingest, window } = this.#parts
    return new Backfill(
      {
        read: (query) => room.history(query),
        isKnown: (message) => {
          const key = eventKey({ event: { type: 'message', message } }, room.key)
          return key !== undefined && window?.has(key) === true
        },
        recover: (message) => {
          ingest().accept({ event: { type: 'message', message } }, room, 'backfill', false, undefined)
        },
        tell: (gap) => ingest().accept({ event: gap }, room, 'hub', false, undefined),
        failed: (cause) => {
          errors.tellCause('unavailable', 'A gap could not be filled from the history.', cause, { room })
        },
        inTurn: (action) => this.#turns.take(action),
        ended: () => this.#running.delete(room),
      },
      this.#bounds,
    )
  }
}
