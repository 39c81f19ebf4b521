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
  readonly firstWay: Way
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
    const atMs = happening.atMs ?? telling.atMs
    const fresh = this.#fresh(happening.what, nowMs)
    const repeated = id === undefined ? undefined : fresh.find(({ ids }) => ids.get(way) === id)
    const told = repeated ?? findTwin(fresh, telling, atMs) ?? this.#findWhole(telling, atMs, nowMs)
    if (told !== undefined) {
      told.ids.set(way, id)
      return told.key
    }
    const namesakes = fresh.filter((each) => each.atMs === atMs).length
    const key = `${happening.what}@${atMs}${namesakes === 0 ? '' : ` ${namesakes}`}`
    const known: Known = { key, firstWay: way, ids: new Map([[way, id]]), atMs, heardAtMs: nowMs }
    this.#keep(happening.what, [...fresh, known], nowMs)
    if (happening.whole !== undefined) {
      this.#keep(wholeOf(happening.whole), [...this.#fresh(wholeOf(happening.whole), nowMs), known], nowMs)
    }
    return key
  }

  /** What the other way told at once, and this one tells in parts, or the other way round. */
  #findWhole(telling: Telling, atMs: number, nowMs: number): Known | undefined {
    const { happening, way, id } = telling
    if (happening.whole === undefined) return undefined
    const others = this.#fresh(wholeOf(happening.whole), nowMs).filter(({ firstWay }) => firstWay !== way)
    const begun = id === undefined ? undefined : others.find(({ ids }) => ids.get(way) === id)
    return begun ?? findTwin(others, telling, atMs)
  }

  #fresh(what: string, nowMs: number): readonly Known[] {
    return (this.#known.get(what) ?? []).filter(({ heardAtMs }) => nowMs - heardAtMs < windowMs)
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

/** The nearest in time that this way did not tell yet. */
function findTwin(known: readonly Known[], { happening, way }: Telling, atMs: number): Known | undefined {
  const tolerance = happening.atMs === undefined ? roughMs : exactMs
  const distance = (each: Known): number => Math.abs(each.atMs - atMs)
  return known
    .filter((each) => !each.ids.has(way) && distance(each) <= tolerance)
    .toSorted((left, right) => distance(left) - distance(right))[0]
}

function wholeOf(what: string): string {
  return `whole ${what}`
}
