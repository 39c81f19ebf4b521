import { createMemoryStore, type ChatEvent } from '@wireloom/chat-core'
import type { Person } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HubRun, openPlace, openPlaceForTest, type Place } from './support/hub-run.js'

const text = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
const who = fc.nat(2)
const back = fc.nat(2)

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), who, text }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), who, back, text }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), who, back }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ max: 200_000, min: 1 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('kill' as const), ms: fc.nat(2_500), afterMs: fc.nat(12) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

/** Cursors are gathered for a quarter of a second: what was handled right before a kill may not be known as handled. */
const gatheredMs = 1_000

/** The message an event is of. */
function idOf(event: ChatEvent): number {
  if (event.type === 'message' || event.type === 'edit') return Number(event.message.ref.id)
  return event.type === 'delete' ? Number(event.target.id) : 0
}

/** What somebody would see who was told all this. */
function shown(events: readonly ChatEvent[]): ReadonlyMap<number, string> {
  const texts = new Map<number, string>()
  for (const event of events) {
    if (event.type === 'message' || event.type === 'edit') texts.set(idOf(event), event.message.text)
    if (event.type === 'delete') texts.delete(idOf(event))
  }
  return texts
}

function byId(
  texts: ReadonlyMap<number, string>,
  without: ReadonlySet<number>,
): readonly (readonly [number, string])[] {
  return [...texts].filter(([id]) => !without.has(id)).toSorted(([a], [b]) => a - b)
}

/** Three people who write, and programs that listen, one after the other, with one store. */
class Story {
  readonly told: ChatEvent[] = []
  readonly errors: string[] = []
  kills = 0
  /** Told right before a kill: that these changed or went while nobody looked cannot be known. */
  readonly uncertain = new Set<number>()
  readonly #place: Place
  readonly #store = createMemoryStore()
  readonly #people: readonly Person[]
  readonly #chatIds = new Set<number>()
  readonly #firstId: number
  #run: HubRun | undefined

  readonly #hasClaims: boolean

  constructor(place: Place, hasClaims: boolean) {
    this.#hasClaims = hasClaims
    const { world } = place.sandbox
    this.#place = place
    this.#people = [world.customer, ...['a', 'b'].map((name) => world.addPerson(name))]
    const { id, chatId } = world.receive({ from: world.customer, text: 'before the first start' })
    this.#firstId = id
    this.#chatIds.add(chatId)
  }

  /** What was written since the first start, and stands. */
  get record(): ReadonlyMap<number, string> {
    const messages = [...this.#chatIds].flatMap((chatId) => this.#place.sandbox.world.messages(chatId))
    const written = messages.filter(({ id }) => id !== this.#firstId)
    return new Map(written.map(({ id, content }) => [id, String(content['text'])]))
  }

  async start(): Promise<void> {
    this.#run ??= await HubRun.start(this.#place, this.#store, {}, this.#hasClaims)
  }

  async look(): Promise<void> {
    await this.#run?.look()
  }

  async take(one: Step): Promise<void> {
    const { clock, sandbox } = this.#place
    const { world } = sandbox
    const from = ('who' in one ? this.#people[one.who] : undefined) ?? world.customer
    const target = 'back' in one ? this.#messagesOf(from).at(-1 - one.back) : undefined
    switch (one.do) {
      case 'write':
        this.#chatIds.add(world.receive({ from, text: one.text }).chatId)
        return
      case 'edit':
        if (target !== undefined) world.edit(target, { text: one.text })
        return
      case 'remove':
        if (target !== undefined) world.remove(target)
        return
      case 'look':
        return this.look()
      case 'pass':
        return clock.advance(one.ms)
      case 'close':
        return this.end((run) => run.close())
      case 'kill': {
        // In the middle of whatever goes on by then.
        const passing = clock.advance(one.ms)
        await new Promise((resolve) => setTimeout(resolve, one.afterMs))
        await this.end(async (run) => {
          this.kills += 1
          for (const event of run.toldWithin(gatheredMs)) this.uncertain.add(idOf(event))
          await run.kill()
        })
        return passing
      }
      case 'start':
      default:
        return this.start()
    }
  }

  async end(end: (run: HubRun) => Promise<void>): Promise<void> {
    const run = this.#run
    if (run === undefined) return
    this.#run = undefined
    await end(run)
    this.told.push(...run.told)
    this.errors.push(...run.errors)
  }

  #messagesOf(person: Person): readonly number[] {
    const messages = [...this.#chatIds].flatMap((chatId) => this.#place.sandbox.world.messages(chatId))
    return messages
      .filter(({ id, senderId }) => senderId === person.id && id !== this.#firstId)
      .map(({ id }) => id)
  }
}

async function tell(steps: readonly Step[], hasClaims: boolean): Promise<void> {
  const place = await openPlace()
  try {
    const story = new Story(place, hasClaims)
    await story.start()
    await story.look()
    for (const one of steps) {
      // oxlint-disable-next-line no-await-in-loop -- one step after the other
      await story.take(one)
    }
    // Of a chat that was quiet for ten minutes, a change that the list does not show is found by the next run alone.
    await story.end((run) => run.close())
    await story.start()
    await story.look()
    // Such changes are looked for every half minute.
    await place.clock.advance(120_000)
    await story.end((run) => run.close())
    expect(story.errors).toEqual([])
    const seen = shown(story.told)
    for (const id of story.record.keys()) expect(seen.has(id), `${id} was told`).toBe(true)
    const { uncertain } = story
    expect(byId(seen, uncertain)).toEqual(byId(story.record, uncertain))
    const ids = story.told.flatMap((event) => (event.type === 'message' ? [event.message.ref.id] : []))
    const times = [...new Set(ids)].map((id) => ids.filter((each) => each === id).length)
    expect(Math.max(0, ...times)).toBeLessThanOrEqual(1 + story.kills)
  } finally {
    await place.close()
  }
}

describe('over restarts', () => {
  test.each([
    ['a store of places', false],
    ['a store of places and claims', true],
  ])(
    'whatever is written, changed, deleted and killed, what hubs were told is what stands there in the end (%s)',
    { timeout: 120_000 },
    (_name, hasClaims) =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => tell(steps, hasClaims)),
        { numRuns: Number(process.env['RUNS'] ?? 20) },
      ),
  )
})

describe('after a restart', () => {
  test('what was changed and deleted while nobody looked is told, though the list shows nothing of it', async () => {
    const place = await openPlaceForTest()
    const { world } = place.sandbox
    const store = createMemoryStore()
    const first = await HubRun.start(place, store)
    await first.look()
    const { id: changed } = world.receive({ from: world.customer, text: 'one' })
    const { id: gone } = world.receive({ from: world.customer, text: 'two' })
    await first.look()
    await first.close()
    expect(first.texts).toEqual(['one', 'two'])
    world.edit(changed, { text: 'one, mended' })
    world.remove(gone)
    const second = await HubRun.start(place, store)
    await second.look()
    expect(second.texts).toEqual([])
    expect(second.of('edit')).toMatchObject([
      { message: { ref: { id: String(changed) }, text: 'one, mended' } },
    ])
    expect(second.of('delete')).toMatchObject([{ target: { id: String(gone) }, inferred: true }])
    await second.close()
    const third = await HubRun.start(place, store)
    await place.clock.advance(120_000)
    await third.close()
    expect([...third.of('edit'), ...third.of('delete')]).toEqual([])
  })
})
