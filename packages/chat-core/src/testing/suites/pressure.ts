import type { ChatEvent } from '../../event.js'
import { demand, demandSameInAnyOrder } from '../demand.js'
import type { AdapterHarness } from '../harness.js'
import type { Suite } from '../suite.js'
import { withTrial } from '../trial.js'

const limit = 20
const saidCount = 200
/** A batch that a source offers is taken whole, where there is room for the first of it. */
const mostInBatch = 100

/** A reader that does not keep up costs no memory, and whatever it misses it is told the number of. */
export function pressureSuite(harness: AdapterHarness): Suite {
  return {
    name: 'back-pressure',
    cases: [
      {
        name: 'behind a handler that stands still no more waits than its limit and a batch, and what it misses is counted',
        run: () =>
          withTrial(harness, async (trial) => {
            let open: (() => void) | undefined
            const gate = new Promise<void>((resolve) => {
              open = resolve
            })
            const heard: ChatEvent[] = []
            trial.hub.on(
              ['message', 'gap'],
              async (event) => {
                await gate
                heard.push(event)
              },
              { name: 'stands still', limit },
            )
            const said = Array.from({ length: saidCount }, (_, index) => `line ${index}`)
            // oxlint-disable-next-line no-await-in-loop -- in this order
            for (const text of said) await trial.platform.say(trial.room.ref, text)
            await trial.settle()
            const { depth } = trial.hub
              .inspect()
              .subscriptions.find(({ name }) => name === 'stands still') ?? { depth: 0 }
            demand(
              depth < limit + mostInBatch,
              `${depth} events wait behind a handler whose limit is ${limit}: offer fewer at once, and wait when it is full.`,
            )
            open?.()
            await trial.recover()
            await trial.recover()
            const texts = heard.flatMap((event) => (event.type === 'message' ? [event.message.text] : []))
            const gaps = heard.flatMap((event) => (event.type === 'gap' ? [event] : []))
            const lost = gaps.reduce((sum, { lost: count = 0 }) => sum + count, 0)
            demand(
              texts.length + lost === saidCount,
              `Of ${saidCount} messages ${texts.length} were heard and ${lost} counted as lost.`,
            )
            demand(new Set(texts).size === texts.length, 'A message was heard twice.')
          }),
      },
      {
        name: 'another handler hears everything meanwhile',
        via: ['socket'],
        run: () =>
          withTrial(harness, async (trial) => {
            trial.hub.on('message', () => new Promise(() => undefined), { name: 'never ends', limit })
            const said = Array.from(
              { length: saidCount },
              (_, index) => `line ${String(index).padStart(3, '0')}`,
            )
            await trial.say(trial.room.ref, said)
            demandSameInAnyOrder(trial.texts(trial.room.ref), said, 'The other handler')
          }),
      },
    ],
  }
}
