import type { Sandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isKickError, Kick, kickEventNames, type EventSubscription } from '../src/index.js'
import { SubscriptionManager, type SubscriptionManagerOptions } from '../src/webhooks.js'
import { planSubscriptions } from '../src/webhooks/subscription-plan.js'
import { clientOf, failureOf, openSandbox, startServer } from './support/kick.js'

interface Stage {
  readonly sandbox: Sandbox
  readonly kick: Kick
  readonly ann: number
  readonly bob: number
  readonly manage: (options?: Partial<SubscriptionManagerOptions>) => SubscriptionManager
}

async function openStage(): Promise<Stage> {
  const sandbox = await openSandbox({ accessTokens: [{ token: 'app-token', kind: 'app', scopes: [] }] })
  const kick = clientOf(sandbox, 'app-token')
  return {
    sandbox,
    kick,
    ann: sandbox.kick.room('ann').userId,
    bob: sandbox.kick.room('bob').userId,
    manage: (options = {}) =>
      new SubscriptionManager({ eventSubscriptions: kick.eventSubscriptions, ...options }),
  }
}

const there = ({ kick }: Sandbox): readonly string[] =>
  kick.webhooks.subscriptions.map(({ broadcasterUserId, event }) => `${broadcasterUserId} ${event}`)

const calls = ({ kick }: Sandbox): readonly string[] => kick.requests.map(({ method }) => method)

describe('a run', () => {
  test('makes what is missing, and a second one finds nothing to do', async () => {
    const { sandbox, ann, bob, manage } = await openStage()
    const manager = manage({
      wanted: [
        { broadcasterUserId: ann, events: ['chat.message.sent', 'channel.followed'] },
        { broadcasterUserId: bob, events: ['kicks.gifted', 'kicks.gifted'] },
      ],
    })
    const { created, failures } = await manager.reconcile()
    expect(created).toHaveLength(3)
    expect(failures).toEqual([])
    expect(there(sandbox)).toEqual([
      `${ann} chat.message.sent`,
      `${ann} channel.followed`,
      `${bob} kicks.gifted`,
    ])
    expect(calls(sandbox)).toEqual(['GET', 'POST', 'POST'])
    const second = await manager.reconcile()
    expect([second.kept.length, second.created, second.removed]).toEqual([3, [], []])
    expect(calls(sandbox).slice(3)).toEqual(['GET'])
  })

  test('repairs what Kick has dropped', async () => {
    const { sandbox, ann, manage } = await openStage()
    const manager = manage({
      wanted: [{ broadcasterUserId: ann, events: ['chat.message.sent', 'channel.followed'] }],
    })
    await manager.reconcile()
    sandbox.kick.webhooks.loseSubscriptions(({ event }) => event === 'channel.followed')
    const { created } = await manager.reconcile()
    expect(created).toMatchObject([{ broadcasterUserId: ann, event: 'channel.followed' }])
  })

  test('removes what it made and nobody wants any more', async () => {
    const { sandbox, ann, manage } = await openStage()
    const manager = manage({
      wanted: [{ broadcasterUserId: ann, events: ['chat.message.sent', 'kicks.gifted'] }],
    })
    await manager.reconcile()
    manager.want([{ broadcasterUserId: ann, events: ['kicks.gifted'] }])
    expect((await manager.reconcile()).removed).toMatchObject([{ event: 'chat.message.sent' }])
    expect(there(sandbox)).toEqual([`${ann} kicks.gifted`])
  })

  test('one at a time: who asks meanwhile waits, and nothing is made twice', async () => {
    const { sandbox, ann, manage } = await openStage()
    const manager = manage({ wanted: [{ broadcasterUserId: ann, events: ['kicks.gifted'] }] })
    await Promise.all([manager.reconcile(), manager.reconcile(), manager.reconcile()])
    expect(there(sandbox)).toEqual([`${ann} kicks.gifted`])
  })
})

describe('another program that runs as the same app', () => {
  test('keeps what it has, and is told of', async () => {
    const { sandbox, ann, bob, kick, manage } = await openStage()
    await kick.eventSubscriptions.create({ broadcasterUserId: bob, events: ['kicks.gifted'] })
    const manager = manage({ wanted: [{ broadcasterUserId: ann, events: ['kicks.gifted'] }] })
    const { foreign, removed } = await manager.reconcile()
    expect(foreign).toMatchObject([{ broadcasterUserId: bob, event: 'kicks.gifted' }])
    expect(removed).toEqual([])
    expect(there(sandbox)).toHaveLength(2)
  })

  test('shares what both want', async () => {
    const { sandbox, ann, manage } = await openStage()
    const wanted = [{ broadcasterUserId: ann, events: ['kicks.gifted'] }]
    await manage({ wanted }).reconcile()
    const { kept, created } = await manage({ wanted }).reconcile()
    expect([kept.length, created.length, there(sandbox).length]).toEqual([1, 0, 1])
  })

  test('and makes the same at the same moment: the older one stays, and the twin’s maker removes it', async () => {
    const { sandbox, ann, manage } = await openStage()
    const wanted = [{ broadcasterUserId: ann, events: ['kicks.gifted'] }]
    const second = manage({ wanted })
    const racing = manage({ wanted })
    await Promise.all([second.reconcile(), racing.reconcile()])
    expect(there(sandbox)).toHaveLength(2)
    const [oldest] = sandbox.kick.webhooks.subscriptions
    await second.reconcile()
    await racing.reconcile()
    expect(sandbox.kick.webhooks.subscriptions).toEqual([oldest])
  })

  test('is not there where all is ours: then all that is not wanted goes', async () => {
    const { sandbox, ann, bob, kick, manage } = await openStage()
    for (const broadcasterUserId of [bob, bob, ann]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await kick.eventSubscriptions.create({ broadcasterUserId, events: ['kicks.gifted'] })
    }
    const manager = manage({ wanted: [{ broadcasterUserId: bob, events: ['kicks.gifted'] }], removes: 'all' })
    expect((await manager.reconcile()).removed).toHaveLength(2)
    expect(there(sandbox)).toEqual([`${bob} kicks.gifted`])
  })
})

describe('what cannot be had', () => {
  test('beyond the limit nothing is asked for, and the report says so', () => {
    const existing = Array.from({ length: 999 }, (_, index) => toSubscription(index + 1, 'chat.message.sent'))
    const wanted = [2001, 2002, 2003].map((broadcasterUserId) => ({
      broadcasterUserId,
      events: ['chat.message.sent', 'kicks.gifted'],
    }))
    const plan = planSubscriptions({
      wanted,
      existing,
      isOurs: () => false,
      limitOf: (event) => (event === 'chat.message.sent' ? 1_000 : 10_000),
    })
    expect(plan.create[0]?.events).toEqual(['chat.message.sent', 'kicks.gifted'])
    expect(plan.create.slice(1).map(({ events }) => events)).toEqual([['kicks.gifted'], ['kicks.gifted']])
    expect(plan.beyondLimit.map(({ broadcasterUserId }) => broadcasterUserId)).toEqual([2002, 2003])
  })

  test('an app without verification stops at a thousand chats, a verified one does not', async () => {
    const list = Array.from({ length: 1_000 }, (_, index) => ({
      id: String(index),
      broadcaster_user_id: index + 1,
      event: 'chat.message.sent',
      version: 1,
    }))
    const made = '{"data":[{"name":"chat.message.sent","version":1,"subscription_id":"new"}],"message":"OK"}'
    const answers = [JSON.stringify({ data: list, message: 'OK' }), made]
    const wanted = [{ broadcasterUserId: 5_000, events: ['chat.message.sent'] }]
    for (const isVerified of [false, true]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { url } = await startServer(200, ...answers)
      const { eventSubscriptions } = clientOf({ kick: { apiUrl: url } } as Sandbox)
      // oxlint-disable-next-line no-await-in-loop
      const report = await new SubscriptionManager({ eventSubscriptions, wanted, isVerified }).reconcile()
      expect(report.failures.map(({ reason }) => reason)).toEqual(isVerified ? [] : ['limit'])
      expect(report.created).toHaveLength(isVerified ? 1 : 0)
    }
  })

  test('where the switch is off, the report says which', async () => {
    const { sandbox, ann, manage } = await openStage()
    sandbox.kick.webhooks.isEnabled = false
    const wanted = [{ broadcasterUserId: ann, events: ['kicks.gifted'] }]
    const { failures } = await manage({ wanted }).reconcile()
    expect(failures).toMatchObject([
      { broadcasterUserId: ann, reason: 'webhooks_disabled', message: expect.stringContaining('settings') },
    ])
  })

  test('one event or channel that fails does not stop the others', async () => {
    const { ann, manage } = await openStage()
    const { created, failures } = await manage({
      wanted: [
        { broadcasterUserId: 1, events: ['kicks.gifted'] },
        { broadcasterUserId: ann, events: ['channel.raided', 'kicks.gifted'] },
      ],
    }).reconcile()
    expect(created).toMatchObject([{ broadcasterUserId: ann, event: 'kicks.gifted' }])
    expect(failures).toMatchObject([
      {
        broadcasterUserId: 1,
        reason: 'refused',
        error: { code: 'refused', serverMessage: 'Channel not found' },
      },
      { broadcasterUserId: ann, event: 'channel.raided', reason: 'refused', message: 'invalid event' },
    ])
  })

  test('a token that is no good ends the run', async () => {
    const { sandbox, ann } = await openStage()
    const { eventSubscriptions } = clientOf(sandbox, 'wrong-token')
    const manager = new SubscriptionManager({
      eventSubscriptions,
      wanted: [{ broadcasterUserId: ann, events: ['kicks.gifted'] }],
    })
    expect(await failureOf(manager.reconcile())).toMatchObject({ code: 'unauthenticated' })
  })

  test.for<[string, unknown]>([
    ['wanted[0].broadcasterUserId', [{ broadcasterUserId: 0, events: ['kicks.gifted'] }]],
    ['wanted[0].events', [{ broadcasterUserId: 1, events: [] }]],
    ['wanted', 'everything'],
  ])('%s is refused by name', async ([name, wanted]) => {
    const { manage } = await openStage()
    expect(() => manage({ wanted: wanted as never })).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(name) }),
    )
    // @ts-expect-error: it is wanted
    expect(() => new SubscriptionManager({})).toThrow(expect.objectContaining({ code: 'invalid_options' }))
  })
})

describe('watching', () => {
  test('runs at once and again after its interval, tells of failures, and ends', async () => {
    const { sandbox, ann } = await openStage()
    const timers: { callback: () => void; delayMs: number }[] = []
    const told: string[] = []
    let tell = (): void => {}
    const kick = new Kick({ token: 'app-token', baseUrl: sandbox.kick.apiUrl, retry: false })
    const manager = new SubscriptionManager({
      eventSubscriptions: kick.eventSubscriptions,
      wanted: [{ broadcasterUserId: ann, events: ['kicks.gifted'] }],
    })
    const isOver = (): Promise<void> => new Promise((resolve) => (tell = resolve))
    let over = isOver()
    const stop = manager.watch({
      onReport: ({ created }) => void told.push(`made ${created.length}`),
      onError: (error) => void told.push(isKickError(error) ? error.code : 'another error'),
      clock: {
        setTimeout: (callback, delayMs) => {
          timers.push({ callback, delayMs })
          tell()
        },
        clearTimeout: () => void timers.splice(0),
      },
    })
    for (const happen of [
      async () => {
        sandbox.kick.webhooks.loseSubscriptions()
      },
      () => sandbox.close(),
    ]) {
      // oxlint-disable no-await-in-loop -- one run after the other
      await over
      await happen()
      over = isOver()
      timers.shift()?.callback()
      // oxlint-enable no-await-in-loop
    }
    await over
    expect(told).toEqual(['made 1', 'made 1', 'network'])
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([900_000])
    stop()
    expect(timers).toEqual([])
  })
})

function toSubscription(
  broadcasterUserId: number,
  event: string,
  id = `${broadcasterUserId}-${event}`,
  createdAtMs = 0,
): EventSubscription {
  return {
    id,
    appId: 'app',
    broadcasterUserId,
    event,
    version: 1,
    method: 'webhook',
    createdAtMs,
    updatedAtMs: createdAtMs,
  }
}

test('any plan brings about what is wanted, removes nothing that is not ours, and leaves nothing to do', () => {
  const event = fc.constantFrom(...kickEventNames.slice(0, 3))
  const user = fc.integer({ min: 1, max: 4 })
  const wanted = fc.array(fc.record({ broadcasterUserId: user, events: fc.array(event, { minLength: 1 }) }))
  const existing = fc
    .array(fc.tuple(user, event, fc.boolean(), fc.integer({ min: 0, max: 9 })))
    .map((entries) =>
      entries.map(([id, name, ours, at], index) =>
        toSubscription(id, name, `${ours ? 'ours' : 'theirs'}-${index}`, at),
      ),
    )
  const isOurs = ({ id }: EventSubscription): boolean => id.startsWith('ours')
  fc.assert(
    fc.property(wanted, existing, (wishes, present) => {
      const facts = { wanted: wishes, isOurs, limitOf: () => Infinity }
      const plan = planSubscriptions({ ...facts, existing: present })
      expect(plan.remove.every(isOurs)).toBe(true)
      const after = [
        ...present.filter((one) => !plan.remove.includes(one)),
        ...plan.create.flatMap(({ broadcasterUserId, events }) =>
          events.map((name) =>
            toSubscription(broadcasterUserId, name, `ours-new-${broadcasterUserId}-${name}`, 10),
          ),
        ),
      ]
      const keys = new Set(after.map((one) => `${one.broadcasterUserId} ${one.event}`))
      for (const { broadcasterUserId, events } of wishes) {
        for (const name of events) expect(keys.has(`${broadcasterUserId} ${name}`)).toBe(true)
      }
      const again = planSubscriptions({ ...facts, existing: after })
      expect([again.create, again.remove]).toEqual([[], []])
    }),
  )
})
