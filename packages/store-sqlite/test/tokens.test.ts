import { inspect } from 'node:util'
import { TokenSession, type TokenStore } from '@wireloom/http-core'
import { createFakeClock, turn } from '@wireloom/chat-core/testing'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { createSqliteStore, type StoredTokens } from '../src/index.js'
import { newPath } from './support/folder.js'
import { openStore } from './support/store.js'

describe('tokens', () => {
  test('are kept by account, whatever a session adds to them, until they are forgotten', async () => {
    const path = newPath()
    const first = createSqliteStore({ path })
    const token = { accessToken: 'a', refreshToken: 'r', expiresAtMs: 5, scopes: ['chat'], kind: 'user' }
    await first.tokens('kick/1').set(token)
    await first.tokens('kick/2').set({ accessToken: 'b' })
    await first.close()
    await using store = createSqliteStore({ path })
    expect(await store.tokens('kick/1').get()).toEqual(token)
    await store.tokens('kick/1').set(undefined)
    expect(await store.tokens('kick/1').get()).toBeUndefined()
    expect(await store.tokens('kick/2').get()).toEqual({ accessToken: 'b' })
    expect(() => store.tokens('')).toThrow('account must be')
  })

  test('serve sessions of http-core: of two with one file one renews, and both have the new pair', async () => {
    const path = newPath()
    await using one = createSqliteStore({ path })
    await using two = createSqliteStore({ path })
    const stores: readonly TokenStore[] = [one.tokens('kick/1'), two.tokens('kick/1')]
    await stores[0]?.set({ accessToken: 'old', refreshToken: 'r1', expiresAtMs: 1 })
    const spent: (string | undefined)[] = []
    const sessions = stores.map(
      (store) =>
        new TokenSession({
          store,
          refresh: async (last) => {
            spent.push(last?.refreshToken)
            await turn()
            return {
              accessToken: `new${spent.length}`,
              refreshToken: 'r2',
              expiresAtMs: Date.now() + 3_600_000,
            }
          },
        }),
    )
    const current = await Promise.all(sessions.map(async (session) => session.current({})))
    expect(current.map(({ accessToken }) => accessToken)).toEqual(['new1', 'new1'])
    expect(spent).toEqual(['r1'])
    expect(await stores[1]?.get()).toMatchObject({ accessToken: 'new1', refreshToken: 'r2' })
  })

  test('are locked by one at a time, for as long as its work takes, and free when it fails', async () => {
    const clock = createFakeClock()
    const { store } = openStore(newPath(), clock)
    const tokens: StoredTokens = store.tokens('kick/1')
    const order: string[] = []
    let end = (): void => undefined
    const first = tokens.withLock(async () => {
      order.push('first begins')
      await new Promise<void>((resolve) => {
        end = resolve
      })
      throw new RangeError('it failed')
    })
    first.catch(() => order.push('first ends'))
    await turn()
    const second = tokens.withLock(async () => order.push('second'))
    await clock.advance(45_000)
    expect(order).toEqual(['first begins'])
    end()
    await turn()
    await clock.advance(100)
    await second
    expect(order).toEqual(['first begins', 'first ends', 'second'])
    await expect(first).rejects.toThrow('it failed')
    expect(clock.pending).toBe(0)
  })

  test('give what their work came to, though the store is closed before its end', async () => {
    const { store } = openStore()
    const work = store.tokens('kick/1').withLock(async () => {
      await store.close()
      return 'done'
    })
    expect(await work).toBe('done')
  })

  test('of a process that died are free when its lease is over', async () => {
    const clock = createFakeClock()
    const { store } = openStore(newPath(), clock)
    await store.leases.acquire('token/kick/1', 'dead', 30_000)
    const work = store.tokens('kick/1').withLock(async () => 'done')
    await clock.advance(30_100)
    expect(await work).toBe('done')
  })

  test('that another holds for a minute are given up, with a clear error', async () => {
    const clock = createFakeClock()
    const { store } = openStore(newPath(), clock)
    await store.leases.acquire('token/kick/1', 'another', 3_600_000)
    const work = store.tokens('kick/1').withLock(async () => 'done')
    work.catch(() => undefined)
    await clock.advance(61_000)
    await expect(work).rejects.toMatchObject({ code: 'timeout', retryable: true })
  })

  test('appear in no error, whatever goes wrong with them', async () => {
    const path = newPath()
    const { store, connection } = openStore(path)
    const tokens = store.tokens('kick/1')
    const secret = 'sekrit-1234'
    const seen: unknown[] = []
    const keep = async (promise: Promise<unknown>): Promise<void> =>
      void seen.push(await promise.catch((error: unknown) => error))
    connection.exec('pragma max_page_count = 1')
    await keep(tokens.set({ accessToken: secret.repeat(1_000) }))
    connection.exec('pragma max_page_count = 10000')
    connection.exec(`insert into token values ('kick/1', '{"accessToken":"${secret}')`)
    await keep(tokens.get())
    const other = new DatabaseSync(path)
    other.exec('drop table token')
    other.close()
    await keep(tokens.set({ accessToken: secret }))
    expect(seen.map((error) => (error as { code: unknown }).code)).toEqual([
      'unavailable',
      'protocol',
      'protocol',
    ])
    expect(inspect(seen, { depth: 10 })).not.toContain(secret)
  })
})
