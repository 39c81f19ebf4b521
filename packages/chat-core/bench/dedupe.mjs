// What it costs to know an id again, against a Map with expiry: `node bench/dedupe.mjs [ROUNDS] [IDS]`.
import { compare, median } from './support/compare.mjs'
import { contenders } from './support/dedupe-contenders.mjs'

const [rounds = 5, count = 300_000] = process.argv.slice(2).map(Number)
const module = new URL('support/dedupe-contenders.mjs', import.meta.url).href
const results = await compare(module, Object.keys(contenders), { rounds, count })
const of = (name, field) => median(results.get(name).map((each) => each[field]))

console.log(`\nDedupe: ${count} ids in 100 rooms, median of ${rounds}, Node ${process.versions.node}`)
for (const name of Object.keys(contenders)) {
  const ratio = of(name, 'microseconds') / of('a Map with expiry', 'microseconds')
  console.log(
    `  ${ratio.toFixed(2).padStart(6)}  ${of(name, 'microseconds').toFixed(3)} µs, ${of(name, 'bytes').toFixed(0)} bytes an id, ` +
      `${of(name, 'kept').toFixed(2)} kept for each live one after ten hours  ${name}`,
  )
}
