import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../src/index.js'
import { createDesk, roomOf, said } from './support/desk.js'
import { settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')

describe('a stream', () => {
  test('gives events as they come, to whoever waits for one', async () => {
    const { hub, feed } = await createDesk()
    const stream = hub.room(lobby).stream({ types: ['message'] })
    const first = stream.next()
    feed.offer(said('1', lobby), said('2', lobby), { event: { type: 'clear', room: lobby } })
    expect((await first).value).toMatchObject({ key: 'toy/me/lobby/1', via: 'socket', late: false })
    expect((await stream.next()).value?.event).toMatchObject({ message: { text: '2' } })
    expect([stream.delivered, stream.depth, stream.dropped]).toEqual([2, 0, 0])
    await stream.return()
    await hub.close()
  })

  test('counts an event as handled when the next one is asked for', async () => {
    const { hub, feed } = await createDesk()
    const stream = hub.stream()
    feed.offer(said('1', lobby), said('2', lobby))
    await stream.next()
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 2 }])
    await stream.next()
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 1 }])
    await stream.return()
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 0 }])
    await hub.close()
  })

  test('with manual acknowledgement holds the watermark until it is given', async () => {
    const { hub, feed } = await createDesk()
    const stream = hub.stream({ ack: 'manual' })
    feed.offer(said('1', lobby), said('2', lobby))
    const first = (await stream.next()).value
    const second = (await stream.next()).value
    second?.ack()
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 1 }])
    first?.ack()
    first?.nack('too late')
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 0 }])
    await hub.close()
  })

  test('keeps as a dead letter what its reader could not handle', async () => {
    const store = createMemoryStore()
    const { hub, feed, errors, clock } = await createDesk({ hub: { store } })
    const stream = hub.stream({ ack: 'manual', name: 'log' })
    feed.offer(said('1', lobby))
    const { value } = await stream.next()
    value?.nack(new RangeError('no room'))
    await clock.pass(1)
    expect(await store.deadLetters.list()).toMatchObject([
      { key: 'toy/me/lobby/1 log', handler: 'log', attempts: 1, error: 'RangeError: no room' },
    ])
    expect(errors).toMatchObject([{ code: 'handler_failed' }])
    expect(hub.inspect().rooms).toMatchObject([{ unfinished: 0 }])
    await hub.close()
  })

  test('ends with its signal, with its loop, and with the hub, having given out what waited', async () => {
    const { hub, feed } = await createDesk()
    const controller = new AbortController()
    const ended = hub.stream({ signal: controller.signal })
    const waiting = ended.next()
    controller.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })

    await using left = hub.stream()
    feed.offer(said('1', lobby), said('2', lobby))
    // oxlint-disable-next-line no-unreachable-loop -- leaving is what is tested
    for await (const _ of left) break
    expect(await left.next()).toEqual({ done: true, value: undefined })

    const last = hub.stream()
    feed.offer(said('3', lobby))
    const closed = hub.close()
    await settled()
    expect((await last.next()).value?.event).toMatchObject({ message: { text: '3' } })
    expect(await last.next()).toEqual({ done: true, value: undefined })
    await closed
    expect(() => hub.stream()).toThrow(/closed/)
  })

  test('says how long the oldest event has waited', async () => {
    const { clock, feed, hub } = await createDesk()
    const stream = hub.stream()
    expect(stream.lagMs).toBe(0)
    feed.offer(said('1', lobby))
    await clock.pass(700)
    expect(stream.lagMs).toBe(700)
    await stream.return()
    await hub.close()
  })

  test('is refused with options that are none, by name', async () => {
    const { hub } = await createDesk()
    expect(() => hub.stream({ types: ['mesage' as never] })).toThrow(/must be one of message, edit/)
    expect(() => hub.stream({ limit: 0 })).toThrow(/^limit/)
    expect(() => hub.stream({ ack: 'later' as never })).toThrow(/^ack/)
    expect(() => hub.stream({ signal: {} as never })).toThrow(/^signal/)
    await hub.close()
  })
})
