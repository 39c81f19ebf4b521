import type { ChatEvent, GapEvent } from '@wireloom/chat-core'
import type { Sandbox } from '@wireloom/sandbox'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KickEvent } from '../src/index.js'
import { Losses } from '../src/room/losses.js'
import { openStage } from './support/chat.js'
import { gapEvent, messageEvent, roomRef } from './support/messages.js'
import { until } from './support/wait.js'

/**
 * What may befall a connection. Each leaves it gone, or only shaken.
 *
 * Silence is not among them: frames that a server swallows on a connection that goes on living are seen by nobody.
 */
const troubles = {
  drop: ({ faults }: Sandbox) => faults.drop(),
  dropMidFrame: ({ faults }: Sandbox) => faults.dropMidFrame(),
  reconnectAtOnce: ({ faults }: Sandbox) => faults.close(4200, 'reconnect'),
  reconnectLater: ({ faults }: Sandbox) => faults.close(4100, 'over capacity'),
  goAway: ({ faults }: Sandbox) => faults.close(1001, 'going away'),
  answerLate: ({ faults }: Sandbox) => {
    const late = faults.delayAcknowledgement({ byMs: 15, next: 3 })
    faults.drop()
    return late
  },
  answerTheChatLate: ({ faults, kick }: Sandbox) => {
    const late = faults.delayAcknowledgement({ byMs: 25, channel: kick.room('ann').channels.chat, next: 1 })
    faults.drop()
    return late
  },
  refuse: ({ faults }: Sandbox) => faults.refuse({ next: 2 }),
  badHandshake: ({ faults }: Sandbox) => faults.handshake('{"event":"nonsense"}'),
  duplicate: ({ faults }: Sandbox) => faults.duplicate({ next: 3 }),
  drip: ({ faults }: Sandbox) => faults.drip({ bytesPerWrite: 64, everyMs: 1, forMs: 10 }),
  badFrame: ({ faults }: Sandbox) => faults.sendText('{'),
} as const satisfies Record<string, (sandbox: Sandbox) => unknown>

type Step =
  | { readonly say: number }
  | { readonly trouble: keyof typeof troubles }
  | { readonly waitMs: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ say: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      trouble: fc.constantFrom(...(Object.keys(troubles) as (keyof typeof troubles)[])),
    }),
  },
  { weight: 2, arbitrary: fc.record({ waitMs: fc.nat({ max: 15 }) }) },
)

interface Said {
  readonly id: string
  readonly sentAt: number
}

const covers = (gap: GapEvent, { sentAt }: Said): boolean =>
  (gap.fromMs ?? Infinity) <= sentAt && sentAt <= (gap.toMs ?? -Infinity)

/** Plays a script and gives what was said and what was told. */
async function play(
  steps: readonly Step[],
): Promise<{ said: readonly Said[]; told: readonly ChatEvent<KickEvent>[] }> {
  await using stage = await openStage({ socket: { activityTimeoutMs: 40, pongTimeoutMs: 40 } })
  const room = await stage.chat.join('ann')
  const live = stage.sandbox.kick.room('ann')
  const told: ChatEvent<KickEvent>[] = []
  room.on('message', (event) => told.push(event))
  room.on('gap', (event) => told.push(event))
  const said: Said[] = []
  const say = (): Said => {
    const { id, createdAt } = live.say(`message ${said.length}`)
    said.push({ id, sentAt: Date.parse(createdAt) })
    return { id, sentAt: 0 }
  }
  for (const action of steps) {
    if ('say' in action) for (let turn = 0; turn < action.say; turn += 1) say()
    if ('trouble' in action) troubles[action.trouble](stage.sandbox)
    // oxlint-disable-next-line no-await-in-loop -- one step after another
    if ('waitMs' in action) await new Promise((resolve) => setTimeout(resolve, action.waitMs))
  }
  stage.sandbox.faults.healAll()
  // A message that arrives ends the play: whatever was lost before it must have been told by then.
  for (;;) {
    const { id } = say()
    // oxlint-disable-next-line no-await-in-loop -- until one gets through
    await new Promise((resolve) => setTimeout(resolve, 10))
    if (told.some((event) => event.type === 'message' && event.message.ref.id === id)) return { said, told }
  }
}

describe('whatever befalls the connection', () => {
  test('each message is told once and in order, or lies in a gap that was told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const { said, told } = await play(steps)
        const order = told.flatMap((event) => (event.type === 'message' ? [event.message.ref.id] : []))
        expect(new Set(order).size).toBe(order.length)
        expect(order).toEqual(said.filter(({ id }) => order.includes(id)).map(({ id }) => id))
        const gaps = told.filter((event) => event.type === 'gap')
        for (const message of said) {
          if (!order.includes(message.id)) expect(gaps.some((gap) => covers(gap, message))).toBe(true)
        }
      }),
      { numRuns: 10 },
    )
  }, 60_000)

  test('a gap stands between the last message before it and the first after it', async () => {
    const { said, told } = await play([
      { say: 2 },
      { waitMs: 15 },
      { trouble: 'drop' },
      { say: 1 },
      { waitMs: 15 },
    ])
    const names = told.map((event) =>
      event.type === 'message' ? said.findIndex(({ id }) => id === event.message.ref.id) : 'gap',
    )
    expect(names.slice(0, 3)).toEqual([0, 1, 'gap'])
    expect(names.slice(3).every((name) => typeof name === 'number' && name > 2)).toBe(true)
  })
})

describe('a busy room', () => {
  test('loses nothing to handlers, and only what it says to a reader that stands still', async () => {
    await using stage = await openStage()
    const room = await stage.chat.join('ann')
    const live = stage.sandbox.kick.room('ann')
    const stalled = room.events({ types: ['message'], limit: 100 })
    let heard = 0
    room.on('message', () => {
      heard += 1
    })
    for (let index = 0; index < 5_000; index += 1) live.say(`message ${index} [emote:1:KEKW] @bob`)
    await until(() => heard === 5_000)
    expect([stalled.size, stalled.dropped]).toEqual([100, 4_900])
    expect((await stalled.next()).value).toMatchObject({ type: 'gap', cause: 'overflow', lost: 4_900 })
    expect((await stalled.next()).value).toMatchObject({ message: { text: 'message 4900 KEKW @bob' } })
    expect(stage.chat.stats()).toMatchObject({ received: 5_000, duplicates: 0, dropped: 4_900 })
  }, 20_000)
})

describe('losses of a stream', () => {
  test('are taken room by room, and then there are none', () => {
    const losses = new Losses()
    losses.add(messageEvent('a', 1_000, roomRef('1')))
    losses.add(messageEvent('b', 2_000, roomRef('2')))
    losses.add(messageEvent('c', 3_000, roomRef('1')))
    expect([losses.take(), losses.take(), losses.take()]).toMatchObject([
      { room: { room: '1' }, lost: 2, fromMs: 1_000, toMs: 3_000 },
      { room: { room: '2' }, lost: 1, fromMs: 2_000, toMs: 2_000 },
      undefined,
    ])
    expect(losses.isEmpty).toBe(true)
  })

  test('count what a dropped gap had counted, and cover what it covered', () => {
    const losses = new Losses()
    losses.add(messageEvent('a', 5_000))
    losses.add({ ...gapEvent(1_000, 9_000), cause: 'overflow', lost: 7 })
    expect(losses.take()).toMatchObject({ lost: 8, fromMs: 1_000, toMs: 9_000 })
  })

  test('of events without a time have none', () => {
    const losses = new Losses()
    losses.add({ type: 'status', room: roomRef(), state: 'live' })
    losses.add({ type: 'clear', room: roomRef() })
    const gap = losses.take()
    expect(gap).toMatchObject({ lost: 2 })
    expect(gap).not.toHaveProperty('fromMs')
    expect(gap).not.toHaveProperty('toMs')
  })

  test('know the room of every kind of event', () => {
    const room = roomRef('7')
    const ref = { room, id: 'm' }
    const raw = { type: 'chat_cleared', source: { name: '', channel: '', payload: null } } as const
    const user = { id: null, name: 'x', roles: new Set<never>(), badges: [], self: false, anonymous: false }
    const message = { ref, author: user, parts: [], text: '', sentAt: 1, raw }
    const events: readonly ChatEvent<KickEvent>[] = [
      { type: 'message', message },
      { type: 'edit', message },
      { type: 'delete', target: ref, inferred: false },
      { type: 'clear', room },
      { type: 'pin', room, target: null },
      { type: 'restrict', room, user, action: 'ban' },
      { type: 'room', room, changes: {} },
      { type: 'seen', room, upTo: ref },
      { type: 'activity', room, activity: 'follow', raw },
      { type: 'status', room, state: 'live' },
      { type: 'other', room, name: 'x', raw },
    ]
    const losses = new Losses()
    for (const event of events) losses.add(event)
    expect(losses.take()).toMatchObject({ room, lost: events.length })
  })

  test('of an event of no room are not told of a room', () => {
    const losses = new Losses()
    losses.add({ type: 'status', state: 'live' })
    expect(losses.take()).toBeUndefined()
  })
})
