/** Claims keys that others claim too: `run-claimer.ts PATH OWNER COUNT`. Waits for a line, then prints those it got. */
import { once } from 'node:events'
import { createSqliteStore } from '@wireloom/store-sqlite'

const [path = '', owner = '', count = '0'] = process.argv.slice(2)
const store = createSqliteStore({ path, durability: 'process-end', lockTimeoutMs: 30_000 })
process.stdout.write('ready\n')
await once(process.stdin, 'data')
const keys = Array.from({ length: Number(count) }, (_, index) => `key ${index}`)
const got: string[] = []
for (let first = 0; first < keys.length; first += 20) {
  const portion = keys.slice(first, first + 20)
  // oxlint-disable-next-line no-await-in-loop -- one batch after the other, as a hub does
  const results = await store.claims.claim(portion, owner, 60_000)
  got.push(...portion.filter((_, index) => results[index] === 'claimed'))
}
process.stdout.write(`${JSON.stringify(got)}\n`)
await store.close()
process.stdin.unref()
