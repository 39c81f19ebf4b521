import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Emitter } from '../src/compat/emitter.js'
import { connectCompat, subscribe } from './support/compat-client.js'
import { startServer } from './support/scripted-server.js'

describe('handlers', () => {
  test('[113] are taken off as in a list that is searched for everything given', () => {
    const contexts = [undefined, { name: 'one' }, { name: 'two' }]
    const callbacks = [0, 1].map((id) => vi.fn<(this: unknown) => void>().mockName(String(id)))
    const names = ['x', 'y']
    const index = (length: number) => fc.integer({ min: 0, max: length - 1 })
    const binding = fc.record({ name: index(2), callback: index(2), context: index(3) })
    const unbinding = fc.record({
      name: fc.option(index(2)),
      callback: fc.option(index(2)),
      context: fc.option(fc.integer({ min: 1, max: 2 })),
    })
    fc.assert(
      fc.property(
        fc.array(binding, { maxLength: 12 }),
        fc.array(unbinding, { maxLength: 3 }),
        (bound, unbound) => {
          const emitter = new Emitter()
          let model = bound
          for (const { name, callback, context } of bound) {
            emitter.bind(names[name] ?? '', callbacks[callback] ?? (() => undefined), contexts[context])
          }
          for (const { name, callback, context } of unbound) {
            emitter.unbind(
              name === null ? undefined : names[name],
              callback === null ? undefined : callbacks[callback],
              context === null ? undefined : contexts[context],
            )
            model = model.filter(
              (other) =>
                (name !== null && other.name !== name) ||
                (callback !== null && other.callback !== callback) ||
                (context !== null && other.context !== context),
            )
          }
          for (const name of [0, 1]) {
            const calls: unknown[] = []
            for (const [id, callback] of callbacks.entries()) {
              callback.mockImplementation(function (this: unknown) {
                calls.push([id, this === globalThis ? 0 : contexts.indexOf(this as never)])
              })
            }
            emitter.emit(names[name] ?? '')
            expect(calls).toEqual(
              model.filter((other) => other.name === name).map((other) => [other.callback, other.context]),
            )
            expect(emitter.hears(names[name] ?? '')).toBe(calls.length > 0)
          }
        },
      ),
    )
  })

  test('[113] of everything are taken off apart, and unbind_all() takes all', () => {
    const emitter = new Emitter()
    const calls: string[] = []
    const first = (): unknown => calls.push('first')
    emitter
      .bind_global(first)
      .bind_global(() => calls.push('second'))
      .bind('x', () => calls.push('named'))
    emitter.emit('x').unbind().emit('x').unbind_global(first).emit('x').unbind_global().emit('x')
    expect(calls).toEqual(['first', 'second', 'named', 'first', 'second', 'second'])
    emitter.bind('x', first).bind_global(first).unbind_all().emit('x')
    expect(calls).toHaveLength(6)
  })

  test('[114] have their context as this, and those of everything come first', () => {
    const calls: unknown[] = []
    const context = {}
    new Emitter()
      .bind('x', function (this: unknown) {
        calls.push(this)
      })
      .bind(
        'x',
        function (this: unknown) {
          calls.push(this)
        },
        context,
      )
      .bind_global((...values) => calls.push(values))
      .emit('x', 1)
    expect(calls).toEqual([['x', 1], globalThis, context])
  })

  test('[117] a dispatch calls those that were bound when it began', () => {
    const emitter = new Emitter()
    const calls: string[] = []
    const next = (): unknown => calls.push('next')
    emitter.bind('x', () => {
      calls.push('first')
      emitter.unbind('x', next).bind('x', () => calls.push('added'))
      emitter.bind_global(() => calls.push('all'))
    })
    emitter.bind('x', next)
    emitter.emit('x')
    expect(calls).toEqual(['first', 'next'])
    emitter.emit('x')
    expect(calls).toEqual(['first', 'next', 'all', 'first', 'added'])
  })

  test.each([undefined, null, 'text', {}])('%j is none, and is refused when it is bound', (callback) => {
    const emitter = new Emitter()
    const refused = expect.objectContaining({ code: 'invalid_options' })
    expect(() => emitter.bind('x', callback as never)).toThrow(refused)
    expect(() => emitter.bind_global(callback as never)).toThrow(refused)
  })
})

describe('a handler that throws', () => {
  const shown: unknown[] = []

  beforeEach(() => {
    shown.length = 0
    vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void shown.push(warning))
  })

  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('[116] keeps an event from nobody, and is shown', async () => {
    const { pusher, peer } = await connectCompat(await startServer())
    const channel = await subscribe(pusher, peer, 'room')
    const calls: string[] = []
    const broken = (): never => {
      throw new RangeError('broken handler')
    }
    channel
      .bind_global(broken)
      .bind('x', broken)
      .bind('x', () => calls.push('channel'))
    pusher.bind('x', broken).bind('x', () => calls.push('client'))
    peer.send({ event: 'x', channel: 'room', data: '1' })
    await peer.flushed()
    expect(calls).toEqual(['channel', 'client'])
    expect(shown).toHaveLength(3)
    expect(shown[0]).toMatchObject({ code: 'handler_failed', cause: { message: 'broken handler' } })
    expect(pusher.connection.state).toBe('connected')
  })

  test('[116] of the connection harms neither connection nor channels', async () => {
    const server = await startServer()
    const { pusher, peer } = await connectCompat(server)
    for (const name of ['state_change', 'disconnected', 'error', 'connecting_in']) {
      pusher.connection.bind(name, () => {
        throw new RangeError('broken handler')
      })
    }
    const channel = await subscribe(pusher, peer, 'room')
    pusher.disconnect()
    expect(pusher.connection.state).toBe('disconnected')
    expect(channel.subscribed).toBe(false)
    expect(shown).toHaveLength(2)
  })
})

test('[115] the client hears the events of all channels and of the protocol, but none of its inside', async () => {
  const { pusher, peer } = await connectCompat(await startServer())
  const calls: unknown[] = []
  pusher.bind_global((event) => calls.push(event))
  await subscribe(pusher, peer, 'room')
  peer.send({ event: 'x', channel: 'room' })
  peer.send({ event: 'x', channel: 'nobody’s' })
  peer.send({
    event: 'pusher_internal:subscription_count',
    channel: 'room',
    data: '{"subscription_count":1}',
  })
  peer.send({ event: 'pusher:ping' })
  peer.send({ event: 'pusher:error', data: { code: 4301 } })
  await peer.flushed()
  expect(calls).toEqual(['x', 'x', 'pusher:ping', 'pusher:error'])
})
