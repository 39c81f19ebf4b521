// What it costs to bring a message to its handler, in order within its room: `node bench/dispatch.mjs [ROUNDS]
// [MESSAGES]`. A hundred rooms; 256 messages wait at once, except for those who take one after the other.
import { compare, print } from './support/compare.mjs'
import { contenders } from './support/dispatch-contenders.mjs'

const [rounds = 5, count = 200_000] = process.argv.slice(2).map(Number)
const module = new URL('support/dispatch-contenders.mjs', import.meta.url).href
const results = await compare(module, Object.keys(contenders), { rounds, count })
print(
  `Dispatch, CPU per message: ${count} messages, median of ${rounds}, Node ${process.versions.node}`,
  results,
)
