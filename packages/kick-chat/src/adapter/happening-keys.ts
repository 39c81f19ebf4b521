import type { Happening } from '../event/happening.js'

/** The ways on which Kick tells things. */
export type Way = 'socket' | 'webhook'

/** One thing as one way told it. */
export interface Telling {
  readonly happening: Happening
  readonly way: Way
  /** What this way knows it by; undefined where it has no id: then each telling is a thing of its own. */
  readonly id: string | undefined
  /** When it happened, as far as this way says, else when it arrived; in milliseconds since 1970. */
  readonly atMs: number
}

interface Known {
  readonly key: string
  /** Under which id each way told it. */
  readonly ids: Map<Way, string | undefined>
  readonly atMs: number
  /** When it was first heard of, by our clock. */
  readonly heardAtMs: number
}

/** How far two moments may lie apart that both ways name, in milliseconds: they are cut differently. */
const exactMs = 2_000
/** The same where one of them is a moment of arrival. */
const roughMs = 30_000
/** How long something is remembered, in milliseconds: deliveries come minutes late. */
const windowMs = 3_600_000
/** How many kinds of things of one room are remembered. */
const mostKinds = 10_000

/**
 * Gives one thing one key, whichever ways it is told by. The ids of socket and webhook have nothing in common, so it
 * goes by what happened and when: what one way told and the other did not yet tell is the same thing.
 */
export class HappeningKeys {
  readonly #known = new Map<string, Known[]>()

  /** The key of something told. */
  take(telling: Telling, nowMs: number): string {
    const { happening, way, id } = telling
    const { what } = happening
    const atMs = happening.atMs ?? telling.atMs
    const tolerance = happening.atMs === undefined ? roughMs : exactMs
    const fresh = (this.#known.get(what) ?? []).filter(({ heardAtMs }) => nowMs - heardAtMs < windowMs)
    const repeated = id === undefined ? undefined : fresh.find(({ ids }) => ids.get(way) === id)
    if (repeated !== undefined) return repeated.key
    const twin = fresh
      .filter(({ ids, atMs: otherMs }) => !ids.has(way) && Math.abs(otherMs - atMs) <= tolerance)
      .toSorted((left, right) => Math.abs(left.atMs - atMs) - Math.abs(right.atMs - atMs))[0]
    if (twin !== undefined) {
      twin.ids.set(way, id)
      return twin.key
    }
    const namesakes = fresh.filter((each) => each.atMs === atMs).length
    const key = `${what}@${atMs}${namesakes === 0 ? '' : ` ${namesakes}`}`
    this.#keep(what, [...fresh, { key, ids: new Map([[way, id]]), atMs, heardAtMs: nowMs }], nowMs)
    return key
  }

  #keep(what: string, known: Known[], nowMs: number): void {
    // Put back at the end: the first is then the one unheard of for longest.
    this.#known.delete(what)
    this.#known.set(what, known)
    for (const [oldest, its] of this.#known) {
      const isOver = nowMs - (its.at(-1)?.heardAtMs ?? 0) >= windowMs
      if (!isOver && this.#known.size <= mostKinds) break
      this.#known.delete(oldest)
    }
  }
}
