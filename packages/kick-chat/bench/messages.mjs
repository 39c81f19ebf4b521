// What a message costs from the socket's frame to a handler with a finished chat event: `node bench/messages.mjs
// [ROUNDS] [MESSAGES]`. The floor is `ws` and two JSON.parse of each frame. Processes and rounds are interleaved, and
// medians compared. Server, frames and floor are those of the Pusher client's own benchmark.
import { fork } from 'node:child_process'
import { once } from 'node:events'

const rounds = Number(process.argv[2] ?? 7)
const count = Number(process.argv[3] ?? 100_000)
const beneath = (name) => new URL(`../../pusher/bench/support/${name}.mjs`, import.meta.url)

const server = fork(beneath('server'))
const [{ port }] = await once(server, 'message')

const contenders = {
  'raw ws, two parses': [beneath('client'), ['raw ws, two parses', 'one', String(port), String(count)]],
  '@wireloom/kick-chat': [new URL('support/chat-client.mjs', import.meta.url), [String(port), String(count)]],
  'a hub with kickAdapter': [
    new URL('support/hub-client.mjs', import.meta.url),
    [String(port), String(count)],
  ],
}

function measure([program, options]) {
  return new Promise((resolve, reject) => {
    const client = fork(program, options)
    client.on('message', (report) => {
      if (report.burst === undefined) resolve(report.microseconds)
      else server.send({ scenario: 'one', count: report.burst })
    })
    client.on('exit', (code) => code !== 0 && reject(new Error(`${program} ended with ${code}`)))
  })
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const results = Object.entries(contenders).map(([name, contender]) => ({ name, contender, values: [] }))
for (let round = 0; round < rounds; round += 1) {
  for (const { contender, values } of results) values.push(await measure(contender))
}
const floor = median(results[0].values)
console.log(`CPU per message, ${count} messages, ${rounds} rounds, Node ${process.versions.node}`)
for (const { name, values } of results) {
  const value = median(values)
  console.log(`  ${(value / floor).toFixed(2).padStart(5)}  ${value.toFixed(2).padStart(6)} µs  ${name}`)
}
server.disconnect()
