import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { toMessage } from '../examples/own-adapter.js'
import { print } from '../examples/print-events.js'
import { renderText, type RoomRef } from '../src/index.js'

const examples = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const room: RoomRef = { platform: 'mine', account: 'me', room: 'lobby', kind: 'live' }

afterEach(() => vi.restoreAllMocks())

function printed(...events: readonly Parameters<typeof print>[0][]): readonly unknown[] {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  for (const event of events) print(event)
  return log.mock.calls.flat()
}

describe('examples', () => {
  test('are short', () => {
    for (const name of readdirSync(examples)) {
      expect(readFileSync(new URL(name, examples), 'utf8').split('\n').length, name).toBeLessThanOrEqual(40)
    }
  })

  test('the README shows how to print events as it is', () => {
    expect(readme).toContain(readFileSync(new URL('print-events.ts', examples), 'utf8').trim())
  })

  test('an adapter of one’s own makes messages that anybody can print', () => {
    const line = { id: '7', nick: 'ann', body: 'hi @bob, and @carl', at: 1_000 }
    const message = toMessage(line, room)
    expect(message.parts).toEqual([
      { type: 'text', text: 'hi ' },
      { type: 'mention', name: 'bob' },
      { type: 'text', text: ', and ' },
      { type: 'mention', name: 'carl' },
    ])
    expect(message).toMatchObject({ text: renderText(message.parts), sentAt: 1_000, raw: line })
    expect(
      printed(
        { type: 'message', message },
        { type: 'delete', target: message.ref, inferred: false },
        { type: 'gap', room, cause: 'reconnect', recovered: 0, complete: false },
        { type: 'status', room, state: 'live' },
      ),
    ).toEqual(['ann: hi @bob, and @carl', 'gone: mine/me/lobby/7', 'something was lost (reconnect)'])
  })
})
