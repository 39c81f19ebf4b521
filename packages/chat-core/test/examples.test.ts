import { globSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { greet } from '../examples/greet.js'
import { toMessage } from '../examples/own-adapter.js'
import { print } from '../examples/print-events.js'
import { renderText, type RoomRef } from '../src/index.js'
import { createFeed, said } from './support/desk.js'

const examples = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const room: RoomRef = { platform: 'toy', account: 'me', room: 'lobby', kind: 'live' }

afterEach(() => vi.restoreAllMocks())

function printed(...events: readonly Parameters<typeof print>[0][]): readonly unknown[] {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  for (const event of events) print(event)
  return log.mock.calls.flat()
}

describe('examples', () => {
  test('are short', () => {
    for (const name of globSync('*.ts', { cwd: examples })) {
      expect(readFileSync(new URL(name, examples), 'utf8').split('\n').length, name).toBeLessThanOrEqual(40)
    }
  })

  test('hold all code that the README shows', () => {
    const flat = (code: string): string => code.replaceAll(/^ +/gm, '').trim()
    const files = globSync('**/*.ts', { cwd: examples }).map((name) =>
      flat(readFileSync(new URL(name, examples), 'utf8')),
    )
    const shown = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => flat(code))
    expect(shown.length).toBeGreaterThan(4)
    for (const code of shown)
      expect(
        files.some((file) => file.includes(code)),
        code,
      ).toBe(true)
  })

  test('greet whoever says hello, and tell what is missing', async () => {
    const { adapter, feed, session } = createFeed({
      capabilities: { 'message.send': { level: 'native', official: true } },
      session: { send: async (_, { text }) => (sent.push(text), { refs: [], sentAt: 0 }) },
    })
    const sent: string[] = []
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const hub = await greet(adapter)
    feed.offer(said('hello there', room), said('bye', room), {
      event: { type: 'gap', room, cause: 'reconnect', recovered: 0, complete: false },
    })
    await hub.close()
    expect(sent).toEqual(['Hello, Ann!'])
    expect(log.mock.calls).toEqual([['some events missing in lobby (reconnect)']])
    expect(session.account).toBe('me')
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
    ).toEqual(['ann: hi @bob, and @carl', 'gone: toy/me/lobby/7', 'something was lost (reconnect)'])
  })
})
