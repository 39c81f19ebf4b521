import { describe, expect, test, vi } from 'vitest'
import {
  ChatError,
  createHub,
  createMemoryStore,
  defineStore,
  type AdapterContext,
  type Arrival,
  type ChatEvent,
} from '../src/index.js'
import { createDesk, createFeed, roomOf, said } from './support/desk.js'
import { ManualClock, settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')
const other = roomOf('other')
const receive = (resumable: boolean) =>
  ({ level: 'native', official: true, receive: { ordered: true, resumable, events: ['message'] } }) as const

describe('a source', () => {
  test('is told the rooms that were joined, and run again for others', async () => {
    const { feed, hub } = await createDesk({ rooms: [lobby] })
    await hub.room(other).join()
    await settled()
    await hub.room(other).join()
    await hub.room(lobby).leave()
    await settled()
    expect(feed.runs).toEqual([[lobby], [lobby, other], [other]])
    await hub.close()
  })

  test('that takes note of rooms while it runs is not run again', async () => {
    const updates: unknown[] = []
    const { feed, session } = createFeed({})
    const [source] = session.sources
    if (source === undefined) throw new Error('no source')
    const hub = createHub({ clock: new ManualClock() })
    const sources = [{ ...source, update: async (rooms: unknown) => void updates.push(rooms) }]
    await hub.add({ platform: 'toy', open: async () => ({ ...session, sources }) })
    await hub.room(lobby).join()
    expect([feed.runs, updates]).toEqual([[[]], [[lobby]]])
    await hub.close()
  })

  test('that fails is run again after growing waits, and what may be missing is told', async () => {
    const { clock, errors, feed, hub } = await createDesk({
      rooms: [lobby],
      capabilities: { 'receive.socket': receive(false) },
    })
    const seen: ChatEvent[] = []
    hub.on(['status', 'gap'], (event) => seen.push(event))
    feed.offer(said('1', lobby))
    await clock.pass(400)
    const error = new ChatError('network', 'Lost.')
    feed.end(error)
    await clock.pass(499)
    expect(feed.runs).toHaveLength(1)
    await clock.pass(1)
    expect(feed.runs).toHaveLength(2)
    expect(seen).toEqual([
      { type: 'status', state: 'degraded', error },
      {
        type: 'gap',
        room: lobby,
        fromMs: 1_000_000,
        toMs: 1_000_900,
        cause: 'reconnect',
        recovered: 0,
        complete: false,
      },
    ])
    feed.end(new RangeError('an adapter’s own'))
    await clock.pass(999)
    expect(feed.runs).toHaveLength(2)
    await clock.pass(1)
    expect(feed.runs).toHaveLength(3)
    expect(errors.map(({ code }) => code)).toEqual(['network', 'unavailable'])
    await hub.close()
  })

  test('that can resume is asked for nothing and tells no gap', async () => {
    const { clock, feed, hub } = await createDesk({
      rooms: [lobby],
      capabilities: { 'receive.socket': receive(true) },
    })
    let gaps = 0
    hub.on('gap', () => (gaps += 1))
    feed.end(new ChatError('network', 'Lost.'))
    await clock.pass(60_000)
    expect([feed.runs.length, gaps]).toEqual([2, 0])
    await hub.close()
  })

  test('that cannot go on stays closed', async () => {
    const { clock, errors, feed, hub } = await createDesk()
    const states: string[] = []
    hub.on('status', ({ state }) => states.push(state))
    feed.end(new ChatError('unauthenticated', 'Log in again.'))
    await clock.pass(600_000)
    expect([feed.runs.length, states, errors.length]).toEqual([1, ['closed'], 1])
    expect(hub.inspect().accounts).toMatchObject([
      { sources: [{ via: 'socket', state: 'closed', pausable: false }] },
    ])
    await hub.close()
  })
})

describe('a hub', () => {
  test('refuses an account that is there already, and everything once it is closed', async () => {
    const { hub } = await createDesk()
    let closed = 0
    const { adapter, session } = createFeed({ session: { close: async () => void (closed += 1) } })
    await expect(hub.add(adapter)).rejects.toMatchObject({ code: 'invalid' })
    expect(closed).toBe(1)
    await hub.close()
    await hub.close()
    await expect(hub.add(adapter)).rejects.toMatchObject({ code: 'closed' })
    expect(() => hub.on('message', () => undefined)).toThrow(/closed/)
    await expect(hub.webhook(new Request('http://127.0.0.1/'), { platform: 'toy' })).rejects.toMatchObject({
      code: 'closed',
    })
    void session
  })

  test('hands adapters what it was given, and nothing of another platform', async () => {
    const store = createMemoryStore()
    const clock = new ManualClock()
    let context: AdapterContext | undefined
    const hub = createHub({ clock, store, fetch: async () => new Response('ours') })
    await hub.add({
      platform: 'toy',
      open: async (given) => {
        context = given
        return createFeed({}).session
      },
    })
    expect(context?.clock).toBe(clock)
    expect(await (await context?.fetch('http://127.0.0.1/'))?.text()).toBe('ours')
    await context?.kv?.set('a', '1')
    expect(await store.kv.get('toy/a')).toBe('1')
    expect(await context?.kv?.get('a')).toBe('1')
    await context?.kv?.delete('a')
    expect(await store.kv.get('toy/a')).toBeUndefined()
    expect(context?.signal.aborted).toBe(false)
    await hub.close()
    expect(context?.signal.aborted).toBe(true)
  })

  test('waits on closing until what was taken is handled, and no longer than it is told', async () => {
    const { clock, feed, hub } = await createDesk()
    let end: () => void = () => undefined
    hub.on('message', () => new Promise<void>((resolve) => (end = resolve)))
    feed.offer(said('1', lobby))
    let isClosed = false
    const closed = hub.close({ timeoutMs: 5_000 }).then(() => (isClosed = true))
    await clock.pass(4_999)
    expect(isClosed).toBe(false)
    end()
    await closed
    expect(clock.pending).toBe(0)
  })

  test('closes with its signal', async () => {
    const controller = new AbortController()
    let closed = 0
    const { clock } = await createDesk({
      hub: { signal: controller.signal },
      session: { close: async () => void (closed += 1) },
    })
    controller.abort()
    await settled()
    expect([closed, clock.pending]).toEqual([1, 0])
  })

  test('gives out each delivery of a webhook once, and answers when it is taken', async () => {
    const arrivals: readonly Arrival[] = [said('1', lobby), said('2', lobby)]
    const { hub } = await createDesk({
      session: { webhook: async () => ({ response: new Response(null, { status: 204 }), arrivals }) },
    })
    const seen: unknown[] = []
    hub.on('message', ({ message }, { via }) => seen.push([message.text, via]))
    const deliver = (): Promise<Response> =>
      hub.webhook(new Request('http://127.0.0.1/', { method: 'POST' }), { platform: 'toy' })
    expect((await deliver()).status).toBe(204)
    expect((await deliver()).status).toBe(204)
    expect(seen).toEqual([
      ['1', 'webhook'],
      ['2', 'webhook'],
    ])
    await expect(hub.webhook(new Request('http://127.0.0.1/'), { platform: 'kick' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await hub.close()
  })

  test('asks a webhook to come again where nobody has room for it', async () => {
    const { clock, hub } = await createDesk({
      session: { webhook: async () => ({ response: new Response('taken'), arrivals: [said('2', lobby)] }) },
    })
    const stream = hub.stream({ limit: 1 })
    const deliver = (): Promise<Response> =>
      hub.webhook(new Request('http://127.0.0.1/'), { platform: 'toy' })
    expect((await deliver()).status).toBe(200)
    const refused = deliver()
    await clock.pass(5_000)
    expect((await refused).status).toBe(503)
    const waiting = deliver()
    await settled()
    await stream.next()
    await clock.pass(100)
    expect((await waiting).status).toBe(200)
    await stream.return()
    await hub.close()
  })

  test('says late what comes late, by the time it was sent or the adapter’s word', async () => {
    const { clock, feed, hub } = await createDesk()
    const seen: boolean[] = []
    hub.on('message', (_, { late }) => seen.push(late))
    await clock.pass(61_000)
    feed.offer(said('1', lobby), said('2', lobby, { sentAt: clock.now() }), {
      ...said('3', lobby),
      late: false,
    })
    expect(seen).toEqual([true, false, false])
    await hub.close()
  })

  test('tells its whole state as data that survives JSON', async () => {
    const { clock, feed, hub } = await createDesk({ rooms: [lobby] })
    hub.on('message', () => new Promise(() => undefined), { name: 'stuck', limit: 5 })
    feed.offer(said('1', lobby), said('2', lobby), said('2', lobby), {
      event: { type: 'status', state: 'live' },
    })
    const report = hub.inspect()
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(report).toEqual({
      accounts: [
        {
          platform: 'toy',
          account: 'me',
          sources: [
            { via: 'socket', state: 'live', pausable: false, lastArrivalAtMs: 1_000_000, silentForMs: 0 },
          ],
        },
      ],
      rooms: [{ key: 'toy/me/lobby', joined: true, unfinished: 2, watermarkAgeMs: 0 }],
      subscriptions: [
        { name: 'stuck', overflow: 'block', depth: 1, running: 1, delivered: 0, dropped: 0, failed: 0 },
      ],
      counters: {
        received: 4,
        duplicates: 1,
        late: 0,
        echoes: 0,
        gaps: 0,
        dropped: 0,
        deadLetters: 0,
        errors: 0,
      },
      coverage: { only: { socket: 2 }, both: 0 },
      dedupe: { remembered: 2, inFlight: 2 },
      outbox: { waiting: 0, sending: 0 },
    })
    const closed = hub.close({ timeoutMs: 0 })
    await clock.pass(1)
    await closed
  })

  test('promises what its store can keep', async () => {
    const memory = createMemoryStore()
    const promised = (options: Parameters<typeof createHub>[0]) => {
      const { notes, ...rest } = createHub(options).guarantees()
      expect(notes).toHaveLength(options?.store === undefined ? 2 : 6)
      return rest
    }
    const least = {
      acrossRestarts: 'at-most-once',
      effects: 'at-least-once',
      webhooks: 'taken',
      sends: 'in-memory',
      dedupeWindowMs: 3_600_000,
    }
    expect(promised({})).toEqual(least)
    expect(promised({ store: memory })).toEqual(least)
    expect(promised({ dedupe: false })).toEqual({ ...least, dedupeWindowMs: 0 })
    expect(promised({ store: defineStore({ ...memory, durable: true }) })).toEqual({
      acrossRestarts: 'at-least-once',
      effects: 'exactly-once',
      webhooks: 'handled',
      sends: 'durable',
      dedupeWindowMs: 3_600_000,
    })
  })

  test('says how long a source has been silent, by what it brought and by its own word', async () => {
    const { clock, feed, hub } = await createDesk()
    const source = () => hub.inspect().accounts[0]?.sources[0]
    await clock.pass(10)
    expect(source()).toEqual({ via: 'socket', state: 'connecting', pausable: false, silentForMs: 10 })
    feed.offer(said('1', lobby))
    await clock.pass(20)
    expect(source()).toMatchObject({ lastArrivalAtMs: 1_000_010, silentForMs: 20 })
    feed.sink().alive()
    await clock.pass(5)
    expect(source()).toMatchObject({ lastSignAtMs: 1_000_030, silentForMs: 5 })
    await hub.close()
  })

  test('counts into the meter it is given, by few labels', async () => {
    const counts = new Map<string, number>()
    const names = new Set<string>()
    const { feed, hub } = await createDesk({
      hub: {
        meter: {
          count: (name, by, labels) => {
            counts.set(name, (counts.get(name) ?? 0) + by)
            for (const label of Object.keys(labels)) names.add(label)
          },
          record: (name, value) => counts.set(name, value),
        },
      },
    })
    hub.on('message', () => undefined)
    feed.offer(said('1', lobby), said('1', lobby))
    expect(Object.fromEntries(counts)).toEqual({
      'chat.received': 2,
      'chat.duplicates': 1,
      'chat.handled_ms': 0,
    })
    expect([...names]).toEqual(['kind'])
    await hub.close()
  })

  test('shows errors that nobody listens for, and never throws them', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const { adapter, feed } = createFeed({})
    const hub = createHub({ clock: new ManualClock() })
    await hub.add(adapter)
    hub.on('message', () => {
      throw new RangeError('boo')
    })
    feed.offer(said('1', lobby))
    expect(warned.mock.calls.map(([error]) => String(error))).toEqual([
      'ChatError: The handler 1 failed on toy/me/lobby/1 (attempt 1).',
    ])
    warned.mockRestore()
    await hub.close()
  })

  test('is refused with options that are none, by name', () => {
    expect(() => createHub({ dedupe: { windowMs: -1 } })).toThrow(/^dedupe\.windowMs/)
    expect(() => createHub({ dedupe: { limit: 0 } })).toThrow(/^dedupe\.limit/)
    expect(() => createHub({ random: 4 as never })).toThrow(/^random/)
    expect(() => createHub({ store: { durable: true } as never })).toThrow(
      /^store must be made by .*defineStore/,
    )
    expect(() => createHub().on([], () => undefined)).toThrow(/^The event types/)
    expect(() => createHub().stream({ types: [] })).toThrow(/^The event types/)
  })
})

describe('two hubs at one store', () => {
  test('handle each event once between them, and take over what the other left', async () => {
    const clock = new ManualClock()
    const store = createMemoryStore({ clock })
    const one = await createDesk({ clock, hub: { store } })
    const two = await createDesk({ clock, hub: { store, random: () => 0.25 } })
    const seen: string[] = []
    one.hub.on('message', ({ message }) => {
      seen.push(`one ${message.text}`)
      return message.text === 'stuck' ? new Promise(() => undefined) : undefined
    })
    two.hub.on('message', ({ message }) => void seen.push(`two ${message.text}`))
    one.feed.offer(said('1', lobby), said('stuck', lobby))
    await settled()
    two.feed.offer(said('1', lobby), said('stuck', lobby), said('2', lobby))
    await settled()
    one.feed.offer(said('2', lobby))
    await settled()
    expect(seen).toEqual(['one 1', 'one stuck', 'two 2'])
    // Alive, the one keeps its claim; gone, it loses it.
    await clock.pass(120_000)
    expect(seen).toHaveLength(3)
    const closed = one.hub.close({ timeoutMs: 0 })
    await clock.pass(61_000)
    await closed
    expect(seen).toEqual(['one 1', 'one stuck', 'two 2', 'two stuck'])
    expect((await store.archive.history(lobby, {})).messages.map(({ text }) => text)).toEqual([
      '1',
      '2',
      'stuck',
    ])
    await two.hub.close()
  })

  test('tell where a claim ran out under a handler, and finish the event all the same', async () => {
    const { claims } = createMemoryStore()
    const stolen = {
      claim: claims.claim.bind(claims),
      renew: claims.renew.bind(claims),
      release: claims.release.bind(claims),
      commit: (keys: readonly string[]) => Promise.resolve(keys.map(() => false)),
    }
    const store = defineStore({ durable: true, claims: stolen })
    const { errors, feed, hub } = await createDesk({ hub: { store } })
    feed.offer(said('1', lobby), said('2', lobby))
    await settled()
    expect(errors.map(({ code, message }) => [code, message.includes('2 events')])).toEqual([
      ['lease_lost', true],
    ])
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 0 }])
    await hub.close()
  })

  test('keep trying where the store fails, and lose nothing', async () => {
    const store = createMemoryStore()
    let isBroken = true
    const claims = {
      ...store.claims,
      claim: (keys: readonly string[], owner: string, leaseMs: number) =>
        isBroken ? Promise.reject(new Error('away')) : store.claims.claim(keys, owner, leaseMs),
      commit: (keys: readonly string[], owner: string, windowMs: number) =>
        isBroken ? Promise.reject(new Error('away')) : store.claims.commit(keys, owner, windowMs),
      renew: store.claims.renew.bind(store.claims),
      release: store.claims.release.bind(store.claims),
    }
    const { clock, errors, feed, hub } = await createDesk({
      hub: { store: defineStore({ durable: true, claims }) },
    })
    const seen: string[] = []
    hub.on('message', ({ message }) => {
      seen.push(message.text)
      isBroken = message.text === '1'
    })
    feed.offer(said('1', lobby))
    await clock.pass(250)
    expect([seen, errors.map(({ code }) => code)]).toEqual([[], ['unavailable', 'unavailable']])
    isBroken = false
    await clock.pass(1_000)
    expect(seen).toEqual(['1'])
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 1 }])
    isBroken = false
    await clock.pass(60_000)
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 0 }])
    await hub.close()
  })
})
