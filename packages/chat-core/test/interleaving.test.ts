import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryStore, defineStore, type Arrival, type MemoryStore } from '../src/index.js'
import { createDesk, roomOf, said, type Desk } from './support/desk.js'
import { ManualClock, settled } from './support/manual-clock.js'

const rooms = [roomOf('x'), roomOf('y')] as const

/** What happens next, in any order: a crash is a process that ends between two of its steps. */
type Step =
  | { readonly do: 'arrive'; readonly room: 0 | 1 }
  | { readonly do: 'duplicate'; readonly pick: number }
  | { readonly do: 'finish'; readonly pick: number }
  | { readonly do: 'fail'; readonly pick: number }
  | { readonly do: 'wait'; readonly forMs: number }
  | { readonly do: 'crash' }
  | { readonly do: 'restart' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      room: fc.constantFrom(0 as const, 1 as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('duplicate' as const), pick: fc.nat() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('finish' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fail' as const), pick: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), forMs: fc.constantFrom(1, 300, 31_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
)

/** A platform that can go on from any cursor, and the processes that come and go before it. */
class World {
  readonly clock = new ManualClock()
  readonly store: MemoryStore
  /** Everything that was ever said, by room, in order. */
  readonly said: Arrival[][] = [[], []]
  /** How often a handler was done with each message. */
  readonly handled = new Map<string, number>()
  /** How often a message was committed. */
  readonly committed = new Map<string, number>()
  #desk: Desk | undefined
  #open: { readonly id: string; readonly end: (error?: Error) => void }[] = []
  /** Ends what the process that is gone would still do to the store. */
  #cut = { isDead: false }

  constructor() {
    this.store = createMemoryStore({ clock: this.clock })
  }

  async start(): Promise<void> {
    const cut = { isDead: false }
    this.#cut = cut
    this.#open = []
    const desk = await createDesk({
      via: 'poll',
      pausable: true,
      clock: this.clock,
      hub: { store: this.#storeOf(cut) },
    })
    this.#desk = desk
    desk.hub.on(
      'message',
      async ({ message }) => {
        await new Promise<void>((resolve, reject) => {
          this.#open.push({
            id: message.text,
            end: (error) => (error === undefined ? resolve() : reject(error)),
          })
        })
        if (!cut.isDead) this.handled.set(message.text, (this.handled.get(message.text) ?? 0) + 1)
      },
      { order: 'author', attempts: 1_000, retryDelayMs: 0 },
    )
    // As a source does that can resume: everything after the cursor, again.
    for (const [index, room] of rooms.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- room after room
      const cursor = Number((await desk.feed.sink().cursor(room)) ?? -1)
      desk.feed.offer(...(this.said[index] ?? []).slice(cursor + 1))
    }
  }

  arrive(index: 0 | 1): void {
    const list = this.said[index] ?? []
    const arrival = { ...said(`${index}-${list.length}`, rooms[index]), cursor: String(list.length) }
    list.push(arrival)
    this.#desk?.feed.offer(arrival)
  }

  duplicate(pick: number): void {
    const all = this.said.flat()
    const arrival = all[pick % Math.max(1, all.length)]
    if (arrival !== undefined) this.#desk?.feed.offer({ event: arrival.event })
  }

  async end(pick: number, error?: Error): Promise<void> {
    const [open] = this.#open.splice(pick % Math.max(1, this.#open.length), 1)
    open?.end(error)
    await settled()
    await this.clock.pass(0)
  }

  /** The process is gone, with everything in its memory; what it still tries to tell the store is never heard. */
  crash(): void {
    this.#cut.isDead = true
    this.#desk = undefined
    this.#open = []
  }

  async restart(): Promise<void> {
    const desk = this.#desk
    if (desk === undefined) return this.start()
    const closed = desk.hub.close({ timeoutMs: 10 })
    await this.clock.pass(10)
    await closed
    this.crash()
    return this.start()
  }

  get isRunning(): boolean {
    return this.#desk !== undefined
  }

  get openCount(): number {
    return this.#open.length
  }

  #storeOf(cut: { readonly isDead: boolean }) {
    const { claims, cursors } = this.store
    const never = new Promise<never>(() => undefined)
    const live = <Value>(action: () => Promise<Value>): Promise<Value> => (cut.isDead ? never : action())
    return defineStore({
      durable: true,
      claims: {
        claim: (keys, owner, leaseMs) => live(() => claims.claim(keys, owner, leaseMs)),
        renew: (keys, owner, leaseMs) => live(() => claims.renew(keys, owner, leaseMs)),
        release: (keys, owner) => live(() => claims.release(keys, owner)),
        commit: (keys, owner, windowMs) =>
          live(async () => {
            const results = await claims.commit(keys, owner, windowMs)
            for (const [index, key] of keys.entries()) {
              const id = key.split('/').at(-1) ?? ''
              if (results[index] === true) this.committed.set(id, (this.committed.get(id) ?? 0) + 1)
            }
            return results
          }),
      },
      cursors: {
        get: (room, via) => live(() => cursors.get(room, via)),
        set: (room, via, cursor) => live(() => cursors.set(room, via, cursor)),
      },
    })
  }
}

test('whatever arrives, comes twice, fails, crashes and restarts: each message is handled at least once and committed exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const world = new World()
      await world.start()
      for (const next of steps) {
        /* oxlint-disable no-await-in-loop -- step after step */
        if (next.do === 'arrive') world.arrive(next.room)
        else if (next.do === 'duplicate') world.duplicate(next.pick)
        else if (next.do === 'finish') await world.end(next.pick)
        else if (next.do === 'fail') await world.end(next.pick, new RangeError('not now'))
        else if (next.do === 'wait') await world.clock.pass(next.forMs)
        else if (next.do === 'crash') world.crash()
        else await world.restart()
        if (!world.isRunning && next.do !== 'crash') await world.start()
        await settled()
      }
      await world.restart()
      // Claims of those who are gone run out; what was theirs is handled then.
      for (let round = 0; round < 3 || world.openCount > 0; round += 1) {
        await world.clock.pass(31_000)
        while (world.openCount > 0) await world.end(0)
        await world.clock.pass(300)
        /* oxlint-enable no-await-in-loop */
      }
      const ids = world.said.flat().map(({ event }) => (event.type === 'message' ? event.message.text : ''))
      for (const id of ids) {
        expect(world.handled.get(id) ?? 0, `handled ${id}`).toBeGreaterThanOrEqual(1)
        expect(world.committed.get(id), `committed ${id}`).toBe(1)
      }
    }),
    { numRuns: 150 },
  )
}, 60_000)
