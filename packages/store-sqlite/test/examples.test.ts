import { globSync, readFileSync } from 'node:fs'
import { createFakeClock, createMemoryAdapter, MemoryPlatform, turn } from '@wireloom/chat-core/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { startFindBot } from '../examples/find-bot.js'
import { keepHouse, printFound } from '../examples/read-archive.js'
import { openSession } from '../examples/stay-signed-in.js'
import { openQuietly } from '../examples/without-warning.js'
import { createSqliteStore } from '../src/index.js'
import { newPath } from './support/folder.js'
import { lobby, said } from './support/store.js'

const root = new URL('../', import.meta.url)

afterEach(() => vi.restoreAllMocks())

describe('examples', () => {
  test('hold all code that the README shows', () => {
    const flat = (code: string): string => code.replaceAll(/^ +/gm, '').trim()
    const files = globSync('examples/*.ts', { cwd: root }).map((name) =>
      flat(readFileSync(new URL(name, root), 'utf8')),
    )
    const shown = [...readFileSync(new URL('README.md', root), 'utf8').matchAll(/```ts\n(.*?)```/gs)]
    expect(shown.length).toBeGreaterThan(3)
    for (const [, code = ''] of shown)
      expect(
        files.some((file) => file.includes(flat(code))),
        code,
      ).toBe(true)
  })

  test('a bot finds who said something last', async () => {
    const platform = new MemoryPlatform({ clock: createFakeClock() })
    const hub = await startFindBot(newPath(), createMemoryAdapter(platform))
    await hub.room({ platform: 'memory', account: 'bot', room: 'lobby', kind: 'live' }).join()
    for (const text of ['the tea is good', 'no it is not']) platform.say('lobby', 'ann', text)
    await expect.poll(() => hub.inspect().dedupe.inFlight).toBe(0)
    platform.say('lobby', 'bo', '!find TEA')
    await expect.poll(() => platform.lines('lobby').at(-1)?.text).toBe('ann: the tea is good')
    await hub.close()
  })

  test('an archive is read page by page, and cleaned', async () => {
    const path = newPath()
    const store = createSqliteStore({ path })
    const many = Array.from({ length: 60 }, (_, index) =>
      said(String(index), `${index} قيمت چای`, { sentAt: Date.now() }),
    )
    await store.archive.append([...many, said('old', 'قیمت چای', { sentAt: 1 })])
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    await printFound(path, lobby)
    expect(log.mock.calls).toHaveLength(61)
    expect(await keepHouse(store, 'u1')).toBe('1 messages were old, 60 were theirs')
    await store.close()
  })

  test('a session finds its token again', async () => {
    const path = newPath()
    const refresh = vi.fn(async () => ({ accessToken: 'new', expiresAtMs: Date.now() + 3_600_000 }))
    for (const _ of [1, 2]) {
      await using store = createSqliteStore({ path })
      expect(await openSession(store, refresh).current({})).toMatchObject({ accessToken: 'new' })
      await turn()
    }
    expect(refresh).toHaveBeenCalledOnce()
  })

  test('a store opens without the warning, and other warnings are heard', async () => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const store = openQuietly(':memory:')
    expect(emit).not.toHaveBeenCalled()
    process.emitWarning('something else')
    expect(emit).toHaveBeenCalledOnce()
    await store.close()
  })
})
