import { fork } from 'node:child_process'
import { once } from 'node:events'

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Measures contenders of a module, each in a process of its own, in turn: a busy machine shifts all alike. */
export async function compare(module, names, { rounds, count }) {
  const results = new Map(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const child = fork(new URL('child.mjs', import.meta.url), [module, name, String(count)], {
        execArgv: ['--expose-gc'],
      })
      const ended = once(child, 'exit').then(([code]) => {
        throw new Error(`${name} ended with ${code} and said nothing`)
      })
      const [value] = await Promise.race([once(child, 'message'), ended])
      results.get(name).push(value)
    }
  }
  return results
}

/** Prints medians, as ratios to the first one. */
export function print(title, results) {
  console.log(`\n${title}`)
  const [[, floor]] = results
  for (const [name, values] of results) {
    const ratio = (median(values) / median(floor)).toFixed(2)
    const note = values === floor ? '  (floor)' : ''
    console.log(`  ${ratio.padStart(7)}  ${median(values).toFixed(3).padStart(8)} µs  ${name}${note}`)
  }
}
