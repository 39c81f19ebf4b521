// Searching a large archive, and forgetting some of it: `node bench/search.mjs [MESSAGES] [REPEATS]`. It is made first,
// by the store itself.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createSqliteStore } from '@wireloom/store-sqlite'
import { makeEvents, rooms } from './support/corpus.mjs'

const [count = 1_000_000, repeats = 31] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'wireloom-bench-'))
const path = join(folder, 'bench.db')
const store = createSqliteStore({ path })
const startMs = Date.UTC(2026, 0, 1)
const spanMs = count * 300

// What is rare: a handful among all of them.
const rare = { persian: 'زعفران‌فروشی', emote: 'peepoHappyDance' }
let spentMs = 0
for (let first = 0; first < count; first += 10_000) {
  const events = makeEvents(10_000, startMs)
  if (first % 200_000 === 0) {
    events[17].event.message.text += ` ${rare.persian} ${rare.emote}`
  }
  const beforeMs = performance.now()
  await store.archive.append(events)
  spentMs += performance.now() - beforeMs
}
console.log(
  `\nSearch over ${count} messages, ${Math.round(statSync(path).size / 1e6)} MB, appended at ` +
    `${Math.round((count / spentMs) * 1_000)}/s, Node ${process.versions.node}; ${repeats} times each, 50 hits at most`,
)

const [busy] = rooms
const quiet = rooms.at(-1)
const queries = {
  'Persian, common': { text: 'سلام' },
  'Persian, common, Arabic letters': { text: 'كن' },
  'Persian, common, in a quiet room': { text: 'سلام', room: quiet },
  'Persian, common, in a busy room': { text: 'سلام', room: busy },
  'Persian, rare': { text: rare.persian },
  'Persian, a part of words': { text: 'وشمن' },
  'Persian, two common words': { text: 'سلام ممنون' },
  'Persian, two letters': { text: 'نه' },
  'Persian, nothing': { text: 'قسطنطنیه' },
  'emote, common': { text: 'KEKW' },
  'emote, the least common': { text: 'clap' },
  'emote, common, in a quiet room': { text: 'KEKW', room: quiet },
  'emote, rare': { text: rare.emote },
  'emote and Persian': { text: 'monkaS عالی' },
  'English, common': { text: 'stream' },
  'English, two letters': { text: 'gg' },
  'common, by a rare author': { text: 'سلام', authorId: '81000' },
  'common, a day a third into it': {
    text: 'سلام',
    fromMs: startMs + spanMs / 3,
    toMs: startMs + spanMs / 3 + 86_400_000,
  },
  'a room alone': { room: quiet },
  'common, from the middle on': { text: 'سلام', cursor: String(Math.floor(count / 2)) },
}
const medians = []
for (const [name, query] of Object.entries(queries)) {
  const times = []
  let found = 0
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const beforeMs = performance.now()
    found = (await store.archive.search(query)).events.length
    times.push(performance.now() - beforeMs)
  }
  times.sort((a, b) => a - b)
  const median = times[Math.floor(repeats / 2)]
  medians.push(median)
  console.log(
    `  ${median.toFixed(2).padStart(7)} ms, longest ${times.at(-1).toFixed(1).padStart(6)}, ${String(found).padStart(2)} hits  ${name}`,
  )
}
medians.sort((a, b) => a - b)
console.log(
  `  median of all queries ${medians[Math.floor(medians.length / 2)].toFixed(2)} ms, slowest median ${medians.at(-1).toFixed(2)}`,
)

// What goes on in the background: how long in all, and how long the loop waited at most.
const work = {
  'erasing a person': () => store.archive.erase({ platform: 'kick', authorId: '80100' }),
  'pruning a twentieth': () => store.archive.prune({ beforeMs: startMs + spanMs / 20 }),
}
const inMs = (nanoseconds) => (nanoseconds / 1e6).toFixed(0)
for (const [name, body] of Object.entries(work)) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const beforeMs = performance.now()
  const counts = await body()
  const tookMs = performance.now() - beforeMs
  delay.disable()
  console.log(
    `  ${name}: ${JSON.stringify(counts)} in ${(tookMs / 1_000).toFixed(1)} s, ` +
      `the loop waited ${inMs(delay.percentile(50))} ms, p99 ${inMs(delay.percentile(99))}, longest ${inMs(delay.max)}`,
  )
}
await store.close()
rmSync(folder, { recursive: true })
