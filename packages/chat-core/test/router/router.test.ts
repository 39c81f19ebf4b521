import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import {
  ChatError,
  createMemoryStore,
  createOutbox,
  type ChatEvent,
  type MessageEvent,
  type RestrictEvent,
} from '../../src/index.js'
import { both, either, hasPart, hasText, inRoom, isFrom, onPlatform, Router } from '../../src/router.js'
import { createDesk, messageOf, roomOf } from '../support/desk.js'
import { ManualClock } from '../support/manual-clock.js'
import { lobby, openStage } from '../support/stage.js'

describe('a router', () => {
  test('hands an event from one to the next, in order, and back', async () => {
    await using stage = await openStage()
    const seen: string[] = []
    new Router()
      .use(async (_context, next) => {
        seen.push('in')
        await next()
        seen.push('out')
      })
      .on('message', ({ event }) => void seen.push(event.message.text))
      .use(() => void seen.push('never reached'))
      .attach(stage.hub, { types: ['message'] })
    await stage.say('ann', 'hello')
    expect(seen).toEqual(['in', 'hello', 'out'])
  })

  test('stops hearing once it is taken off', async () => {
    await using stage = await openStage()
    const seen: string[] = []
    const undo = new Router()
      .on('message', ({ event }) => void seen.push(event.message.text))
      .attach(stage.hub)
    await stage.say('ann', 'one')
    undo()
    await stage.say('ann', 'two')
    expect(seen).toEqual(['one'])
  })

  test('takes a direct room one at a time, and a live one by its authors', async () => {
    for (const kind of ['direct', 'group', 'live', 'broadcast'] as const) {
      const room = { ...roomOf(kind), kind }
      const { feed, hub } = await createDesk()
      const begun: string[] = []
      new Router()
        .on('message', ({ event }) => {
          begun.push(event.message.text)
          return new Promise(() => undefined)
        })
        .attach(hub, { clock: new ManualClock() })
      for (const id of ['ann', 'bob'])
        feed.offer({ event: { type: 'message', message: messageOf(id, room, {}, { id }) } })
      expect([kind, ...begun]).toEqual(
        kind === 'direct' || kind === 'group' ? [kind, 'ann'] : [kind, 'ann', 'bob'],
      )
    }
  })

  test('hears one room alone where it is attached to one', async () => {
    await using stage = await openStage()
    const seen: string[] = []
    new Router()
      .on('message', ({ event }) => void seen.push(event.message.text))
      .attach(stage.hub.room(lobby))
    await stage.say('ann', 'here')
    await stage.say('ann', 'elsewhere', 'kitchen')
    expect(seen).toEqual(['here'])
  })

  test('gives handlers what middleware found out', async () => {
    await using stage = await openStage()
    new Router<{ greeting: string }>()
      .use((context, next) => {
        context.state.greeting = 'welcome'
        return next()
      })
      .on('message', (context) => context.reply(`${context.state.greeting} back`))
      .attach(stage.hub)
    await stage.say('ann', 'hello')
    expect(stage.answers).toEqual(['welcome back'])
  })

  test('narrows an event by its type and by filters', async () => {
    await using stage = await openStage({}, { mia: ['moderator'] })
    const seen: string[] = []
    new Router()
      .on('restrict', ({ event }, next) => {
        expectTypeOf(event).toEqualTypeOf<RestrictEvent>()
        seen.push(`${event.user.name} restricted`)
        return next()
      })
      .on(both(hasText(/^help/gu), isFrom('moderator', 'owner')), ({ event }, next) => {
        expectTypeOf(event.message).toEqualTypeOf<MessageEvent['message']>()
        seen.push(`moderator: ${event.message.text}`)
        return next()
      })
      .on(
        either(hasPart('card'), hasText(/card/u)),
        ({ event }) => void seen.push(`card: ${event.message.text}`),
      )
      .on(inRoom('direct'), () => void seen.push('never: the lobby is live'))
      .on(onPlatform('memory'), ({ event }) => {
        expectTypeOf(event).toEqualTypeOf<ChatEvent>()
        seen.push(event.type)
      })
      .attach(stage.hub, { types: ['message', 'restrict'] })
    await stage.say('mia', 'help with a card')
    await stage.say('mia', 'help again')
    await stage.say('ann', 'help me')
    stage.platform.push({ type: 'restricted', room: 'lobby', user: 'bob' })
    expect(seen).toEqual([
      'moderator: help with a card',
      'card: help with a card',
      'moderator: help again',
      'message',
      'message',
      'bob restricted',
      'restrict',
    ])
  })

  test('within a router hands on what it does not handle', async () => {
    await using stage = await openStage()
    const seen: string[] = []
    const inner = new Router().on(hasText(/^inner/u), () => void seen.push('inner'))
    new Router()
      .use(inner)
      .on('message', () => void seen.push('outer'))
      .attach(stage.hub)
    await stage.say('ann', 'inner one')
    await stage.say('ann', 'another')
    expect(seen).toEqual(['inner', 'outer'])
  })

  test('refuses a next() that is called twice', async () => {
    await using stage = await openStage()
    const errors: ChatError[] = []
    stage.hub.on('error', (error) => void errors.push(error))
    new Router()
      .use(async (_context, next) => {
        await next()
        await next()
      })
      .attach(stage.hub, { types: ['message'] })
    await stage.say('ann', 'hello')
    expect(String(errors[0]?.cause)).toContain('next() twice')
  })
})

describe('an error in a router', () => {
  test('is caught by the boundary around it, and the event counts as handled', async () => {
    await using stage = await openStage()
    const errors: unknown[] = []
    new Router()
      .on('message', () => {
        throw new ChatError('invalid', 'no')
      })
      .catch((error, context) => context.reply(`sorry: ${String(error)}`))
      .attach(stage.hub, { types: ['message'] })
    stage.hub.on('error', (error) => void errors.push(error))
    await stage.say('ann', 'hello')
    expect(stage.answers).toEqual(['sorry: ChatError: no'])
    expect(errors).toEqual([])
  })

  test('of a handler further on is not the boundary’s of a router before it', async () => {
    await using stage = await openStage()
    const caught: string[] = []
    const inner = new Router().use((_context, next) => next()).catch(() => void caught.push('inner'))
    new Router()
      .use(inner)
      .on('message', () => Promise.reject(new ChatError('invalid', 'no')))
      .catch(() => void caught.push('outer'))
      .attach(stage.hub, { types: ['message'] })
    await stage.say('ann', 'hello')
    expect(caught).toEqual(['outer'])
  })

  test('is tried again as often as asked, then kept as a dead letter', async () => {
    const store = createMemoryStore()
    await using stage = await openStage({ store })
    stage.hub.on('error', () => undefined)
    let attempts = 0
    new Router()
      .on('message', () => {
        attempts += 1
        throw new ChatError('unavailable', 'no')
      })
      .attach(stage.hub, { types: ['message'], name: 'answers', attempts: 3, retryDelayMs: 100 })
    await stage.say('ann', 'hello')
    await stage.clock.advance(1_000)
    expect(attempts).toBe(3)
    const letters = await store.deadLetters.list()
    expect(letters).toMatchObject([
      { handler: 'answers', attempts: 3, event: { message: { text: 'hello' } } },
    ])
  })

  test('is a time-out where the handler takes too long, and its signal aborts', async () => {
    await using stage = await openStage()
    const errors: ChatError[] = []
    stage.hub.on('error', (error) => void errors.push(error))
    let aborted: unknown
    new Router()
      .on('message', async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        aborted = signal.reason
      })
      .attach(stage.hub, { types: ['message'], clock: stage.clock, timeoutMs: 5_000 })
    await stage.say('ann', 'hello')
    await stage.clock.advance(4_999)
    expect(errors).toEqual([])
    await stage.clock.advance(1)
    expect(errors[0]?.cause ?? errors[0]).toMatchObject({ code: 'timeout' })
    expect(aborted).toMatchObject({ code: 'timeout' })
  })
})

describe('what a handler puts off', () => {
  test('is done once the event was handled, at once or later, and not where it failed', async () => {
    await using stage = await openStage()
    const seen: string[] = []
    new Router()
      .on('message', async (context) => {
        const { text } = context.event.message
        context.defer(() => void seen.push(`after ${text}`))
        seen.push(text)
        if (text !== 'at once') await Promise.resolve()
        if (text === 'fails') throw new Error('No.')
      })
      .attach(stage.hub, { types: ['message'] })
    new Router()
      .on('message', (context) => context.defer(() => void seen.push('after nothing at all')))
      .attach(stage.hub, { types: ['message'] })
    stage.hub.on('error', () => undefined)
    for (const text of ['at once', 'later', 'fails']) await stage.say('ann', text)
    expect(seen.filter((each) => each !== 'after nothing at all')).toEqual([
      'at once',
      'after at once',
      'later',
      'after later',
      'fails',
    ])
    expect(seen).toContain('after nothing at all')
  })

  test('holds up nothing, and is shown where it fails', async () => {
    await using stage = await openStage()
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const handled: string[] = []
    new Router()
      .on('message', (context) => {
        handled.push(context.event.message.text)
        context.defer(() => Promise.reject(new Error('Too late.')))
        context.defer(() => new Promise(() => undefined))
      })
      .attach(stage.hub, { types: ['message'], order: 'room' })
    await stage.say('ann', 'one')
    await stage.say('ann', 'two')
    expect(handled).toEqual(['one', 'two'])
    expect(warned.mock.calls.map(([warning]) => String(warning))).toEqual([
      'ChatError: What a handler of a router had put off failed.',
      'ChatError: What a handler of a router had put off failed.',
    ])
    warned.mockRestore()
  })
})

describe('a context', () => {
  test('keeps small things where the router was given a place for them, and says so where it was not', async () => {
    await using stage = await openStage()
    const { kv } = createMemoryStore()
    const counting = new Router().on('message', async ({ store }) => {
      await store.set('count', String(Number((await store.get('count')) ?? 0) + 1))
    })
    counting.attach(stage.hub, { store: kv, types: ['message'] })
    await stage.say('ann', 'one')
    await stage.say('ann', 'two')
    expect(await kv.get('count')).toBe('2')
    const errors: unknown[] = []
    stage.hub.on('error', ({ cause }) => errors.push(cause))
    counting.attach(stage.hub, { types: ['message'] })
    await stage.say('ann', 'three')
    expect(errors).toMatchObject([{ code: 'invalid', message: expect.stringContaining('store.kv') }])
  })
})

test.each([NaN, -1, Infinity])('a router does not take %s for a time', (timeoutMs) => {
  expect(() => new Router().toHandler({ timeoutMs })).toThrow(/^timeoutMs must be/)
})

test.each([
  ['use', () => new Router().use(undefined as never)],
  ['on', () => new Router().on('message', undefined as never)],
  ['on a type that there is not', () => new Router().on('mesage' as never)],
  ['catch', () => new Router().catch(undefined as never)],
])('a router refuses at once what it could not %s', (_name, attempt) => {
  expect(attempt).toThrow(expect.objectContaining({ code: 'invalid' }))
})

describe('a context', () => {
  test('answers as a reply, removes the message and restricts its author', async () => {
    await using stage = await openStage()
    new Router()
      .on('message', async (context) => {
        await context.reply('not here')
        await context.remove()
        await context.restrict({ durationMs: 60_000, reason: 'spam' })
      })
      .attach(stage.hub)
    await stage.say('ann', 'buy now')
    const lines = stage.platform.lines('lobby')
    expect(lines).toMatchObject([{ text: 'not here', replyTo: 'm1', user: 'bot' }])
    expect(stage.platform.performed('restrict')).toBe(1)
  })

  test('says it once, however often its event is tried, where an outbox remembers', async () => {
    await using stage = await openStage({ store: createMemoryStore(), outbox: createOutbox() })
    let attempts = 0
    new Router()
      .on('message', async (context) => {
        await context.reply('done')
        attempts += 1
        if (attempts < 3) throw new ChatError('unavailable', 'after the reply')
      })
      .attach(stage.hub, { types: ['message'], name: 'answers', attempts: 3, retryDelayMs: 100 })
    await stage.say('ann', 'hello')
    await stage.clock.advance(10_000)
    expect(attempts).toBe(3)
    expect(stage.answers).toEqual(['done'])
  })
})
