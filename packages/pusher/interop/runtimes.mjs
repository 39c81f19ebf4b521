// The built client on other runtimes: `node interop/runtimes.mjs`. Each connects to a sandbox, subscribes, hears one
// message and lets go. Not part of CI: the runtimes are some 600 MB, installed into the temporary folder at the
// first run. Node's own build is used where a runtime has a `node` condition, the one for pages everywhere else.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { startSandbox } from '@wireloom/sandbox'
import { freePort, installOnce } from './install.mjs'

const run = promisify(execFile)
const folder = path.join(tmpdir(), 'wireloom-runtimes')
const built = path.join(import.meta.dirname, '../dist')
const bin = (name) => path.join(folder, 'node_modules/.bin', name)
let sandbox

/** What every runtime runs: prints what it heard. */
const program = (from, port, key) => `
import { Pusher } from ${JSON.stringify(from)}
const pusher = new Pusher({ key: ${JSON.stringify(key)}, host: '127.0.0.1', port: ${port}, tls: false })
const room = pusher.subscribe('room')
pusher.connect()
await room.subscribed()
for await (const { data } of room.events('message')) {
  console.log(data.text)
  break
}
pusher.disconnect()
`

before(
  async () => {
    await installOnce(folder, {
      dependencies: {
        bun: '1.4.5',
        deno: '2.9.6',
        workerd: '1.20261117.1',
        node22: 'npm:node@22',
        node26: 'npm:node@26',
      },
    })
    sandbox = await startSandbox()
  },
  { timeout: 300_000 },
)
after(() => sandbox.close())

/** Says the same until everybody who listens has heard it. */
async function sayUntil(done) {
  const timer = setInterval(() => {
    sandbox.pusher.publish({ channel: 'room', event: 'message', data: { text: 'heard' } })
  }, 50)
  try {
    return await done
  } finally {
    clearInterval(timer)
  }
}

const runtimes = {
  'Node 22': { command: path.join(folder, 'node_modules/node22/bin/node'), args: [], from: 'node/index.js' },
  'Node 24': { command: process.execPath, args: [], from: 'node/index.js' },
  'Node 26': { command: path.join(folder, 'node_modules/node26/bin/node'), args: [], from: 'node/index.js' },
  'Node 24, by the platform’s WebSocket': { command: process.execPath, args: [], from: 'index.js' },
  Bun: { command: bin('bun'), args: ['run'], from: 'index.js' },
  'Bun, by ws': { command: bin('bun'), args: ['run'], from: 'node/index.js' },
  Deno: { command: bin('deno'), args: ['run', '--allow-net=127.0.0.1'], from: 'index.js' },
}

for (const [name, { command, args, from }] of Object.entries(runtimes)) {
  void test(name, async () => {
    const { port, key } = sandbox.pusher
    const file = path.join(folder, `${name.replaceAll(/\W+/g, '-')}.mjs`)
    await writeFile(file, program(path.join(built, from), port, key))
    const { stdout } = await sayUntil(run(command, [...args, file], { timeout: 15_000 }))
    assert.equal(stdout, 'heard\n')
  })
}

void test('workerd', async () => {
  const { port, key } = sandbox.pusher
  const own = await freePort()
  const place = path.join(folder, 'worker')
  await mkdir(place, { recursive: true })
  const files = (await readdir(built)).filter((name) => name.endsWith('.js'))
  for (const name of files) await copyFile(path.join(built, name), path.join(place, name))
  const body = program('index.js', port, key).replace('console.log(data.text)', 'heard = data.text')
  const [importLine, ...rest] = body.trim().split('\n')
  await writeFile(
    path.join(place, 'worker.js'),
    `${importLine}\nexport default { async fetch() {\nlet heard\n${rest.join('\n')}\nreturn new Response(heard)\n} }\n`,
  )
  await writeFile(
    path.join(place, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "internet", network = (allow = ["local", "private"]))],
  sockets = [(name = "http", address = "127.0.0.1:${own}", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [${['worker.js', ...files].map((name) => `(name = "${name}", esModule = embed "${name}")`).join(', ')}],
  compatibilityDate = "2026-01-01"
);
`,
  )
  const worker = spawn(bin('workerd'), ['serve', path.join(place, 'config.capnp')], { stdio: 'inherit' })
  try {
    const ask = async (attempt = 0) => {
      try {
        return await (await fetch(`http://127.0.0.1:${own}/`)).text()
      } catch (error) {
        if (attempt > 50) throw error
        await new Promise((resolve) => setTimeout(resolve, 50))
        return ask(attempt + 1)
      }
    }
    assert.equal(await sayUntil(ask()), 'heard')
  } finally {
    worker.kill()
  }
})
