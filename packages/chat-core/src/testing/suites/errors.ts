import type { ChatErrorCode } from '../../error.js'
import { demand, demandRejection } from '../demand.js'
import type { AdapterHarness } from '../harness.js'
import type { Suite } from '../suite.js'
import { leaveOut } from '../leave-out.js'
import { needAbility, withTrial, type Trial } from '../trial.js'

/** Asks the platform for something, with the failure that the harness prepared; past the hub, which would try again. */
async function provoke({ room, session }: Trial): Promise<unknown> {
  const outgoing = { parts: [{ type: 'text', text: 'hello' }], text: 'hello', clientId: 'provoked' } as const
  if (session.send !== undefined) return session.send(room.ref, outgoing, {})
  return session.history?.(room.ref, {})
}

/** What goes wrong on the platform is said by the code that fits, once. */
export function errorsSuite(harness: AdapterHarness): Suite {
  return {
    name: 'errors',
    cases: [
      {
        name: 'each failure that the harness can bring about is told by its code',
        run: () =>
          withTrial(harness, async (trial) => {
            const failures = Object.entries(trial.platform.fail ?? {})
            if (failures.length === 0) leaveOut('The harness has no “fail”.')
            for (const [code, fail] of failures) {
              fail()
              // oxlint-disable-next-line no-await-in-loop -- one failure at a time
              await demandRejection(trial.during(provoke(trial)), code as ChatErrorCode, 'A call that failed')
            }
          }),
      },
      {
        name: 'a message that may have been sent is not sent again by itself',
        run: () =>
          withTrial(harness, async (trial) => {
            needAbility(trial, 'message.send')
            const fail =
              trial.platform.fail?.outcome_unknown ?? leaveOut('The harness has no “fail.outcome_unknown”.')
            fail()
            await demandRejection(
              trial.during(trial.room.send('perhaps')),
              'outcome_unknown',
              'A send that was lost',
            )
            await trial.recover()
            const sent = trial.platform.messages(trial.room.ref).filter(({ text }) => text === 'perhaps')
            demand(sent.length <= 1, `It stands on the platform ${sent.length} times.`)
          }),
      },
      {
        name: 'a message that has to wait is sent once it may',
        run: () =>
          withTrial(harness, async (trial) => {
            needAbility(trial, 'message.send')
            const fail =
              trial.platform.fail?.rate_limited ?? leaveOut('The harness has no “fail.rate_limited”.')
            fail()
            await trial.during(trial.room.send('in a while'))
            const sent = trial.platform.messages(trial.room.ref).filter(({ text }) => text === 'in a while')
            demand(sent.length === 1, `It has to stand on the platform once, not ${sent.length} times.`)
          }),
      },
    ],
  }
}

/** Nothing that could be logged holds a secret. */
export function secretsSuite(harness: AdapterHarness): Suite {
  return {
    name: 'secrets',
    cases: [
      {
        name: 'no token shows in an event, an error or a report, whatever fails',
        run: () =>
          withTrial(harness, async (trial) => {
            const shown: unknown[] = []
            for (const fail of Object.values(trial.platform.fail ?? {})) {
              fail()
              // oxlint-disable-next-line no-await-in-loop -- one failure at a time
              await trial.during(provoke(trial)).catch((error: unknown) => void shown.push(error))
            }
            await trial.say(trial.room.ref, ['hello'])
            trial.platform.cut?.()
            await trial.recover()
            shown.push(...trial.errors, ...trial.told.map(({ event }) => event), trial.hub.inspect())
            const text = shown.map((each) => flatten(each)).join('\n')
            for (const secret of trial.fixture.secrets) {
              const at = text.indexOf(secret)
              const around = text.slice(Math.max(0, at - 60), at)
              demand(at === -1, `A secret shows after “${around}”.`)
            }
          }),
      },
    ],
  }
}

/** Everything that a logger could get out of a value: properties of errors too, and their causes. */
function flatten(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (depth > 6) return ''
  const entries = value instanceof Set ? [...value].map((each) => ['', each] as const) : ownEntries(value)
  return entries.map(([name, each]) => `${name}: ${flatten(each, depth + 1)}`).join(' ')
}

function ownEntries(value: object): readonly (readonly [string, unknown])[] {
  return Object.getOwnPropertyNames(value).map((name) => [name, (value as Record<string, unknown>)[name]])
}
