import { demand, demandSameInAnyOrder } from '../demand.js'
import type { AdapterHarness } from '../harness.js'
import type { Suite } from '../suite.js'
import { Trial, withTrial } from '../trial.js'
import { demandToldOrGap, sayAll, type Said } from './told-or-gap.js'

/** So many frames may a case of cutting have; more would take too long. */
const mostFrames = 60

/** What was missed while a connection was away is fetched, or admitted. */
export function gapsSuite(harness: AdapterHarness): Suite {
  return {
    name: 'gaps',
    cases: [
      {
        name: 'what is said while the connection is away is told afterwards, or a gap says that it is missing',
        via: ['socket'],
        run: () =>
          withTrial(harness, async (trial) => {
            demand(
              trial.platform.cut !== undefined,
              'An adapter with a socket needs “platform.cut” in its harness.',
            )
            const before = await sayAll(trial, trial.room.ref, ['before'])
            await trial.clock.advance(20_000)
            trial.platform.cut()
            const missed = await sayAll(trial, trial.room.ref, ['missed 1', 'missed 2', 'missed 3'])
            await trial.recover()
            const after = await sayAll(trial, trial.room.ref, ['after'])
            demandToldOrGap(trial, trial.room.ref, [...before, ...missed, ...after])
            demand(
              trial.texts(trial.room.ref).includes('after'),
              'The connection has to come back by itself.',
            )
          }),
      },
      {
        name: 'each room that lost something has its own gap',
        via: ['socket'],
        run: () =>
          withTrial(harness, async (trial) => {
            trial.platform.cut?.()
            const said = new Map<number, readonly Said[]>()
            for (const index of [0, 1] as const) {
              // oxlint-disable-next-line no-await-in-loop -- one room after the other
              said.set(index, await sayAll(trial, trial.fixture.rooms[index], [`missed in room ${index}`]))
            }
            await trial.recover()
            for (const index of [0, 1] as const) {
              demandToldOrGap(trial, trial.fixture.rooms[index], said.get(index) ?? [])
            }
          }),
      },
      {
        name: 'a second loss is admitted like the first',
        via: ['socket'],
        run: () =>
          withTrial(harness, async (trial) => {
            const said: Said[] = []
            for (const round of [1, 2, 3]) {
              trial.platform.cut?.()
              // oxlint-disable-next-line no-await-in-loop -- one loss after the other
              said.push(...(await sayAll(trial, trial.room.ref, [`missed in round ${round}`])))
              // oxlint-disable-next-line no-await-in-loop
              await trial.recover()
            }
            demandToldOrGap(trial, trial.room.ref, said)
          }),
      },
      {
        name: 'where nothing was cut there is no gap',
        run: () =>
          withTrial(harness, async (trial) => {
            await trial.say(trial.room.ref, ['one'])
            await trial.recover()
            await trial.say(trial.room.ref, ['two'])
            const [gap] = trial.of('gap')
            demand(gap === undefined, `A gap (${gap?.cause}) was told, and nothing was lost.`)
          }),
      },
    ],
  }
}

/** The same talk, cut at every place it can be cut at, tells what the uncut one tells or admits what it does not. */
export function cutsSuite(harness: AdapterHarness): Suite {
  return {
    name: 'cuts',
    cases: [
      {
        name: 'cut before any of its frames, a talk is told whole or with a gap, and nothing twice',
        via: ['socket'],
        run: async () => {
          const whole = await talk(harness, undefined)
          demand(whole > 0, 'A harness with a socket has to count its frames.')
          for (let frames = 0; frames <= Math.min(whole, mostFrames); frames += 1) {
            // oxlint-disable-next-line no-await-in-loop -- one trial after the other
            await talk(harness, frames)
          }
        },
      },
    ],
  }
}

/** One talk. @returns how many frames it took */
async function talk(harness: AdapterHarness, cutAfter: number | undefined): Promise<number> {
  const trial = await Trial.prepare(harness)
  try {
    if (cutAfter !== undefined) {
      demand(
        trial.platform.cutAfter !== undefined,
        'An adapter with a socket needs “platform.cutAfter” in its harness.',
      )
      trial.platform.cutAfter(cutAfter)
    }
    await trial.connect()
    const [here, there] = trial.fixture.rooms
    const said = [
      ...(await sayAll(trial, here, ['one', 'two'])),
      ...(await sayAll(trial, here, ['three', 'four', 'five'])),
    ]
    const elsewhere = await sayAll(trial, there, ['other one', 'other two'])
    await trial.recover()
    const last = await sayAll(trial, here, ['last'])
    await trial.recover()
    demandToldOrGap(trial, here, [...said, ...last])
    demandToldOrGap(trial, there, elsewhere)
    if (cutAfter === undefined) {
      demandSameInAnyOrder(
        trial.texts(here),
        [...said, ...last].map(({ text }) => text),
        'Uncut',
      )
    }
    return trial.platform.counts().frames
  } finally {
    await trial.end()
  }
}

function demandNothingLeft(trial: Trial): void {
  const { clock, platform } = trial
  demand(clock.pending === 0, `${clock.pending} timers still run after the hub was closed.`)
  demand(
    platform.counts().connections === 0,
    `${platform.counts().connections} connections are still open after the hub was closed.`,
  )
}

/** Nothing goes on after the end. */
export function closingSuite(harness: AdapterHarness): Suite {
  const closedAfter = (prepare: (trial: Trial) => Promise<void>) => async (): Promise<void> => {
    const trial = await Trial.prepare(harness)
    try {
      await prepare(trial)
      await trial.during(trial.hub.close())
      await trial.settle()
      demandNothingLeft(trial)
      const { length } = trial.told
      await trial.platform.say(trial.fixture.rooms[0], 'said to nobody')
      await trial.recover()
      demand(trial.told.length === length, 'Something was told after the hub was closed.')
      demandNothingLeft(trial)
    } finally {
      await trial.end()
    }
  }
  return {
    name: 'closing',
    cases: [
      {
        name: 'closed while it is live, it leaves no timer and no connection',
        run: closedAfter(async (trial) => {
          await trial.connect()
          await trial.say(trial.room.ref, ['hello'])
        }),
      },
      {
        name: 'closed while it connects, it leaves no timer and no connection',
        run: closedAfter(async (trial) => {
          await trial.hub.add(trial.fixture.adapter, { rooms: trial.fixture.rooms })
        }),
      },
      {
        name: 'closed while it waits to connect again, it leaves no timer and no connection',
        run: closedAfter(async (trial) => {
          await trial.connect()
          trial.platform.cut?.()
          await trial.settle()
        }),
      },
      {
        name: 'closed after a call failed, it leaves no timer and no connection',
        run: closedAfter(async (trial) => {
          await trial.connect()
          trial.platform.fail?.unavailable?.()
          if (trial.room.can('message.send'))
            await trial.during(trial.room.send('hello').catch(() => undefined))
        }),
      },
      {
        name: 'an account that is taken out leaves no timer and no connection',
        run: closedAfter(async (trial) => {
          await trial.connect()
          await trial.during(trial.account.remove())
          await trial.settle()
          demand(
            trial.platform.counts().connections === 0,
            'The account that was taken out is still connected.',
          )
        }),
      },
    ],
  }
}
