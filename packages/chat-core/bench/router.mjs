// What a router costs on top of the hub: `node bench/router.mjs [ROUNDS] [MESSAGES]`. Handlers as in `dispatch.mjs`.
import { compare, print } from './support/compare.mjs'
import { contenders } from './support/router-contenders.mjs'

const [rounds = 5, count = 200_000] = process.argv.slice(2).map(Number)
const module = new URL('support/router-contenders.mjs', import.meta.url).href
const results = await compare(module, Object.keys(contenders), { rounds, count })
print(
  `Router, CPU per message: ${count} messages, median of ${rounds}, Node ${process.versions.node}`,
  results,
)
