/** Chance that is the same for the same seed. */
export interface Random {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from the first to the last. */
  between(first: number, last: number): number
  pick<Value>(values: readonly [Value, ...Value[]]): Value
}

/** A linear congruential generator: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const between = (first: number, last: number): number => first + Math.floor(next() * (last - first + 1))
  return { next, between, pick: (values) => values[between(0, values.length - 1)] ?? values[0] }
}
