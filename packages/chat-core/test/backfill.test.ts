import { describe, expect, test } from 'vitest'
import { ChatError, createBackfill, type ChatEvent, type GapEvent, type Message } from '../src/index.js'
import { createDesk, messageOf, roomOf, said } from './support/desk.js'
import { settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')
const native = { level: 'native', official: true } as const

/** A room whose history is in the hands of a test. */
async function openRoom(options: Parameters<typeof createBackfill>[0] = {}) {
  const kept: Message[] = []
  let answer: () => Promise<void> = () => Promise.resolve()
  const desk = await createDesk({
    hub: { backfill: createBackfill(options) },
    capabilities: { 'history.read': native },
    session: {
      history: async (_, { before, sinceMs = 0 }) => {
        await answer()
        const wanted = kept.filter(
          ({ sentAt, ref }) => sentAt >= sinceMs && (before === undefined || ref.id < before),
        )
        const messages = wanted.slice(-2)
        const first = messages[0]?.ref.id
        return {
          messages,
          complete: true,
          ...(wanted.length > 2 && first !== undefined && { before: first }),
        }
      },
    },
  })
  const seen: string[] = []
  const gaps: GapEvent[] = []
  desk.hub.on(['message', 'gap'], (event: ChatEvent, { via, late }) => {
    if (event.type === 'gap') gaps.push(event)
    seen.push(event.type === 'message' ? `${event.message.text} ${via}${late ? ' late' : ''}` : 'gap')
  })
  const gap: GapEvent = {
    type: 'gap',
    room: lobby,
    fromMs: 1_000_000,
    cause: 'reconnect',
    recovered: 0,
    complete: false,
  }
  return { ...desk, kept, seen, gaps, gap, hold: (until: () => Promise<void>) => (answer = until) }
}

describe('a gap', () => {
  test('counts as recovered what was missed, not what came by itself while it was filled', async () => {
    const { clock, feed, gap, gaps, hold, hub, kept, seen } = await openRoom()
    kept.push(messageOf('1', lobby), messageOf('2', lobby))
    hold(() => new Promise((resolve) => clock.setTimeout(resolve, 1_000)))
    feed.offer({ event: gap }, said('2', lobby))
    await clock.pass(1_000)
    expect(seen).toEqual(['1 backfill late', 'gap', '2 socket'])
    expect(gaps.map(({ recovered }) => recovered)).toEqual([1])
    await hub.close()
  })

  test('brings nothing back to a display that a ban or a clear took away meanwhile', async () => {
    const { clock, feed, gap, hub, kept } = await openRoom()
    const events: string[] = []
    hub.on(['message', 'restrict', 'clear', 'delete', 'gap'], (event) => {
      const about =
        event.type === 'message' ? event.message.text : event.type === 'delete' ? event.target.id : ''
      events.push(`${event.type} ${about}`.trim())
    })
    const by = (id: string) => ({
      id,
      name: id,
      roles: new Set<never>(),
      badges: [],
      self: false,
      anonymous: false,
    })
    const sentAt = clock.now()
    kept.push(
      messageOf('1', lobby, { sentAt }, { id: 'ann' }),
      messageOf('2', lobby, { sentAt }, { id: 'bob' }),
    )
    await clock.pass(1_000)
    const ban = { type: 'restrict', room: lobby, user: by('ann'), action: 'ban' } as const
    feed.offer({ event: ban }, { event: { ...ban, user: by('bob'), action: 'release' } }, { event: gap })
    await clock.pass(1)
    expect(events).toEqual(['restrict', 'restrict', 'message 1', 'message 2', 'delete 1', 'gap'])
    feed.offer({ event: { type: 'clear', room: lobby } })
    kept.push(
      messageOf('3', lobby, { sentAt: sentAt + 500 }),
      messageOf('4', lobby, { sentAt: sentAt + 2_000 }),
    )
    feed.offer({ event: { ...gap, fromMs: sentAt } })
    await clock.pass(1)
    expect(events.slice(6)).toEqual(['clear', 'message 3', 'message 4', 'delete 3', 'gap'])
    await hub.close()
  })

  test('is filled all the same where the history failed in passing', async () => {
    const { clock, errors, feed, gap, hold, hub, kept, seen } = await openRoom()
    kept.push(messageOf('1', lobby))
    let failures = 0
    hold(async () => {
      failures += 1
      if (failures < 3) throw new ChatError('unavailable', 'Not now.')
    })
    feed.offer({ event: gap }, said('after', lobby))
    await clock.pass(2_500)
    expect(seen).toEqual(['1 backfill late', 'gap', 'after socket'])
    expect([failures, errors]).toEqual([3, []])
    await hub.close()
  })

  test('of a room whose history never answers is told as it is, and holds up nothing for longer', async () => {
    const { clock, errors, feed, gap, gaps, hold, hub, seen } = await openRoom({ timeoutMs: 20_000 })
    hold(() => new Promise(() => undefined))
    feed.offer({ event: gap }, said('after', lobby))
    await clock.pass(19_999)
    expect(seen).toEqual([])
    await clock.pass(1)
    expect(seen).toEqual(['gap', 'after socket'])
    expect(gaps).toEqual([gap])
    expect(errors.map(({ code }) => code)).toEqual(['timeout'])
    feed.offer({ event: gap })
    await settled()
    await hub.close()
    expect(clock.pending).toBe(0)
  })

  test('counts what its pages hold twice as recovered once', async () => {
    const twice = [messageOf('1', lobby), messageOf('1', lobby)]
    const { feed, hub } = await createDesk({
      hub: { backfill: createBackfill() },
      capabilities: { 'history.read': native },
      session: { history: async () => ({ messages: twice, complete: true }) },
    })
    const recovered: number[] = []
    hub.on('gap', (gap) => void recovered.push(gap.recovered))
    feed.offer({ event: { type: 'gap', room: lobby, cause: 'reconnect', recovered: 0, complete: false } })
    await settled()
    expect(recovered).toEqual([1])
    await hub.close()
  })

  test('is filled from the history before it is told, and what came meanwhile follows it', async () => {
    const { feed, gap, gaps, hub, kept, seen } = await openRoom()
    kept.push(...['1', '2', '3', '4', '5'].map((id) => messageOf(id, lobby)))
    feed.offer(said('1', lobby))
    feed.offer({ event: gap }, said('5', lobby), said('6', lobby))
    await settled()
    expect(seen).toEqual([
      '1 socket',
      '2 backfill late',
      '3 backfill late',
      '4 backfill late',
      'gap',
      '5 socket',
      '6 socket',
    ])
    expect(gaps).toMatchObject([{ recovered: 3, complete: true, cause: 'reconnect' }])
    await hub.close()
  })

  test('beyond the bounds is filled as far as they go, and said not to be complete', async () => {
    const { feed, gap, gaps, hub, kept, seen } = await openRoom({ maxMessages: 3 })
    kept.push(...['1', '2', '3', '4', '5'].map((id) => messageOf(id, lobby)))
    feed.offer({ event: gap })
    await settled()
    expect(seen).toEqual(['3 backfill late', '4 backfill late', '5 backfill late', 'gap'])
    expect(gaps).toMatchObject([{ recovered: 3, complete: false }])
    await hub.close()
  })

  test('is told as it is where the history fails, and the failure too', async () => {
    const { errors, feed, gap, gaps, hold, hub, seen } = await openRoom()
    hold(() => Promise.reject(new ChatError('edge_blocked', 'A proxy said no.')))
    feed.offer({ event: gap }, said('1', lobby))
    await settled()
    expect(seen).toEqual(['gap', '1 socket'])
    expect(gaps).toEqual([gap])
    expect(errors.map(({ code }) => code)).toEqual(['edge_blocked'])
    await hub.close()
  })

  test('is told as it is where too much waits for it, or the hub closes', async () => {
    const { feed, gap, hold, hub, seen } = await openRoom()
    hold(() => new Promise(() => undefined))
    feed.offer({ event: gap })
    for (let index = 0; index <= 1_000; index += 1) feed.offer(said(String(index), lobby))
    expect(seen).toHaveLength(1_002)
    expect(seen[0]).toBe('gap')
    feed.offer({ event: gap }, said('last', lobby))
    expect(seen).toHaveLength(1_002)
    await hub.close()
    expect(seen.slice(-2)).toEqual(['gap', 'last socket'])
  })

  test('is told at once without a history, without a backfill, or where it is complete', async () => {
    const { feed, gap, hub, seen } = await openRoom()
    feed.offer({ event: { ...gap, complete: true } })
    expect(seen).toEqual(['gap'])
    await hub.close()
    const plain = await createDesk({ capabilities: { 'history.read': native } })
    let count = 0
    plain.hub.on('gap', () => (count += 1))
    plain.feed.offer({ event: gap })
    expect(count).toBe(1)
    await plain.hub.close()
  })
})
