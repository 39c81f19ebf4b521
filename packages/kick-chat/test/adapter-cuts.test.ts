import { describe, expect, test } from 'vitest'
import type { KickHarnessOptions } from './support/adapter-harness.js'
import { openHubStage, type HubStage } from './support/adapter-stage.js'

/** So many talks, each with cuts of its own. */
const seeds = Array.from({ length: 50 }, (_, index) => index + 1)

/** From 0 up to, not including, 1; the same seed gives the same. */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Said {
  readonly id: string
  readonly atMs: number
}

/** Talks in one room while its connection is cut at random, and comes back. @returns what was said */
async function talk(stage: HubStage, seed: number): Promise<readonly Said[]> {
  const chance = chanceOf(seed)
  const room = stage.roomOf(stage.room.ref)
  const said: Said[] = []
  const { faults } = stage.sandbox
  const cuts: readonly (() => void)[] = [
    () => faults.drop(),
    () => void faults.dropMidFrame(),
    () => faults.close(1001),
    () => void (stage.tap.framesUntilCut = Math.floor(chance() * 4)),
    () => {
      const silence = faults.silence()
      said.push({ id: room.say(`unheard ${said.length}`).id, atMs: stage.clock.now() })
      silence.heal()
      faults.drop()
    },
  ]
  for (let step = 0; step < 12; step += 1) {
    for (let lines = Math.floor(chance() * 4); lines > 0; lines -= 1) {
      said.push({ id: room.say(`line ${said.length}`).id, atMs: stage.clock.now() })
    }
    if (chance() < 0.3) cuts[Math.floor(chance() * cuts.length)]?.()
    // oxlint-disable-next-line no-await-in-loop -- one step after the other
    if (chance() < 0.6) await stage.settle()
    // oxlint-disable-next-line no-await-in-loop
    await stage.clock.advance(Math.floor(chance() * 3_000))
  }
  stage.tap.framesUntilCut = undefined
  await stage.settle()
  await stage.recover()
  said.push({ id: room.say('last').id, atMs: stage.clock.now() })
  await stage.settle()
  await stage.recover()
  return said
}

/** What was neither told nor lies in a gap; fails where something was told twice, or that nobody said. */
function lostInSilence(stage: HubStage, said: readonly Said[]): readonly Said[] {
  const told = stage.of('message').map(({ message }) => message.ref.id)
  expect(new Set(told).size).toBe(told.length)
  const known = new Set(said.map(({ id }) => id))
  expect(told.filter((id) => !known.has(id))).toEqual([])
  const gaps = stage.of('gap').filter(({ room }) => room.room === stage.room.ref.room)
  return said.filter(
    ({ id, atMs }) =>
      !told.includes(id) && !gaps.some(({ fromMs = 0, toMs = 0 }) => fromMs <= atMs && atMs <= toMs),
  )
}

const ways: readonly (Omit<KickHarnessOptions, 'name'> & { readonly title: string })[] = [
  { title: 'pusher', socket: 'pusher' },
  { title: 'centrifugo', socket: 'centrifugo' },
  { title: 'pusher and webhooks', socket: 'pusher', hasWebhook: true },
  { title: 'pusher and the history', socket: 'pusher', hasHistory: true },
  { title: 'centrifugo and the history', socket: 'centrifugo', hasHistory: true },
]

describe.each(ways)('over $title, cut at random fifty times', (way) => {
  test('nothing is lost outside of gaps, and nothing is told twice', async () => {
    let missing = 0
    let gaps = 0
    for (const seed of seeds) {
      // oxlint-disable-next-line no-await-in-loop -- one talk after the other
      const stage = await openHubStage(way)
      // oxlint-disable-next-line no-await-in-loop
      const said = await talk(stage, seed)
      expect(lostInSilence(stage, said), `seed ${seed}`).toEqual([])
      const told = new Set(stage.of('message').map(({ message }) => message.ref.id))
      missing += said.filter(({ id }) => !told.has(id)).length
      gaps += stage.of('gap').length
      if (way.hasHistory === true || way.hasWebhook === true) {
        expect(
          said.filter(({ id }) => !told.has(id)),
          `seed ${seed}`,
        ).toEqual([])
      }
    }
    expect(gaps).toBeGreaterThan(50)
    // Without anything to fill them the cuts do cost something: else nothing was tried.
    if (way.hasHistory !== true && way.hasWebhook !== true) expect(missing).toBeGreaterThan(50)
  }, 120_000)
})
