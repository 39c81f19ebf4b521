import { operations, type Operation } from '../../capability.js'
import type { ChatEventType } from '../../event.js'
import type { SourceKind } from '../../source.js'
import { demand, demandRejection } from '../demand.js'
import type { AdapterHarness } from '../harness.js'
import type { Case, Suite } from '../suite.js'
import { withTrial, type Trial } from '../trial.js'
import { exercises, type CallableOperation } from './exercise.js'

/** These come about by themselves: nobody has to make them happen. */
const unprompted: ReadonlySet<ChatEventType> = new Set(['message', 'gap', 'status'])

const kinds = ['socket', 'webhook', 'poll'] as const

/** What is claimed can be done, and what is not claimed is refused before anything is asked of the platform. */
export function capabilitiesSuite(harness: AdapterHarness): Suite {
  const callable = operations.filter(isCallable)
  return {
    name: 'capabilities',
    cases: [
      ...callable.map((operation) => callCase(harness, operation)),
      ...kinds.map((kind): Case => ({
        name: `receive.${kind}: what comes that way is what the source says it brings, or there is no such source`,
        run: () => withTrial(harness, (trial) => demandReceives(trial, kind, harness.receives)),
      })),
    ],
  }
}

function isCallable(operation: Operation): operation is CallableOperation {
  return Object.hasOwn(exercises, operation)
}

function callCase(harness: AdapterHarness, operation: CallableOperation): Case {
  return {
    name: `${operation}: is done where it is claimed, and where it is not, refused before any I/O`,
    run: () =>
      withTrial(harness, async (trial) => {
        const { level, granted } = trial.room.capabilities[operation]
        const [id = ''] = await trial.say(trial.room.ref, ['hello'])
        const exercise = exercises[operation]
        if (level !== 'none' && granted !== false) {
          const value = await trial.during(exercise.call(trial, id))
          await trial.settle()
          await exercise.verify(trial, id, value)
          return
        }
        const { requests } = trial.platform.counts()
        const code = level === 'none' ? 'unsupported' : 'missing_scope'
        const attempt = (async () => exercise.call(trial, id))()
        // At once: while time passes, a poll asks for things of its own.
        await demandRejection(attempt, code, operation)
        demand(
          trial.platform.counts().requests === requests,
          `${operation} is refused, and asked the platform all the same.`,
        )
      }),
  }
}

async function demandReceives(
  trial: Trial,
  kind: SourceKind,
  receives: readonly SourceKind[],
): Promise<void> {
  const { level, receive } = trial.room.capabilities[`receive.${kind}`]
  demand(
    receives.includes(kind) === (level !== 'none'),
    `The harness says that the adapter receives by ${receives.join(', ')}; receive.${kind} is ${level}.`,
  )
  const report = trial.hub.inspect().accounts[0]
  const has = kind === 'webhook' || report?.sources.some(({ via }) => via === kind) === true
  if (level === 'none') {
    demand(
      kind === 'webhook' || !has,
      `There is a source by ${kind}, and receive.${kind} is not among the capabilities.`,
    )
    return
  }
  demand(has, `receive.${kind} is claimed, and there is no such source.`)
  demand(receive !== undefined, `receive.${kind} has to say what it promises, as “receive”.`)
  await trial.say(trial.room.ref, ['hello'])
  demand(
    trial.told.some(
      ({ envelope, event }) =>
        event.type === 'message' && (envelope.via === kind || trial.sources.length > 1),
    ),
    `A message has to come by ${kind}.`,
  )
  for (const type of receive.events) {
    if (unprompted.has(type)) continue
    const produce = trial.platform.produce[type]
    demand(
      produce !== undefined,
      `receive.${kind} claims ${type}: the harness needs “platform.produce.${type}”.`,
    )
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that a failure names its type
    await produce(trial.room.ref)
    // oxlint-disable-next-line no-await-in-loop
    await trial.during(Promise.resolve())
    // oxlint-disable-next-line no-await-in-loop
    await trial.settle()
    demand(trial.of(type, trial.room.ref).length > 0, `receive.${kind} claims ${type}, and none was told.`)
  }
  const surprise = trial.told.find(
    ({ event }) =>
      !trial.sources.some(
        (via) =>
          trial.room.capabilities[`receive.${via as 'poll'}`].receive?.events.includes(event.type) === true,
      ),
  )
  demand(
    surprise === undefined,
    `An event of type ${surprise?.event.type} was told, and no source says it brings them.`,
  )
}
