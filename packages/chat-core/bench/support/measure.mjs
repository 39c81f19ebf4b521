export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Time between its starts and stops, in microseconds. Everything measured so runs on one thread and never waits. */
class Stopwatch {
  microseconds = 0
  #startedAt

  start() {
    this.#startedAt = performance.now()
  }

  stop() {
    this.microseconds += (performance.now() - this.#startedAt) * 1_000
  }
}

/** Runs contenders in turn, so that a busy machine shifts all alike. Gives the best round of each, in
 * µs per message: what else runs on the machine only ever adds. */
export async function compare(contenders, { rounds, count }) {
  const results = new Map(Object.keys(contenders).map((name) => [name, []]))
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, contender] of Object.entries(contenders)) {
      const action = await contender(count)
      globalThis.gc?.()
      const clock = new Stopwatch()
      await action(clock)
      const microseconds = clock.microseconds / count
      await action.end?.()
      if (round > 0) results.get(name).push(microseconds)
    }
  }
  return new Map([...results].map(([name, values]) => [name, Math.min(...values)]))
}

/** Prints a table of ratios to a floor. */
export function print(title, results, floor) {
  console.log(`\n${title}`)
  for (const [name, value] of results) {
    const ratio = (value / results.get(floor)).toFixed(2)
    console.log(
      `  ${ratio.padStart(6)}  ${value.toFixed(3).padStart(8)} µs  ${name}${name === floor ? '  (floor)' : ''}`,
    )
  }
}
