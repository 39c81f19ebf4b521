import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openSandbox } from './support/sandboxes.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const blocks = [...readme.matchAll(/```ts\n([^`]*)```/g)].map(([, code = '']) => code)
const statements = blocks.filter((code) => code.startsWith('sandbox.'))

test('what the README does with a sandbox can be done', async () => {
  const sandbox = await openSandbox({ rooms: ['ann'] })
  const room = sandbox.kick.room('ann')
  expect(statements).toHaveLength(2)
  for (const code of statements) {
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the text is this package's own
    const run = new Function('sandbox', 'room', code)
    expect(() => {
      run(sandbox, room)
    }, code).not.toThrow()
  }
  expect([sandbox.kick.realtime.tokenSeconds, sandbox.centrifugo.dataStyle]).toEqual([60, 'object'])
})
