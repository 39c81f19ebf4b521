// What an idle connection holds: `node --expose-gc bench/heap.mjs [CONNECTIONS]`.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { contenders } from './support/contenders.mjs'

const count = Number(process.argv[2] ?? 500)
const names = ['raw ws, no parse', '@wireloom/pusher', '@wireloom/pusher/compat', 'pusher-js']
const heap = async () => {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return process.memoryUsage().heapUsed
}

const server = fork(new URL('support/server.mjs', import.meta.url))
const [{ port }] = await once(server, 'message')

if (process.argv[3] === undefined) {
  console.log(`heap per idle connection, ${count} connections in one process, Node ${process.versions.node}`)
  let floor
  for (const name of names) {
    const child = fork(new URL(import.meta.url), [String(count), name, String(port)], {
      execArgv: ['--expose-gc'],
    })
    const [bytes] = await once(child, 'message')
    floor ??= bytes
    const ratio = (bytes / floor).toFixed(2)
    console.log(`  ${ratio.padStart(5)}  ${(bytes / 1_024).toFixed(1).padStart(6)} KB  ${name}`)
  }
} else {
  const connect = (index) =>
    contenders[process.argv[3]]({
      port,
      channels: 1,
      bound: 1,
      index,
      message: () => undefined,
      over: () => undefined,
    })
  // The first few pay for the code itself.
  for (let index = 0; index < 20; index += 1) await connect(index)
  const before = await heap()
  for (let index = 0; index < count; index += 1) await connect(index)
  process.send(((await heap()) - before) / count)
  process.disconnect()
  process.exit()
}
server.disconnect()
