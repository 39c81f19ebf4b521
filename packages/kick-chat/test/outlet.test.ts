import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { KickChatError } from '../src/index.js'
import { Outlet } from '../src/room/outlet.js'
import { messageEvent } from './support/messages.js'

function outlet(): { outlet: Outlet<string>; failures: KickChatError[]; heard: string[] } {
  const failures: KickChatError[] = []
  const made = new Outlet<string>({ failed: (error) => failures.push(error), dropped: () => undefined })
  return { outlet: made, failures, heard: [] }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

describe('handlers', () => {
  test('are called in the order they were bound, with the event and its room', () => {
    const { outlet: out, heard } = outlet()
    out.on('message', (event, room) => void heard.push(`1 ${event.message.text} ${room}`))
    out.on('message', (event) => void heard.push(`2 ${event.message.text}`))
    out.on('gap', () => void heard.push('never'))
    out.emit(messageEvent('a'), 'room')
    expect(heard).toEqual(['1 a room', '2 a'])
  })

  test('bound twice are called twice and undone one by one', () => {
    const { outlet: out, heard } = outlet()
    const handler = (): void => void heard.push('called')
    const undo = out.on('message', handler)
    out.on('message', handler)
    undo()
    undo()
    out.emit(messageEvent('a'), 'room')
    expect(heard).toEqual(['called'])
  })

  test('taken off during a dispatch still hear that event, those bound hear the next', () => {
    const { outlet: out, heard } = outlet()
    out.on('message', () => {
      undo()
      out.on('message', () => void heard.push('new'))
    })
    const undo = out.on('message', () => void heard.push('old'))
    out.emit(messageEvent('a'), 'room')
    out.emit(messageEvent('b'), 'room')
    expect(heard).toEqual(['old', 'new'])
  })

  test('go with their signal, and are never bound where it is aborted', () => {
    const { outlet: out, heard } = outlet()
    const controller = new AbortController()
    out.on('message', () => void heard.push('first'), { signal: controller.signal })
    out.on('message', () => void heard.push('never'), { signal: AbortSignal.abort() })
    out.emit(messageEvent('a'), 'room')
    controller.abort()
    out.emit(messageEvent('b'), 'room')
    expect(heard).toEqual(['first'])
  })

  test('that throw are reported, with what they threw, and keep nothing from the next', () => {
    const { outlet: out, failures, heard } = outlet()
    const cause = new RangeError('x')
    out.on('message', () => {
      throw cause
    })
    out.on('message', () => void heard.push('next'))
    const stream = out.events({})
    out.emit(messageEvent('a'), 'room')
    expect(heard).toEqual(['next'])
    expect(stream.size).toBe(1)
    expect(failures).toMatchObject([{ code: 'handler_failed', cause }])
  })

  test('that reject are reported, and leave no rejection unhandled', async () => {
    const { outlet: out, failures } = outlet()
    out.on('message', async () => {
      await settle()
      throw new RangeError('later')
    })
    out.emit(messageEvent('a'), 'room')
    await settle()
    await settle()
    expect(failures).toMatchObject([{ code: 'handler_failed', cause: { message: 'later' } }])
  })

  test('that give back a promise of another kind are heard out all the same', async () => {
    const { outlet: out, failures } = outlet()
    const foreign = {
      // oxlint-disable-next-line unicorn/no-thenable -- what the test is about
      then: (_: unknown, reject: (cause: unknown) => void) => reject(new RangeError('foreign')),
    }
    out.on('message', () => foreign)
    out.emit(messageEvent('a'), 'room')
    await settle()
    expect(failures).toMatchObject([{ code: 'handler_failed', cause: { message: 'foreign' } }])
  })

  test.each(['massage', 'constructor', '', undefined, null])(
    'of %j, which is no event, are refused',
    (name) => {
      const { outlet: out } = outlet()
      expect(() => out.on(name as 'message', () => undefined)).toThrow(
        expect.objectContaining({ name: 'KickError', code: 'invalid_options' }),
      )
    },
  )

  test.each([
    [undefined, {}],
    ['x', {}],
    [() => undefined, null],
    [() => undefined, { signal: {} }],
    [() => undefined, { signal: null }],
  ])('%s with the options %j are refused', (handler, options) => {
    const { outlet: out } = outlet()
    expect(() => out.on('message', handler as () => void, options as object)).toThrow(
      expect.objectContaining({ name: 'KickError', code: 'invalid_options' }),
    )
  })

  test('of errors are told whether anybody listened', () => {
    const { outlet: out, failures } = outlet()
    const error = Object.assign(new Error('x')) as KickChatError
    expect(out.emitError(error, undefined)).toBe(false)
    out.on('error', () => undefined)
    expect(out.emitError(error, undefined)).toBe(true)
    expect(failures).toEqual([])
  })
})

describe('an outlet that has ended', () => {
  test('holds on to no signal', () => {
    const { outlet: out } = outlet()
    const { signal } = new AbortController()
    out.on('message', () => undefined, { signal })
    out.on('error', () => undefined, { signal })
    out.events({ signal })
    expect(getEventListeners(signal, 'abort')).toHaveLength(3)
    out.end()
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('calls nobody, binds nobody, and its streams give out what waits', async () => {
    const { outlet: out, heard } = outlet()
    out.on('message', () => void heard.push('before'))
    const stream = out.events({})
    out.emit(messageEvent('a'), 'room')
    out.end()
    out.on('message', () => void heard.push('after'))
    out.emit(messageEvent('b'), 'room')
    expect(heard).toEqual(['before'])
    const texts: string[] = []
    for await (const event of stream) texts.push(event.type)
    expect(texts).toEqual(['message'])
    expect(await out.events({}).next()).toEqual({ done: true, value: undefined })
  })
})

test.each([null, { types: 'message' }, { types: ['massage'] }, { signal: {} }])(
  'a stream with the options %j is refused',
  (options) => {
    const { outlet: out } = outlet()
    expect(() => out.events(options as object)).toThrow(
      expect.objectContaining({ name: 'KickError', code: 'invalid_options' }),
    )
  },
)

test('a slow stream does not delay or shorten another', async () => {
  const { outlet: out } = outlet()
  const slow = out.events({ limit: 1 })
  const fast = out.events({})
  for (const id of ['a', 'b', 'c']) out.emit(messageEvent(id), 'room')
  expect([slow.size, slow.dropped, fast.size, fast.dropped]).toEqual([1, 2, 3, 0])
})
