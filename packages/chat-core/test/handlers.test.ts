import { describe, expect, test } from 'vitest'
import { createDesk, messageOf, roomOf, said } from './support/desk.js'
import { settled } from './support/manual-clock.js'

const lobby = roomOf('lobby')
const other = roomOf('other')

/** A handler that ends when it is told to. */
function slowHandler() {
  const begun: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  const handle = ({ message }: { message: { ref: { id: string } } }): Promise<void> =>
    new Promise((resolve, reject) => {
      begun.push(message.ref.id)
      ends.set(message.ref.id, (error) => (error === undefined ? resolve() : reject(error)))
    })
  const end = async (id: string, error?: Error): Promise<void> => {
    ends.get(id)?.(error)
    await settled()
  }
  return { begun, handle, end }
}

describe('a handler', () => {
  /* oxlint-disable unicorn/no-thenable -- that is what they are */
  test.each<readonly [string, () => object]>([
    ['calls back twice', () => ({ then: (resolve: () => void) => (resolve(), resolve()) })],
    [
      'both resolves and rejects',
      () => ({ then: (...both: (() => void)[]) => both.forEach((each) => each()) }),
    ],
    [
      'throws when it is asked',
      () => ({
        then: () => {
          throw new Error('No.')
        },
      }),
    ],
    [
      'throws when it is looked at',
      () => ({
        get then() {
          throw new Error('No.')
        },
      }),
    ],
  ])(
    /* oxlint-enable unicorn/no-thenable */ 'that gives back a promise which %s is done once, and the next one hears too',
    async (_how, give) => {
      const { feed, hub } = await createDesk()
      const heard: string[] = []
      let finish: (() => void) | undefined
      hub.on('message', give)
      hub.on('message', async ({ message }) => {
        heard.push(message.text)
        await new Promise<void>((resolve) => (finish = resolve))
      })
      feed.offer(said('1', lobby))
      await settled()
      const [odd] = hub.inspect().subscriptions
      expect([odd?.running, (odd?.delivered ?? 0) + (odd?.failed ?? 0)]).toEqual([0, 1])
      expect(heard).toEqual(['1'])
      expect(hub.inspect().rooms).toMatchObject([{ unfinished: 1 }])
      finish?.()
      await hub.close()
    },
  )

  test('is called at once with an event and where it came from', async () => {
    const { hub, feed } = await createDesk()
    const seen: unknown[] = []
    hub.on('message', ({ message }, { room, via, late, key }) => {
      seen.push([message.text, room === hub.room(lobby), via, late, key])
    })
    feed.offer(said('1', lobby))
    expect(seen).toEqual([['1', true, 'socket', false, 'toy/me/lobby/1']])
    await hub.close()
  })

  test('gets the events of a room one after the other, and those of rooms side by side', async () => {
    const { hub, feed } = await createDesk()
    const { begun, handle, end } = slowHandler()
    hub.on('message', handle)
    feed.offer(said('1', lobby), said('2', lobby), said('a', other), said('3', lobby))
    expect(begun).toEqual(['1', 'a'])
    await end('1')
    expect(begun).toEqual(['1', 'a', '2'])
    await end('2')
    expect(begun).toEqual(['1', 'a', '2', '3'])
    await Promise.all([end('3'), end('a')])
    await hub.close()
  })

  test('ordered by author, gets those of one author one after the other', async () => {
    const { hub, feed } = await createDesk()
    const { begun, handle, end } = slowHandler()
    hub.on('message', handle, { order: 'author' })
    const by = (id: string, author: string) =>
      ({ event: { type: 'message', message: messageOf(id, lobby, {}, { id: author }) } }) as const
    feed.offer(by('1', 'ann'), by('2', 'bob'), by('3', 'ann'))
    expect(begun).toEqual(['1', '2'])
    await end('1')
    expect(begun).toEqual(['1', '2', '3'])
    await Promise.all([end('2'), end('3')])
    await hub.close()
  })

  test('in no order is at work on as many as it may', async () => {
    const { hub, feed } = await createDesk()
    const { begun, handle, end } = slowHandler()
    hub.on('message', handle, { order: 'none', concurrency: 2 })
    feed.offer(said('1', lobby), said('2', lobby), said('3', lobby))
    expect(begun).toEqual(['1', '2'])
    await end('2')
    expect(begun).toEqual(['1', '2', '3'])
    await Promise.all([end('1'), end('3')])
    await hub.close()
  })

  test('as busy as it may be goes to the room that waits longest', async () => {
    const { hub, feed } = await createDesk()
    const { begun, handle, end } = slowHandler()
    hub.on('message', handle, { concurrency: 1 })
    feed.offer(said('1', lobby), said('2', lobby), said('a', other), said('b', other))
    await end('1')
    await end('a')
    await end('2')
    await end('b')
    expect(begun).toEqual(['1', 'a', '2', 'b'])
    await hub.close()
  })

  test('that does not wait is called for all that waits without a stack growing', async () => {
    const { hub, feed } = await createDesk()
    let count = 0
    let open: () => void = () => undefined
    hub.on(
      'message',
      () => {
        count += 1
        if (count === 1) return new Promise<void>((resolve) => (open = resolve))
        return undefined
      },
      { limit: 100_000 },
    )
    for (let index = 0; index < 50_000; index += 1) feed.offer(said(String(index), lobby))
    open()
    await settled()
    expect(count).toBe(50_000)
    await hub.close()
  })

  test('is not told what we said ourselves unless it asks for it', async () => {
    const { hub, feed } = await createDesk()
    const seen: string[] = []
    hub.on('message', () => seen.push('others'))
    hub.on('message', () => seen.push('all'), { self: true })
    feed.offer({ event: { type: 'message', message: messageOf('1', lobby, {}, { self: true }) } })
    expect(seen).toEqual(['all'])
    await hub.close()
  })

  test('that throws or rejects is told, and the next event goes on', async () => {
    const { hub, feed, errors } = await createDesk()
    const seen: string[] = []
    hub.on(
      'message',
      ({ message }) => {
        seen.push(message.text)
        if (message.text === '1') throw new RangeError('thrown')
        return message.text === '2' ? Promise.reject(new RangeError('rejected')) : undefined
      },
      { name: 'greeter' },
    )
    feed.offer(said('1', lobby), said('2', lobby), said('3', lobby))
    await settled()
    expect(seen).toEqual(['1', '2', '3'])
    expect(errors.map(({ code, cause }) => [code, String(cause)])).toEqual([
      ['handler_failed', 'RangeError: thrown'],
      ['handler_failed', 'RangeError: rejected'],
    ])
    expect(errors[0]?.message).toContain('greeter failed on toy/me/lobby/1')
    await hub.close()
  })

  test('is tried again after growing waits, while its room waits and others do not', async () => {
    const { hub, feed, clock, errors } = await createDesk()
    const tries: string[] = []
    hub.on(
      'message',
      ({ message }) => {
        tries.push(`${message.text}@${clock.now() - 1_000_000}`)
        if (message.text === 'bad') throw new RangeError('no')
      },
      { attempts: 3, retryDelayMs: 100 },
    )
    feed.offer(said('bad', lobby), said('after', lobby), said('elsewhere', other))
    await clock.pass(1_000)
    expect(tries).toEqual(['bad@0', 'elsewhere@0', 'bad@100', 'bad@300', 'after@300'])
    expect(errors).toHaveLength(1)
    await hub.close()
  })

  test('that is taken off is not called any more, and twice is once', async () => {
    const { hub, feed } = await createDesk()
    const seen: string[] = []
    const undo = hub.on('message', ({ message }) => seen.push(message.text))
    const ended = new AbortController()
    hub.on('message', ({ message }) => seen.push(message.text), { signal: ended.signal })
    undo()
    undo()
    ended.abort()
    feed.offer(said('1', lobby))
    expect(seen).toEqual([])
    expect(hub.inspect().subscriptions).toEqual([])
    await hub.close()
  })

  test('of a room hears that room alone', async () => {
    const { hub, feed } = await createDesk()
    const seen: string[] = []
    hub.room(lobby).on(['message', 'delete'], (event) => seen.push(event.type))
    feed.offer(said('1', other), said('2', lobby), {
      event: { type: 'delete', target: { room: lobby, id: '2' }, inferred: false },
    })
    expect(seen).toEqual(['message', 'delete'])
    await hub.close()
  })

  test('is refused with options that are none, by name', async () => {
    const { hub } = await createDesk()
    const nothing = (): void => undefined
    expect(() => hub.on('mesage' as never, nothing)).toThrow(/must be one of message, edit/)
    expect(() => hub.on('message', nothing, { limit: 0 })).toThrow(
      'limit must be a whole number above 0, not 0.',
    )
    expect(() => hub.on('message', nothing, { concurrency: 1.5 })).toThrow(/^concurrency/)
    expect(() => hub.on('message', nothing, { attempts: -1 })).toThrow(/^attempts/)
    expect(() => hub.on('message', nothing, { retryDelayMs: Number.NaN })).toThrow(/^retryDelayMs/)
    expect(() => hub.on('message', nothing, { overflow: 'drop' as never })).toThrow(/^overflow/)
    expect(() => hub.on('message', nothing, { order: 'rooms' as never })).toThrow(/^order/)
    expect(() => hub.on('message', 'x' as never)).toThrow('The handler must be a function, not "x".')
    await hub.close()
  })
})
