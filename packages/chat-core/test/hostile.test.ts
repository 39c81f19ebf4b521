import { describe, expect, test } from 'vitest'
import {
  ChatError,
  createHub,
  createMemoryStore,
  type AdapterSession,
  type ChatAdapter,
  type Sink,
} from '../src/index.js'
import { createDesk, createFeed, roomOf, said } from './support/desk.js'
import { ManualClock, settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')


/** An adapter with one source, which runs as a test says. */
function adapterOf(run: (rooms: readonly unknown[], sink: Sink) => Promise<void>): ChatAdapter {
  const session: AdapterSession = {
    account: 'me',
    capabilities: () => ({}),
    sources: [{ via: 'socket', pausable: false, run }],
    close: async () => undefined,
  }
  return { platform: 'toy', open: async () => session }
}

describe('a source', () => {
  test('that is run again for other rooms, and cannot go back, admits what it may have missed in those it had', async () => {
    const { feed, hub } = await createDesk({ rooms: [lobby] })
    const gaps: unknown[] = []
    hub.on('gap', (gap) => void gaps.push(gap))
    feed.offer(said('1', lobby))
    await hub.room(roomOf('other')).join()
    await settled()
    const [fromMs, toMs] = [1_000_000, 1_000_000]
    expect(gaps).toEqual([
      { type: 'gap', room: lobby, fromMs, toMs, cause: 'reconnect', recovered: 0, complete: 'unknown' },
    ])
    await hub.close()
  })

  test.each([
    ['an abort', () => new DOMException('It was aborted.', 'AbortError')],
    ['an error of its own', () => new ChatError('closed', 'It was closed.')],
  ])('that ends with %s when rooms are joined runs on with them, and nothing is told', async (_how, reason) => {
    const clock = new ManualClock()
    const hub = createHub({ clock })
    const errors: ChatError[] = []
    hub.on('error', (error) => errors.push(error))
    const runs: (readonly unknown[])[] = []
    const adapter = adapterOf((rooms, { signal }) => {
      runs.push(rooms)
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(reason()))
      })
    })
    await hub.add(adapter)
    await hub.room(lobby).join()
    await settled()
    expect(runs).toEqual([[], [lobby]])
    expect(errors).toEqual([])
    await hub.close()
  })

  test('that offers after its account was taken out is not heard', async () => {
    const hub = createHub({ clock: new ManualClock() })
    const { adapter, feed } = createFeed({})
    const account = await hub.add(adapter)
    const heard: string[] = []
    hub.on('message', ({ message }) => void heard.push(message.text))
    const sink = feed.sink()
    await account.remove()
    expect(sink.offer([said('1', lobby)])).toBe('full')
    expect(heard).toEqual([])
    await hub.close()
  })

  test('that never ends holds up nobody for longer than ten seconds, and is told', async () => {
    const clock = new ManualClock()
    const hub = createHub({ clock })
    const errors: string[] = []
    hub.on('error', ({ message }) => errors.push(message))
    const account = await hub.add(adapterOf(() => new Promise(() => undefined)))
    const removed = account.remove()
    await clock.pass(10_000)
    await removed
    expect(errors).toEqual([
      'A socket source was told to stop and does not end; what it offers from now on is not taken.',
    ])
    expect(hub.inspect().accounts).toEqual([])
    await hub.close()
    expect(clock.pending).toBe(0)
  })
})
