import { describe, expect, test } from 'vitest'
import {
  asText,
  ChatError,
  createMemoryStore,
  createOutbox,
  defineStore,
  splitText,
  type AdapterSession,
  type DeclaredCapabilities,
  type HubOptions,
  type Outgoing,
  type Receipt,
  type RoomRef,
} from '../src/index.js'
import { createDesk, messageOf, roomOf, said } from './support/desk.js'
import { ManualClock, settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')
const other = roomOf('other')

/** A platform that takes messages as a test says. */
async function openPost(
  limits: NonNullable<DeclaredCapabilities['message.send']>['limits'] = {},
  hub: HubOptions = {},
) {
  const clock = new ManualClock()
  const sent: string[] = []
  const answers: (ChatError | 'hang' | 'arrived')[] = []
  const hanging: (() => void)[] = []
  /** What reached the platform, and what it kept. */
  const handed: Outgoing[] = []
  const stored: Outgoing[] = []
  const native = { level: 'native', official: true, limits } as const
  const session: Partial<AdapterSession> = {
    capabilities: () => ({ 'message.send': native, 'message.reply': native, 'history.read': native }),
    send: async (room: RoomRef, outgoing: Outgoing): Promise<Receipt> => {
      sent.push(`${outgoing.text}@${clock.now() - 1_000_000}`)
      handed.push(outgoing)
      const answer = answers.shift()
      if (answer === 'hang') {
        await new Promise<void>((resolve) => {
          hanging.push(resolve)
        })
      } else if (answer === 'arrived') {
        stored.push(outgoing)
        throw new ChatError('outcome_unknown', 'Arrived, but nobody heard of it.')
      } else if (answer !== undefined) throw answer
      stored.push(outgoing)
      return { refs: [{ room, id: outgoing.clientId }], sentAt: clock.now() }
    },
    history: async (room) => ({
      messages: stored.map(({ text, clientId }) =>
        messageOf(clientId, room, { text, clientId, sentAt: clock.now() }, { self: true }),
      ),
      complete: true,
    }),
  }
  const desk = await createDesk({ clock, session, hub: { outbox: createOutbox(), ...hub } })
  return { ...desk, sent, answers, handed, hanging, stored }
}

/** How a promise ended, as text. */
function outcome(promise: Promise<Receipt>): Promise<string> {
  return promise.then(
    ({ refs }) => `sent as ${refs.length}`,
    (error: ChatError) => error.code,
  )
}

describe('an outbox', () => {
  test('sends what may go at once, and the rest as the room’s rate allows', async () => {
    const { clock, hub, sent } = await openPost({ roomRate: { count: 2, perMs: 1_000 } })
    for (const text of ['1', '2', '3', '4']) void hub.room(lobby).send(text)
    await clock.pass(5_000)
    expect(sent).toEqual(['1@0', '2@0', '3@500', '4@1000'])
    await hub.close()
  })

  test('keeps the rate of the account over all rooms, which take turns', async () => {
    const { clock, hub, sent } = await openPost({ accountRate: { count: 1, perMs: 100 } })
    for (const text of ['1', '2', '3']) void hub.room(lobby).send(text)
    void hub.room(other).send('a')
    await clock.pass(5_000)
    expect(sent).toEqual(['1@0', 'a@100', '2@200', '3@300'])
    await hub.close()
  })

  test('sends moderation before replies, and those before chatter', async () => {
    const { clock, hub, sent } = await openPost({ accountRate: { count: 1, perMs: 100 } })
    const room = hub.room(lobby)
    void room.send('first')
    void room.send('chatter')
    void room.send('reply', { replyTo: { room: lobby, id: '1' } })
    void room.send('moderation', { priority: 'moderation' })
    await clock.pass(1_000)
    expect(sent).toEqual(['first@0', 'moderation@100', 'reply@200', 'chatter@300'])
    await hub.close()
  })

  test('rejects what waited until its deadline, unsent', async () => {
    const { clock, hub, sent } = await openPost({ roomRate: { count: 1, perMs: 10_000 } })
    void hub.room(lobby).send('1')
    const late = outcome(hub.room(lobby).send('2', { deadlineMs: 500 }))
    await clock.pass(500)
    expect(await late).toBe('timeout')
    await clock.pass(20_000)
    expect(sent).toEqual(['1@0'])
    await hub.close()
  })

  test('waits over a lost connection, in order, and goes on when it is back', async () => {
    const { answers, clock, hub, sent } = await openPost()
    const network = new ChatError('network', 'No connection.')
    answers.push(network, network)
    const outcomes = [outcome(hub.room(lobby).send('1')), outcome(hub.room(lobby).send('2'))]
    await clock.pass(10_000)
    expect(sent).toEqual(['1@0', '1@1000', '1@3000', '2@3000'])
    expect(await Promise.all(outcomes)).toEqual(['sent as 1', 'sent as 1'])
    await hub.close()
  })

  test('waits as long as the platform says, and is slower afterwards', async () => {
    const { answers, clock, hub, sent } = await openPost({ roomRate: { count: 1, perMs: 1_000 } })
    answers.push(new ChatError('rate_limited', 'Too fast.', { retryAfterMs: 5_000 }))
    void hub.room(lobby).send('1')
    void hub.room(lobby).send('2')
    await clock.pass(20_000)
    expect(sent).toEqual(['1@0', '1@5000', '2@6250'])
    await hub.close()
  })

  test('joins identical texts that wait where it is asked to', async () => {
    const { clock, hub, sent } = await openPost({ roomRate: { count: 1, perMs: 100 } })
    const room = hub.room(lobby)
    void room.send('first')
    const twins = [room.send('hi', { coalesce: true }), room.send('hi', { coalesce: true }), room.send('hi')]
    await clock.pass(1_000)
    const [one, two, three] = await Promise.all(twins)
    expect(sent).toEqual(['first@0', 'hi@100', 'hi@200'])
    expect(one).toEqual(two)
    expect(three).not.toEqual(one)
    await hub.close()
  })

  test('takes back what waits, and no more what is sent', async () => {
    const { answers, clock, hanging, hub, sent } = await openPost()
    answers.push('hang')
    const controller = new AbortController()
    const first = outcome(hub.room(lobby).send('1', { signal: controller.signal }))
    const second = outcome(hub.room(lobby).send('2', { signal: controller.signal }))
    await settled()
    controller.abort()
    expect(await second).toBe('closed')
    hanging[0]?.()
    expect(await first).toBe('sent as 1')
    await clock.pass(1_000)
    expect(sent).toEqual(['1@0'])
    expect(await outcome(hub.room(lobby).send('3', { signal: controller.signal }))).toBe('closed')
    await hub.close()
  })

  test('does not send again what may have arrived', async () => {
    const { answers, clock, hub, sent } = await openPost()
    answers.push(new ChatError('outcome_unknown', 'Lost on the way.'))
    expect(await outcome(hub.room(lobby).send('1'))).toBe('outcome_unknown')
    answers.push(new TypeError('an adapter’s own') as never)
    expect(await outcome(hub.room(lobby).send('2'))).toBe('outcome_unknown')
    await clock.pass(60_000)
    expect(sent).toEqual(['1@0', '2@0'])
    await hub.close()
  })

  test.each([
    ['nothing', undefined],
    ['no list of messages', { sentAt: 1 }],
    ['messages without a room', { refs: [{ id: '1' }], sentAt: 1 }],
  ])('does not send again what was answered with a receipt of %s', async (_what, receipt) => {
    let sends = 0
    const native = { level: 'native', official: true } as const
    for (const outbox of [createOutbox(), undefined]) {
      sends = 0
      const { clock, hub } = await createDesk({
        capabilities: { 'message.send': native },
        session: { send: async () => ((sends += 1), receipt as never) },
        hub: outbox === undefined ? {} : { outbox },
      })
      const sent = outcome(hub.room(lobby).send('hello'))
      await clock.pass(100_000)
      expect([await sent, sends]).toEqual(['outcome_unknown', 1])
      await hub.close()
    }
  })

  test.each([
    { count: 0, perMs: 1_000 },
    { count: 5, perMs: 0 },
    { count: NaN, perMs: 1_000 },
    { count: 1, perMs: Infinity },
  ])('takes a rate of $count in $perMs ms for none, and does not wake without end', async (roomRate) => {
    const { clock, hub, sent } = await openPost({ roomRate })
    const both = Promise.all([hub.room(lobby).send('1'), hub.room(lobby).send('2')])
    await clock.pass(10)
    await both
    expect([sent.length, clock.pending]).toEqual([2, 0])
    await hub.close()
  })

  test('looks for it in the history where it is told to, and sends again only what is not there', async () => {
    const { answers, clock, hub, sent, stored } = await openPost()
    const lost = new ChatError('outcome_unknown', 'Lost on the way.')
    answers.push(lost)
    const again = outcome(hub.room(lobby).send('not there', { onUnknown: 'verify' }))
    await clock.pass(2_000)
    expect(await again).toBe('sent as 1')
    answers.push('arrived')
    const found = outcome(hub.room(lobby).send('there', { onUnknown: 'verify' }))
    await clock.pass(1_000)
    expect(await found).toBe('sent as 1')
    expect(sent).toEqual(['not there@0', 'not there@2000', 'there@2000'])
    expect(stored.map(({ text }) => text)).toEqual(['not there', 'there'])
    await hub.close()
  })

  test('looks again where the history was not to be had, for as long as the message may wait', async () => {
    const { answers, clock, hub, sent, session } = await openPost()
    const history = session.history?.bind(session)
    let looks = 0
    session.history = async (...query) => {
      looks += 1
      if (looks < 3) throw new ChatError('unavailable', 'Not now.')
      return (await history?.(...query)) ?? { messages: [], complete: true }
    }
    answers.push('arrived')
    const found = outcome(hub.room(lobby).send('there', { onUnknown: 'verify' }))
    await clock.pass(7_000)
    expect([await found, looks, sent]).toEqual(['sent as 1', 3, ['there@0']])
    session.history = () => Promise.reject(new ChatError('unavailable', 'Never.'))
    answers.push('arrived')
    const given = outcome(hub.room(lobby).send('gone', { onUnknown: 'verify', deadlineMs: 10_000 }))
    await clock.pass(60_000)
    expect([await given, sent.length]).toEqual(['outcome_unknown', 2])
    await hub.close()
  })

  test.each([
    ['verify', 'sent as 1', 1],
    ['retry', 'sent as 1', 2],
    ['fail', 'outcome_unknown', 1],
  ] as const)(
    'that has a name, and that nobody knows of whether it was sent, is no new one: %s',
    async (onUnknown, expected, times) => {
      const { answers, clock, hub, sent } = await openPost({}, { store: createMemoryStore() })
      answers.push('arrived')
      const options = { key: 'answer to 7', onUnknown: 'fail' } as const
      expect(await outcome(hub.room(lobby).send('there', options))).toBe('outcome_unknown')
      const again = outcome(hub.room(lobby).send('there', { ...options, onUnknown }))
      await clock.pass(2_000)
      expect([await again, sent.length]).toEqual([expected, times])
      await hub.close()
    },
  )

  test('sends again where it is told that twice is better than never', async () => {
    const { answers, clock, hub, sent } = await openPost()
    answers.push(new ChatError('outcome_unknown', 'Lost on the way.'))
    const done = outcome(hub.room(lobby).send('1', { onUnknown: 'retry' }))
    await clock.pass(1_000)
    expect(await done).toBe('sent as 1')
    expect(sent).toEqual(['1@0', '1@1000'])
    await hub.close()
  })

  test('tells what the platform refuses', async () => {
    const { answers, hub } = await openPost()
    answers.push(new ChatError('forbidden', 'Banned.'))
    expect(await outcome(hub.room(lobby).send('1'))).toBe('forbidden')
    await hub.close()
  })

  test('knows its own message when it comes back, even before the receipt', async () => {
    const { answers, feed, handed, hanging, hub } = await openPost()
    const seen: unknown[] = []
    hub.on('message', ({ message }, { via }) => seen.push(`handler ${message.text} ${via}`))
    hub.on('message', ({ message }, { via }) => seen.push([message.text, via, message.author.self]), {
      self: true,
    })
    answers.push('hang')
    const sending = hub.room(lobby).send('fast')
    await settled()
    const early = messageOf('from the platform', lobby, {
      text: 'early',
      clientId: handed[0]?.clientId ?? '',
    })
    feed.offer({ event: { type: 'message', message: early } })
    hanging[0]?.()
    const { refs } = await sending
    feed.offer({ event: { type: 'message', message: messageOf(refs[0]?.id ?? '', lobby, { text: 'slow' }) } })
    expect(seen).toEqual([
      ['early', 'echo', true],
      ['slow', 'echo', true],
    ])
    expect(hub.inspect().counters.echoes).toBe(2)
    await hub.close()
  })

  test('rejects what waits when the hub closes, and leaves no timer', async () => {
    const { clock, hub } = await openPost({ roomRate: { count: 1, perMs: 10_000 } })
    void hub.room(lobby).send('1')
    const waiting = outcome(hub.room(lobby).send('2'))
    await settled()
    expect(hub.inspect().outbox).toEqual({ waiting: 1, sending: 0 })
    await hub.close()
    expect(await waiting).toBe('closed')
    expect(clock.pending).toBe(0)
    await expect(hub.room(lobby).send('3')).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('an outbox with a store', () => {
  test('lets a handler that is waited for on closing say what it has to', async () => {
    const { clock, feed, hub, sent } = await openPost()
    let go: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    let ended = 'never'
    hub.on('message', async (_event, { room }) => {
      await gate
      ended = await outcome(room?.send('answer') ?? Promise.reject(new RangeError('no room')))
    })
    feed.offer(said('1', lobby))
    await settled()
    const closed = hub.close()
    await settled()
    go()
    await settled()
    await clock.pass(10)
    await closed
    expect(ended).toMatch(/^sent as /u)
    expect(sent).toHaveLength(1)
    await expect(hub.room(lobby).send('too late')).rejects.toMatchObject({ code: 'closed' })
  })

  test('keeps what the hub closes over before it is handed to the platform', async () => {
    const store = createMemoryStore()
    const update = store.outbox.update.bind(store.outbox)
    let go: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    store.outbox.update = async (item) => {
      if (item.state === 'sending') await gate
      return update(item)
    }
    const before = await openPost({}, { store })
    const done = outcome(before.hub.room(lobby).send('kept', { key: 'a', deadlineMs: 3_600_000 }))
    await settled()
    await before.hub.close()
    go()
    expect(await done).toBe('closed')
    await settled()
    expect(before.sent).toEqual([])

    const after = await openPost({}, { store })
    await after.clock.pass(1_000)
    expect(after.sent).toEqual(['kept@0'])
    await after.hub.close()
  })

  test('does not leave a send without an answer when the hub closes over it', async () => {
    const { answers, clock, hanging, hub } = await openPost()
    answers.push('hang')
    const sent = outcome(hub.room(lobby).send('1'))
    await settled()
    const closed = hub.close({ timeoutMs: 10 })
    await clock.pass(20)
    await closed
    expect(await sent).toBe('outcome_unknown')
    for (const end of hanging) end()
    await settled()

    const memory = createMemoryStore()
    const store = defineStore({
      durable: true,
      outbox: Object.assign(Object.create(memory.outbox) as typeof memory.outbox, {
        add: () => new Promise<never>(() => undefined),
      }),
    })
    const stuck = await openPost({}, { store })
    const kept = outcome(stuck.hub.room(lobby).send('1'))
    await settled()
    await stuck.hub.close()
    expect(await kept).toBe('closed')
    expect(stuck.sent).toEqual([])
  })

  test('sends once what is sent twice by one name', async () => {
    const store = createMemoryStore()
    const { hub, sent } = await openPost({}, { store })
    const one = await hub.room(lobby).send('hi', { key: 'answer to 7' })
    const two = await hub.room(lobby).send('hi', { key: 'answer to 7' })
    expect(two).toEqual(one)
    expect(sent).toHaveLength(1)
    await hub.close()
  })

  test('sends after a restart what waited, and not what may have been sent', async () => {
    const store = createMemoryStore()
    const before = await openPost({ roomRate: { count: 1, perMs: 60_000 } }, { store })
    before.answers.push('hang')
    const onItsWay = outcome(before.hub.room(lobby).send('on its way', { key: 'a' }))
    const waiting = outcome(before.hub.room(lobby).send('waits', { key: 'b', deadlineMs: 3_600_000 }))
    await settled()
    await before.hub.close()
    expect([await onItsWay, await waiting]).toEqual(['outcome_unknown', 'closed'])

    const after = await openPost({}, { store })
    await after.clock.pass(1_000)
    expect(after.sent).toEqual(['waits@0'])
    expect(after.errors.map(({ code, message }) => [code, message.includes('"a"')])).toEqual([
      ['outcome_unknown', true],
    ])
    await after.hub.close()
  })

  test('does not take the same answer to somebody else for the one it may have sent before a restart', async () => {
    const store = createMemoryStore()
    const answered: Outgoing[] = []
    const history = async (room: RoomRef) => ({
      messages: answered.map(({ clientId, replyTo, text }) =>
        messageOf(
          clientId,
          room,
          { text, sentAt: 1_000_000, ...(replyTo !== undefined && { replyTo: { ref: replyTo } }) },
          { self: true },
        ),
      ),
      complete: true as const,
    })
    const to = (id: string) => ({
      key: `answer to ${id}`,
      replyTo: { room: lobby, id },
      onUnknown: 'verify' as const,
      deadlineMs: 3_600_000,
    })
    const before = await openPost({}, { store })
    await before.hub.room(lobby).send('5 euros', to('ann'))
    answered.push(...before.stored)
    before.answers.push('hang')
    const cut = outcome(before.hub.room(lobby).send('5 euros', to('bob')))
    await settled()
    await before.hub.close()
    expect(await cut).toBe('outcome_unknown')

    const after = await openPost({}, { store })
    after.session.history = history
    await after.clock.pass(5_000)
    expect(after.stored.map(({ replyTo }) => replyTo?.id)).toEqual(['bob'])
    await after.hub.close()
  })

  test('does not send while it cannot note that it is sending', async () => {
    const store = createMemoryStore()
    const { clock, hub, sent } = await openPost({}, { store })
    const update = store.outbox.update.bind(store.outbox)
    let isBroken = true
    store.outbox.update = (item) => (isBroken ? Promise.reject(new Error('disk full')) : update(item))
    const done = outcome(hub.room(lobby).send('1'))
    await clock.pass(900)
    expect(sent).toEqual([])
    isBroken = false
    await clock.pass(10_000)
    expect(await done).toBe('sent as 1')
    expect(sent).toHaveLength(1)
    await hub.close()
  })
})

describe('a message', () => {
  test('is refused before anything is sent: empty, too long, of parts the room cannot show', async () => {
    const { hub, sent } = await openPost({ maxCharacters: 5 })
    const room = hub.room(lobby)
    await expect(room.send('')).rejects.toMatchObject({ code: 'invalid' })
    await expect(room.send([])).rejects.toMatchObject({ code: 'invalid' })
    await expect(room.send(7 as never)).rejects.toMatchObject({ code: 'invalid' })
    await expect(room.send('123456')).rejects.toMatchObject({ code: 'too_long', message: /1 too long/ })
    await expect(room.send([{ type: 'image', media: {} }])).rejects.toMatchObject({ code: 'unsupported' })
    await expect(room.send('1', { priority: 'high' as never })).rejects.toMatchObject({ code: 'invalid' })
    await expect(room.send('1', { onUnknown: 'ask' as never })).rejects.toMatchObject({ code: 'invalid' })
    await expect(room.send('1', { deadlineMs: -1 })).rejects.toMatchObject({ code: 'invalid' })
    expect(sent).toEqual([])
    await hub.close()
  })

  test('counts characters as readers do', async () => {
    const { hub, sent } = await openPost({ maxCharacters: 2 })
    await hub.room(lobby).send('👩‍👩‍👧‍👦é')
    await expect(hub.room(lobby).send('👩‍👩‍👧‍👦éx')).rejects.toMatchObject({ code: 'too_long' })
    expect(sent).toHaveLength(1)
    await hub.close()
  })

  test('is split where it is told how, and has one receipt', async () => {
    const { clock, hub, sent } = await openPost({ maxCharacters: 16 })
    const done = hub.room(lobby).send('one two three four five', { split: splitText })
    await clock.pass(1_000)
    expect((await done).refs).toHaveLength(3)
    expect(sent.map((each) => each.replace(/@.*/, ''))).toEqual([
      'one two (1/3)',
      'three four (2/3)',
      'five (3/3)',
    ])
    await hub.close()
  })

  test('is said as text where it is told how', async () => {
    const { hub, sent } = await openPost()
    const card = {
      type: 'card',
      card: 'product',
      entityId: '12',
      title: 'A teapot',
      url: 'https://a.test/12',
    } as const
    await hub.room(lobby).send([{ type: 'text', text: 'Look: ' }, card], { degrade: asText })
    expect(sent).toEqual(['Look: A teapot https://a.test/12@0'])
    await hub.close()
  })

  test('without an outbox goes at once or fails at once, and what speaks of waiting is refused', async () => {
    const { answers, hub, sent } = await openPost({}, { outbox: undefined as never })
    expect(await outcome(hub.room(lobby).send('1'))).toBe('sent as 1')
    answers.push(new ChatError('network', 'No connection.'))
    expect(await outcome(hub.room(lobby).send('2'))).toBe('network')
    await expect(hub.room(lobby).send('3', { deadlineMs: 5 })).rejects.toMatchObject({
      code: 'invalid',
      message: '"deadlineMs" needs an outbox: createHub({ outbox: createOutbox() }).',
    })
    expect(sent).toHaveLength(2)
    await hub.close()
  })
})
