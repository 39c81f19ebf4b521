import { demand, demandSame, demandSameInAnyOrder } from '../demand.js'
import type { AdapterHarness } from '../harness.js'
import type { Suite } from '../suite.js'
import { withTrial, type Trial } from '../trial.js'

/** All of these were told, and in this order where the source promises one. */
function demandTold(trial: Trial, said: readonly string[]): void {
  const compare = trial.isOrdered ? demandSame : demandSameInAnyOrder
  compare(trial.texts(trial.room.ref), said, 'Messages told')
}

/** What was said on a connection that holds is told. */
export function lossSuite(harness: AdapterHarness): Suite {
  return {
    name: 'loss',
    cases: [
      {
        name: 'three hundred messages, said one by one, are all told, and in order where the source promises it',
        run: () =>
          withTrial(harness, async (trial) => {
            const said = Array.from({ length: 300 }, (_, index) => `line ${String(index).padStart(3, '0')}`)
            await trial.say(trial.room.ref, said)
            demandTold(trial, said)
          }),
      },
      {
        name: 'three hundred messages at once are all told',
        run: () =>
          withTrial(harness, async (trial) => {
            const said = Array.from({ length: 300 }, (_, index) => `burst ${String(index).padStart(3, '0')}`)
            // oxlint-disable-next-line no-await-in-loop -- in this order
            for (const text of said) await trial.platform.say(trial.room.ref, text)
            await trial.settle()
            demandTold(trial, said)
          }),
      },
    ],
  }
}

/** What was said in one room is told in that room. */
export function roomsSuite(harness: AdapterHarness): Suite {
  return {
    name: 'rooms',
    cases: [
      {
        name: 'what is said in two rooms by turns is told in the room it was said in',
        run: () =>
          withTrial(harness, async (trial) => {
            const [here, there] = trial.fixture.rooms
            const numbers = Array.from({ length: 40 }, (_, index) => index)
            for (const number of numbers) {
              // oxlint-disable-next-line no-await-in-loop -- by turns is the point
              await trial.say(here, [`here ${number}`])
              // oxlint-disable-next-line no-await-in-loop
              await trial.say(there, [`there ${number}`])
            }
            const said = (word: string): readonly string[] => numbers.map((number) => `${word} ${number}`)
            demandSameInAnyOrder(trial.texts(here), said('here'), 'In the first room')
            demandSameInAnyOrder(trial.texts(there), said('there'), 'In the second room')
          }),
      },
      {
        name: 'nothing is told of a room that was left',
        via: ['socket', 'poll'],
        run: () =>
          withTrial(harness, async (trial) => {
            await trial.during(trial.otherRoom.leave())
            await trial.settle()
            await trial.say(trial.otherRoom.ref, ['said behind our backs'])
            await trial.say(trial.room.ref, ['said to us'])
            const told = trial.texts(trial.otherRoom.ref)
            demand(told.length === 0, `“${told[0]}” was told of a room that was left.`)
            demandSame(trial.texts(trial.room.ref), ['said to us'], 'In the room that was kept')
          }),
      },
    ],
  }
}

/** What comes more than once is told once. */
export function duplicatesSuite(harness: AdapterHarness): Suite {
  return {
    name: 'duplicates',
    cases: [
      {
        name: 'a message that is delivered three times is told once',
        run: () =>
          withTrial(harness, async (trial) => {
            const [id = ''] = await trial.say(trial.room.ref, ['hello'])
            for (const _ of [1, 2]) {
              // oxlint-disable-next-line no-await-in-loop -- one after the other
              await trial.platform.repeat(trial.room.ref, id)
              // oxlint-disable-next-line no-await-in-loop
              await trial.settle()
            }
            demandSame(trial.texts(trial.room.ref), ['hello'], 'Told')
          }),
      },
      {
        name: 'what was told before a connection was cut is not told again after it',
        via: ['socket'],
        run: () =>
          withTrial(harness, async (trial) => {
            const said = ['one', 'two', 'three', 'four']
            await trial.say(trial.room.ref, said)
            trial.platform.cut?.()
            await trial.recover()
            await trial.say(trial.room.ref, ['five'])
            demandSame(trial.texts(trial.room.ref), [...said, 'five'], 'Told')
          }),
      },
      {
        name: 'one that comes again after the connection was cut is known',
        via: ['socket'],
        run: () =>
          withTrial(harness, async (trial) => {
            const [id = ''] = await trial.say(trial.room.ref, ['hello'])
            trial.platform.cut?.()
            await trial.recover()
            await trial.platform.repeat(trial.room.ref, id)
            await trial.settle()
            demandSame(trial.texts(trial.room.ref), ['hello'], 'Told')
          }),
      },
    ],
  }
}

/** What comes out of turn, or late, is told all the same. */
export function orderSuite(harness: AdapterHarness): Suite {
  return {
    name: 'order',
    cases: [
      {
        name: 'messages that come in the wrong order are all told, each once',
        run: () =>
          withTrial(harness, async (trial) => {
            const said = ['first', 'second', 'third', 'fourth']
            await trial.platform.sayOutOfOrder(trial.room.ref, said)
            await trial.settle()
            demandSameInAnyOrder(trial.texts(trial.room.ref), said, 'Told')
          }),
      },
      {
        name: 'a message that comes twenty minutes late is told, as late, with the time it was said',
        run: () =>
          withTrial(harness, async (trial) => {
            await trial.clock.advance(3_600_000)
            await trial.settle()
            await trial.say(trial.room.ref, ['in time'])
            const sentAtMs = trial.clock.now() - 1_200_000
            await trial.platform.say(trial.room.ref, 'late', { sentAtMs })
            await trial.settle()
            demandSame(trial.texts(trial.room.ref), ['in time', 'late'], 'Told')
            const [inTime, late] = trial.told.filter(({ event }) => event.type === 'message')
            demand(inTime?.envelope.late === false, 'A message in time must not be marked as late.')
            demand(
              late?.envelope.late === true,
              'A message that comes twenty minutes late has to be marked so.',
            )
            const told = trial.messages(trial.room.ref).at(-1)?.sentAt ?? 0
            demand(Math.abs(told - sentAtMs) < 1_000, `sentAt has to be ${sentAtMs}, not ${told}.`)
          }),
      },
    ],
  }
}
