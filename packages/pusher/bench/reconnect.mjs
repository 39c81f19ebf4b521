// How clients come back after a cut: `node bench/reconnect.mjs [CLIENTS]`. The server keeps the time: from the cut of
// a connection until the first channel is asked for again on the next one.
import { fork } from 'node:child_process'
import { once } from 'node:events'

const herd = Number(process.argv[2] ?? 1_000)
/** So many that the median of waits of 0 to 100 ms at random is known to a few; fewer of one that waits a second. */
const inTurn = { '@wireloom/pusher': 300, '@wireloom/pusher/compat': 300, 'pusher-js': 30 }
const herds = 5
/** Longer than a connection must live to count as sound: each cut is then the first of its kind. */
const settleMs = 2_500
const names = Object.keys(inTurn)
const file = (name) => new URL(`support/${name}.mjs`, import.meta.url)
const pause = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs))
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Has a process full of clients cut, and gives how long each took to come back, in milliseconds. */
async function measure(name, count, cut) {
  const server = fork(file('cutting-server'))
  const [{ port }] = await once(server, 'message')
  const clients = fork(file('idle-clients'), [name, String(port), String(count)])
  await once(clients, 'message')
  await pause(settleMs)
  server.send({ cut, count })
  const [{ delaysMs }] = await once(server, 'message')
  server.disconnect()
  clients.kill('SIGKILL')
  return delaysMs
}

console.log('\ncut by terminate or 1001, one after the other: until asked again, medians')
for (const name of names) {
  const delaysMs = await measure(name, inTurn[name], 'in turn')
  console.log(`  ${median(delaysMs).toFixed(0).padStart(6)} ms  ${name}: of ${inTurn[name]} clients`)
}

console.log(
  `\n${herd} clients cut at once: the share of the busiest 10 ms, and when half and all were back; medians of ${herds}`,
)
for (const name of names) {
  const rounds = []
  for (let round = 0; round < herds; round += 1) {
    const delaysMs = (await measure(name, herd, 'at once')).toSorted((a, b) => a - b)
    const bins = Map.groupBy(delaysMs, (delayMs) => Math.floor(delayMs / 10))
    const busiest = Math.max(...[...bins.values()].map(({ length }) => length))
    rounds.push({ share: busiest / herd, halfMs: median(delaysMs), allMs: delaysMs.at(-1) })
  }
  const [share, halfMs, allMs] = ['share', 'halfMs', 'allMs'].map((key) =>
    median(rounds.map((round) => round[key])),
  )
  console.log(
    `  ${`${(share * 100).toFixed(0)} %`.padStart(6)}  ${name}: half in ${halfMs.toFixed(0)} ms, all in ${allMs.toFixed(0)} ms`,
  )
}
