// What many readers cost, and what a reader holds that does not read: `node bench/readers.mjs [ROUNDS] [MESSAGES]`.
import { compare, median } from './support/compare.mjs'
import { contenders } from './support/reader-contenders.mjs'

const [rounds = 3, count = 300_000] = process.argv.slice(2).map(Number)
const module = new URL('support/reader-contenders.mjs', import.meta.url).href
const results = await compare(module, Object.keys(contenders), { rounds, count })
const of = (name, field) => median(results.get(name).map((each) => each[field]))
const [array, fanOut, ring, slow] = Object.keys(contenders)

console.log(`\nReaders: ${count} messages, median of ${rounds}, Node ${process.versions.node}`)
for (const name of [array, fanOut]) {
  const ratio = of(name, 'microseconds') / of(array, 'microseconds')
  console.log(`  ${ratio.toFixed(2).padStart(6)}  ${of(name, 'microseconds').toFixed(3)} µs  ${name}`)
}
for (const name of [ring, slow]) {
  const ratio = of(name, 'peak') / of(ring, 'peak')
  console.log(
    `  ${ratio.toFixed(2).padStart(6)}  ${(of(name, 'peak') / 2 ** 20).toFixed(2)} MB at most, ${of(name, 'lost')} lost in silence  ${name}`,
  )
}
