// What a message costs: `node bench/messages.mjs [ROUNDS] [MESSAGES]`. Processes and rounds are interleaved, and each
// is compared with the floor of its own round, so that a busy machine shifts both alike; medians are printed.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { contenders } from './support/contenders.mjs'
import { scenarios } from './support/frames.mjs'

const rounds = Number(process.argv[2] ?? 7)
const count = Number(process.argv[3] ?? 200_000)
const file = (name) => new URL(`support/${name}.mjs`, import.meta.url)

const server = fork(file('server'))
const [{ port }] = await once(server, 'message')

function measure(name, scenario) {
  return new Promise((resolve, reject) => {
    const client = fork(file('client'), [name, scenario, String(port), String(count)])
    client.on('message', (report) => {
      if (report.burst !== undefined) server.send({ scenario, count: report.burst })
      else resolve(report)
    })
    client.on('exit', (code) => code !== 0 && reject(new Error(`${name} ended with ${code}`)))
  })
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

for (const [scenario, { title }] of Object.entries(scenarios)) {
  const floor = scenario === 'one' ? 'raw ws, two parses' : 'raw ws, data parsed where bound'
  const names = Object.keys(contenders)
  const results = new Map(names.map((name) => [name, []]))
  let heard
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const { microseconds, messages } = await measure(name, scenario)
      results.get(name).push(microseconds)
      if (name.startsWith('raw')) continue
      heard ??= messages
      if (messages !== heard) throw new Error(`${name} heard ${messages} of ${heard} messages`)
    }
  }
  const floors = results.get(floor)
  console.log(
    `\n${title}: CPU per message, ${count} messages, ${rounds} rounds, Node ${process.versions.node}`,
  )
  for (const [name, values] of results) {
    const ratio = median(values.map((microseconds, round) => microseconds / floors[round])).toFixed(2)
    console.log(
      `  ${ratio.padStart(5)}  ${median(values).toFixed(2).padStart(6)} µs  ${name}${name === floor ? '  (floor)' : ''}`,
    )
  }
}
server.disconnect()
