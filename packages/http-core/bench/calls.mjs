// What a GET of a small JSON list costs, next to the platform's own fetch: processor time per call, and the time to
// import. One run, the candidates in turn, against a server in a process of its own. Two rows say where the time
// goes: fetch with no more than a deadline, and ky with all of its own turned off and the same deadline, which is the
// least that anything with ky in it can cost.
//
// Target: at most 1.55 times fetch one after the other and 1.40 with 50 at a time; import within 5 ms of ky.
import { execFileSync, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { HttpClient } from '@wireloom/http-core'
import ky from 'ky'
import OpenAi from 'openai'

const server = fork(fileURLToPath(new URL('support/server.mjs', import.meta.url)))
const port = await new Promise((resolve) => server.once('message', resolve))
const baseUrl = `http://127.0.0.1:${port}`

const headers = { accept: 'application/json', authorization: 'Bearer a-token' }
const client = new HttpClient({ baseUrl, token: 'a-token' })
const endpoint = { method: 'GET', path: '/list', decode: (body) => body }
const openAi = new OpenAi({ baseURL: baseUrl, apiKey: 'a-token' })

/** Runs with a signal that would abort after 30 s, as every call needs one. */
async function withDeadline(run) {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), 30_000)
  try {
    return await run(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}
const send = (signal) => fetch(`${baseUrl}/list`, { headers, signal })
const allOff = { retry: 0, timeout: false, throwHttpErrors: false }

const candidates = {
  'fetch + JSON': async () => (await fetch(`${baseUrl}/list`, { headers })).json(),
  'fetch, deadline': () => withDeadline(async (signal) => JSON.parse(await (await send(signal)).text())),
  'ky 2.1, all off': () =>
    withDeadline(async (signal) =>
      JSON.parse(await (await ky(`${baseUrl}/list`, { ...allOff, fetch: () => send(signal) })).text()),
    ),
  'http-core': () => client.call(endpoint),
  'ky 2.1': () => ky(`${baseUrl}/list`, { headers }).json(),
  'openai-node': () => openAi.get('/list'),
}

/** Microseconds of processor time per call. */
async function costOf(run, calls, atOnce) {
  let left = calls
  const work = async () => {
    while (left > 0) {
      left -= 1
      await run()
    }
  }
  // What the one before left behind is not this one's to clear away.
  globalThis.gc?.()
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: atOnce }, work))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

for (const atOnce of [1, 50]) {
  const costs = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]))
  const names = Object.keys(candidates)
  for (let round = -2; round < 17; round += 1) {
    // Another begins each round, so that none always runs after the same neighbor.
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + 2) % names.length]
      const cost = await costOf(candidates[name], 500, atOnce)
      if (round >= 0) costs[name].push(cost)
    }
  }
  for (const name of names) {
    // Ratios within a round: what else the machine does hits all of a round alike.
    const ratio = median(costs[name].map((cost, round) => cost / costs['fetch + JSON'][round]))
    console.log(
      `${String(atOnce).padStart(2)} at once  ${name.padEnd(15)} ${median(costs[name]).toFixed(0).padStart(4)} us  ${ratio.toFixed(2)} x`,
    )
  }
}

/** Milliseconds that a module takes to import, in a fresh process. */
const importTime = (specifier) => {
  const code = `const t = performance.now(); await import('${specifier}'); process.stdout.write(String(performance.now() - t))`
  const times = Array.from({ length: 15 }, () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
      }),
    ),
  )
  return Math.min(...times)
}
for (const specifier of ['ky', '@wireloom/http-core', 'openai']) {
  console.log(`import ${specifier.padEnd(20)} ${importTime(specifier).toFixed(1)} ms`)
}
server.kill()
