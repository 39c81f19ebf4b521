/** A seeded source of chance: the same seed gives the same sequence, on every machine. */
export type Random = {
  /** The next number, at least 0 and below 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** One of `items`, each as likely as the next. */
  pick<const Items extends readonly [unknown, ...unknown[]]>(items: Items): Items[number]
  /** One of `items`, or undefined when there is none. */
  pickOrNothing<Item>(items: readonly Item[]): Item | undefined
  /** True with this probability. */
  chance(probability: number): boolean
  /** A version 4 UUID. */
  uuid(): string
}

/** Makes a source of chance from any text; a different text gives an unrelated sequence. */
export function createRandom(seed: string): Random {
  let state = hashText(seed)

  // A Weyl sequence pushed through two rounds of multiply and shift: small, quick, and even enough for play.
  function nextUint32(): number {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }

  const next = (): number => nextUint32() / 2 ** 32
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))

  function uuid(): string {
    const hex = Array.from({ length: 4 }, () => nextUint32().toString(16).padStart(8, '0')).join('')
    const variant = '89ab'[integer(0, 3)]
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
  }

  return {
    next,
    integer,
    uuid,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
    pickOrNothing: (items) => items[integer(0, items.length - 1)],
    chance: (probability) => next() < probability,
  }
}

function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
