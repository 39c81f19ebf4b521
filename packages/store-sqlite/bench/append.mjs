// What keeping messages costs, in batches of 200, against SQLite by hand: `node bench/append.mjs [ROUNDS] [MESSAGES]`.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contenders, measure } from './support/append-contenders.mjs'

const [first, second, third] = process.argv.slice(2)
if (first === 'child') {
  process.send(await measure(second, third, Number(process.argv[5])))
  process.disconnect()
} else {
  const [rounds, count] = [Number(first ?? 3), Number(second ?? 200_000)]
  const folder = mkdtempSync(join(tmpdir(), 'wireloom-bench-'))
  const names = Object.keys(contenders)
  const results = new Map(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      // In turn, each in a process of its own: a busy machine shifts all alike.
      const child = fork(import.meta.filename, ['child', name, join(folder, 'bench.db'), String(count)])
      const [result] = await once(child, 'message')
      results.get(name).push(result)
    }
  }
  rmSync(folder, { recursive: true })
  const median = (name, field) =>
    results
      .get(name)
      .map((each) => each[field])
      .toSorted((a, b) => a - b)[Math.floor(rounds / 2)]
  console.log(
    `\nAppending ${count} messages in batches of 200, median of ${rounds}, Node ${process.versions.node}`,
  )
  for (const name of names) {
    const ratio = median(name, 'perSecond') / median(names[0], 'perSecond')
    console.log(
      `  ${ratio.toFixed(2)}  ${median(name, 'perSecond').toFixed(0).padStart(6)}/s, ${median(name, 'microseconds').toFixed(1)} µs of the processor each, a batch takes ` +
        `${median(name, 'medianMs').toFixed(1)} ms, p99 ${median(name, 'p99Ms').toFixed(1)}, ` +
        `longest ${median(name, 'longestMs').toFixed(0)}  ${name}`,
    )
  }
}
