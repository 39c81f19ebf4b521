import { systemClock } from '@wireloom/chat-core'
import { createMemoryAdapter, MemoryPlatform } from '@wireloom/chat-core/testing'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createBot } from '../examples/answer.js'

test('the bot of the example answers whoever mentions it', async () => {
  const platform = new MemoryPlatform({ clock: systemClock })
  const chat = createBot(
    createMemoryAdapter(platform),
    [{ room: 'lobby', kind: 'live' }],
    async function* (question) {
      yield 'You said: '
      yield question
    },
  )
  await chat.initialize()
  platform.say('lobby', 'ann', '@shopbot hi')
  await expect.poll(() => platform.lines('lobby').at(-1)?.text).toBe('You said: @shopbot hi')
  await chat.shutdown()
})

test('the page shows the example as it is', () => {
  const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
  // A page is narrower than a file.
  const bare = (text: string): string => text.replaceAll(/\s+/gu, '').replaceAll(',)', ')')
  expect(bare(read('README.md'))).toContain(bare(read('examples/answer.ts')))
})
