// One contender in one scenario, in a process of its own: prints the CPU it took for each message.
import { contenders } from './contenders.mjs'
import { scenarios } from './frames.mjs'

const [name, scenario, port, count] = process.argv.slice(2)
const { channels, bound } = scenarios[scenario]

let messages = 0
let finished
const bursts = async (size) => {
  const over = new Promise((resolve) => (finished = resolve))
  process.send({ burst: size })
  await over
}

await contenders[name]({
  port: Number(port),
  channels,
  bound,
  message: () => (messages += 1),
  over: () => finished(),
})
await bursts(20_000)
messages = 0
const before = process.cpuUsage()
await bursts(Number(count))
const { user, system } = process.cpuUsage(before)
process.send({ microseconds: (user + system) / Number(count), messages })
process.disconnect()
process.exit()
