import { describe, expect, test } from 'vitest'
import {
  ChatError,
  createHub,
  createMemoryStore,
  defineStore,
  type Arrival,
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
  ])(
    'that ends with %s when rooms are joined runs on with them, and nothing is told',
    async (_how, reason) => {
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
    },
  )

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
      'A socket source was told to stop and does not end; what it offers is not taken.',
    ])
    expect(hub.inspect().accounts).toEqual([])
    await hub.close()
    expect(clock.pending).toBe(0)
  })
})

describe('an account', () => {
  test.each([
    ['nothing', undefined, 'adapter.platform'],
    ['no open', { platform: 'toy' }, 'adapter.open'],
    ['no session', { platform: 'toy', open: async () => undefined }, 'The session of toy: account'],
    ['a number', { platform: 'toy', open: async () => ({ account: 7 }) }, 'The session of toy: account'],
    [
      'no sources',
      {
        platform: 'toy',
        open: async () => ({ account: 'me', capabilities: () => ({}), close: async () => undefined }),
      },
      'The session of toy: sources',
    ],
  ])('of an adapter with %s is refused by what is missing', async (_what, adapter, name) => {
    const hub = createHub()
    await expect(hub.add(adapter as never)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(name),
    })
    await hub.close()
  })

  test('cannot join a room of another one', async () => {
    const hub = createHub()
    const { adapter } = createFeed({})
    const rooms = [{ ...lobby, account: 'somebody else' }]
    await expect(hub.add(adapter, { rooms })).rejects.toMatchObject({ code: 'invalid' })
    expect(hub.inspect().accounts).toEqual([])
    await hub.close()
  })

  test('that is never opened is let go of when the hub closes, and closed should it open after all', async () => {
    let open: ((session: AdapterSession) => void) | undefined
    let closes = 0
    const { session } = createFeed({ session: { close: async () => void (closes += 1) } })
    const hub = createHub({ clock: new ManualClock() })
    const added = hub.add({ platform: 'toy', open: () => new Promise((resolve) => (open = resolve)) })
    const refused = expect(added).rejects.toMatchObject({ code: 'closed' })
    await hub.close()
    await refused
    open?.(session)
    await settled()
    expect(closes).toBe(1)
  })

  test('that throws in closing, or never closes, does not keep the hub from it', async () => {
    const throws = createFeed({
      session: {
        close: () => {
          throw new Error('Not today.')
        },
      },
    })
    const never = createFeed({ session: { account: 'other', close: () => new Promise(() => undefined) } })
    const clock = new ManualClock()
    const hub = createHub({ clock })
    const errors: string[] = []
    hub.on('error', ({ message }) => errors.push(message))
    await hub.add(throws.adapter)
    await hub.add(never.adapter)
    const closed = hub.close({ timeoutMs: 1_000 })
    await clock.pass(1_000)
    await closed
    expect(errors).toEqual(['The session of toy did not close.'])
    expect(clock.pending).toBe(0)
  })

  test('taken out twice at once is closed once, after what was heard of it is handled', async () => {
    const order: string[] = []
    const { adapter, feed } = createFeed({ session: { close: async () => void order.push('closed') } })
    const hub = createHub({ clock: new ManualClock() })
    const account = await hub.add(adapter)
    let finish: (() => void) | undefined
    hub.on('message', async () => {
      await new Promise<void>((resolve) => (finish = resolve))
      order.push('handled')
    })
    feed.offer(said('1', lobby))
    const removed = Promise.all([account.remove(), account.remove()])
    await settled()
    expect(order).toEqual([])
    finish?.()
    await removed
    expect(order).toEqual(['handled', 'closed'])
    await hub.close()
  })
})

describe('a webhook delivery', () => {
  const request = (): Request => new Request('http://127.0.0.1/', { method: 'POST' })
  const target = { platform: 'toy' }

  test('that names no account is nobody’s where there are several', async () => {
    const hub = createHub()
    const webhook = async () => ({ response: new Response('taken'), arrivals: [] })
    for (const account of ['me', 'other'])
      await hub.add(createFeed({ session: { account, webhook } }).adapter)
    await expect(hub.webhook(request(), target)).rejects.toMatchObject({ code: 'not_found' })
    expect((await hub.webhook(request(), { ...target, account: 'other' })).status).toBe(200)
    await hub.close()
  })

  test('that was being read when the hub closed is asked to come again, since nobody is left to hear it', async () => {
    let read: ((arrivals: readonly Arrival[]) => void) | undefined
    const { hub } = await createDesk({
      session: {
        webhook: async () => ({
          response: new Response('taken'),
          arrivals: await new Promise((resolve) => (read = resolve)),
        }),
      },
    })
    const answer = hub.webhook(request(), target)
    await settled()
    await hub.close()
    read?.([said('1', lobby)])
    expect((await answer).status).toBe(503)
  })

  test('is not kept from its answer by another one of its room that is never handled', async () => {
    const { claims } = createMemoryStore()
    const texts = ['stuck', 'sound']
    const { clock, hub } = await createDesk({
      hub: { store: defineStore({ durable: true, claims }) },
      session: {
        webhook: async () => ({
          response: new Response('handled'),
          arrivals: [said(texts.shift() ?? '', lobby)],
        }),
      },
    })
    hub.on(
      'message',
      ({ message }) => (message.text === 'stuck' ? new Promise(() => undefined) : undefined),
      {
        order: 'none',
      },
    )
    const stuck = hub.webhook(request(), target)
    expect((await hub.webhook(request(), target)).status).toBe(200)
    await clock.pass(5_000)
    expect((await stuck).status).toBe(503)
    const closed = hub.close({ timeoutMs: 0 })
    await clock.pass(1)
    await closed
  })

  test('is answered with a durable store once it is handled, and by 503 where that takes too long', async () => {
    const { claims, archive, cursors } = createMemoryStore()
    const store = defineStore({ durable: true, claims, archive, cursors })
    const { clock, hub } = await createDesk({
      hub: { store },
      session: { webhook: async () => ({ response: new Response('handled'), arrivals: [said('1', lobby)] }) },
    })
    let calls = 0
    let finish: (() => void) | undefined
    hub.on('message', () => {
      calls += 1
      return new Promise<void>((resolve) => (finish = resolve))
    })
    const first = hub.webhook(request(), target)
    await clock.pass(5_000)
    expect((await first).status).toBe(503)
    const second = hub.webhook(request(), target)
    let isAnswered = false
    void second.then(() => (isAnswered = true))
    await settled()
    expect(isAnswered).toBe(false)
    finish?.()
    expect(await (await second).text()).toBe('handled')
    expect((await archive.history(lobby, {})).messages).toHaveLength(1)
    expect(calls).toBe(1)
    expect(hub.guarantees().webhooks).toBe('handled')
    await hub.close()
  })
})

test('an event that no archive takes is told, and keeps none beside or behind it from being kept', async () => {
  const { claims, archive, cursors } = createMemoryStore()
  const store = defineStore({
    durable: true,
    claims,
    cursors,
    archive: {
      history: archive.history.bind(archive),
      append: async (events) => {
        if (events.some(({ key }) => key.endsWith('/odd'))) throw new ChatError('invalid', 'What is that?')
        return archive.append(events)
      },
    },
  })
  const { clock, errors, feed, hub } = await createDesk({ hub: { store } })
  feed.offer(said('1', lobby), said('odd', lobby), said('2', lobby))
  await clock.pass(1_000)
  feed.offer(said('3', lobby))
  await clock.pass(1_000)
  expect((await archive.history(lobby, {})).messages.map(({ text }) => text)).toEqual(['1', '2', '3'])
  expect(errors.map(({ code, message }) => [code, message])).toEqual([
    ['invalid', 'The archive does not take the event toy/me/lobby/odd; it is not kept there.'],
  ])
  expect(hub.inspect().rooms.map(({ unfinished }) => unfinished)).toEqual([0])
  await hub.close()
})
