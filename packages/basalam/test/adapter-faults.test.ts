import { ChatError, createMemoryStore, type ChatErrorCode, type MemoryStore } from '@wireloom/chat-core'
import { describe, expect, test } from 'vitest'
import { HubRun, openPlaceForTest } from './support/hub-run.js'

/** A store that keeps no more than it has, while it is broken. */
class BreakableStore {
  code: ChatErrorCode | undefined
  readonly store: MemoryStore

  constructor() {
    const store = createMemoryStore()
    const { kv } = store
    const set: typeof kv.set = async (key, value, timeToLiveMs) => {
      if (this.code !== undefined) throw new ChatError(this.code, 'The file cannot be written.')
      await kv.set(key, value, timeToLiveMs)
    }
    this.store = { ...store, kv: { get: (key) => kv.get(key), set, delete: (key) => kv.delete(key) } }
  }
}

describe.each(['unavailable', 'forbidden', 'protocol'] as const)('a store that refuses as %s', (code) => {
  test('at the very first start keeps no message from being told, and is tried again', async () => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const breakable = new BreakableStore()
    breakable.code = code
    const run = await HubRun.start(place, breakable.store)
    await run.look()
    for (const text of ['one', 'two', 'three']) {
      world.receive({ from: world.customer, text })
      // oxlint-disable-next-line no-await-in-loop -- look after look
      await run.look()
    }
    expect(run.texts).toEqual(['one', 'two', 'three'])
    const states = (): readonly unknown[] => run.of('status').map(({ state, error }) => [state, error?.code])
    expect(states()).toEqual([
      ['connecting', undefined],
      ['degraded', code],
    ])
    breakable.code = undefined
    await run.look()
    expect(states().at(-1)).toEqual(['live', undefined])
    await run.close()
    world.receive({ from: world.customer, text: 'meanwhile' })
    const next = await HubRun.start(place, breakable.store)
    await next.look()
    await next.close()
    expect(next.texts).toEqual(['meanwhile'])
  })

  test('later on keeps no message from being told either, and says once that it is so', async () => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const breakable = new BreakableStore()
    const run = await HubRun.start(place, breakable.store)
    await run.look()
    breakable.code = code
    for (const text of ['one', 'two', 'three', 'four']) {
      // oxlint-disable-next-line no-await-in-loop -- look after look
      await place.clock.advance(60_000)
      world.receive({ from: world.customer, text })
      // oxlint-disable-next-line no-await-in-loop
      await run.look()
    }
    expect(run.texts).toEqual(['one', 'two', 'three', 'four'])
    expect(run.of('status').map(({ error }) => error?.code)).toEqual([undefined, undefined, code])
    breakable.code = undefined
    await place.clock.advance(60_000)
    expect(run.of('status').at(-1)).toMatchObject({ state: 'live' })
    await run.close()
  })
})
