import { ChatError } from '../../error.js'
import { demand, demandAnswers } from '../demand.js'
import { createFakeClock } from '../fake-clock.js'
import type { Suite } from '../suite.js'
import type { StoreHarness } from './harness.js'
import { archived, item, minuteMs, room } from './samples.js'

/** What was answered for is there after the process died. */
export function crashSuite(harness: StoreHarness): Suite {
  return {
    name: 'crash',
    cases: [
      {
        name: 'a store that says it is durable finds everything again that was answered for',
        run: () => demandDurable(harness),
      },
    ],
  }
}

async function demandDurable(harness: StoreHarness): Promise<string | undefined> {
  const clock = createFakeClock()
  const first = await harness.create(clock)
  if (!first.durable) return 'The store does not say that it is durable.'
  if (harness.reopen === undefined) {
    throw new ChatError('protocol', 'A durable store needs “reopen” in its harness.')
  }
  const { archive, claims, cursors, kv, outbox } = first
  await cursors?.set(room, 'poll', 'here')
  await claims?.claim(['done', 'under way'], 'one', minuteMs)
  await claims?.commit(['done'], 'one', 60 * minuteMs)
  await archive?.append([archived('1', clock.now())])
  await outbox?.add(item('a', clock.now()))
  await kv?.set('name', 'value')
  const second = await harness.reopen(first, clock)
  try {
    if (second.cursors)
      demand((await second.cursors.get(room, 'poll')) === 'here', 'The cursor was forgotten.')
    if (second.claims) {
      const answers = await second.claims.claim(['done', 'under way'], 'two', minuteMs)
      demandAnswers(answers, ['committed', 'held'], 'Claims of the process that died')
      await clock.advance(minuteMs + 1)
      demandAnswers(await second.claims.claim(['under way'], 'two', minuteMs), ['claimed'], 'After the lease')
    }
    if (second.archive) {
      const isNew = await second.archive.append([archived('1', clock.now())])
      demand(isNew[0] === false, 'The archive forgot an event.')
    }
    if (second.outbox) {
      demandAnswers(
        (await second.outbox.pending()).map(({ key }) => key),
        ['a'],
        'What is to be sent',
      )
    }
    if (second.kv) demand((await second.kv.get('name')) === 'value', 'The value was forgotten.')
  } finally {
    await harness.close?.(second)
    await harness.close?.(first)
  }
  return undefined
}
