import { describe, expect, expectTypeOf, test } from 'vitest'
import { ChatError } from '../../src/index.js'
import {
  choice,
  duration,
  integer,
  optional,
  rest,
  Router,
  user,
  word,
  type Refusal,
} from '../../src/router.js'
import { openStage } from '../support/stage.js'

describe('a command', () => {
  test('is given its arguments, read and typed', async () => {
    await using stage = await openStage()
    const seen: unknown[] = []
    new Router()
      .command(
        'timeout',
        {
          args: {
            who: user(),
            forMs: optional(duration(), 600_000),
            how: optional(choice('soft', 'hard')),
            reason: optional(rest()),
          },
        },
        (_context, args) => {
          expectTypeOf(args).toEqualTypeOf<{
            readonly who: string
            readonly forMs: number
            readonly how: 'soft' | 'hard' | undefined
            readonly reason: string | undefined
          }>()
          seen.push(args)
        },
      )
      .attach(stage.hub)
    await stage.say('ann', '!timeout @bob 1h30m HARD was "rather" rude')
    await stage.say('ann', '!TIMEOUT bob')
    expect(seen).toEqual([
      { who: 'bob', forMs: 5_400_000, how: 'hard', reason: 'was "rather" rude' },
      { who: 'bob', forMs: 600_000, how: undefined, reason: undefined },
    ])
  })

  test('is known by its aliases, by any prefix and by our name', async () => {
    await using stage = await openStage()
    const seen: string[] = []
    new Router()
      .command(
        'price',
        { aliases: ['p', 'قیمت'], args: { what: word() } },
        (_context, { what }) => void seen.push(what),
      )
      .attach(stage.hub, { prefixes: ['!', '/'], mention: 'Bot' })
    for (const text of [
      '!price one',
      '/p two',
      '!قیمت "سه تا"',
      '@bot price four',
      '@bobby price five',
      'price six',
    ]) {
      await stage.say('ann', text)
    }
    expect(seen).toEqual(['one', 'two', 'سه تا', 'four'])
  })

  test('that is written wrong is answered with how to write it', async () => {
    await using stage = await openStage()
    new Router()
      .command(
        'roll',
        { args: { dice: integer({ min: 1, max: 9 }), note: optional(word()) } },
        (context, { dice }) => context.reply(`rolled ${dice}`),
      )
      .attach(stage.hub)
    for (const text of ['!roll', '!roll 12', '!roll ۳', '!roll 1 two three']) await stage.say('ann', text)
    await stage.clock.advance(10_000)
    expect(stage.answers).toEqual([
      'dice is missing. Write: !roll <dice> [note]',
      'dice has to be a whole number from 1 up to 9. Write: !roll <dice> [note]',
      'rolled 3',
      '“three” is too much. Write: !roll <dice> [note]',
    ])
  })

  test('that nobody knows is answered with the nearest name, of any router', async () => {
    await using stage = await openStage()
    const shop = new Router().command('price', {}, () => undefined)
    new Router()
      .command('uptime', {}, () => undefined)
      .use(shop)
      .attach(stage.hub)
    for (const text of ['!uptmie', '!prce', '!weather', '!price']) await stage.say('ann', text)
    await stage.clock.advance(10_000)
    expect(stage.answers).toEqual([
      'There is no !uptmie. Did you mean !uptime?',
      'There is no !prce. Did you mean !price?',
    ])
  })

  test('is for those with a role it allows', async () => {
    await using stage = await openStage({}, { mia: ['moderator'] })
    const refusals: Refusal[] = []
    const seen: string[] = []
    new Router()
      .command(
        'clear',
        { allow: ['owner', 'moderator'] },
        ({ event }) => void seen.push(event.message.author.name),
      )
      .attach(stage.hub, { onRefused: (refusal) => void refusals.push(refusal) })
    await stage.say('ann', '!clear')
    await stage.say('mia', '!clear')
    expect(seen).toEqual(['mia'])
    expect(refusals).toEqual([{ reason: 'forbidden', command: 'clear' }])
  })

  test('rests after it was used: by user, by room and for all, but not for those it exempts', async () => {
    await using stage = await openStage({}, { olga: ['owner'] })
    const seen: string[] = []
    const refusals: Refusal[] = []
    const note = (name: string) => (): void => void seen.push(name)
    new Router()
      .command('mine', { cooldown: { userMs: 10_000 } }, note('mine'))
      .command('ours', { cooldown: { roomMs: 10_000 } }, note('ours'))
      .command('all', { cooldown: { globalMs: 10_000 } }, note('all'))
      .attach(stage.hub, { clock: stage.clock, onRefused: (refusal) => void refusals.push(refusal) })
    await stage.say('ann', '!mine')
    await stage.say('ann', '!mine')
    await stage.say('bob', '!mine')
    await stage.say('ann', '!ours')
    await stage.say('bob', '!ours')
    await stage.say('ann', '!ours', 'kitchen')
    await stage.say('ann', '!all')
    await stage.say('bob', '!all', 'kitchen')
    await stage.say('olga', '!all')
    expect(seen).toEqual(['mine', 'mine', 'ours', 'ours', 'all', 'all'])
    expect(refusals.map(({ command }) => command)).toEqual(['mine', 'ours', 'all'])
    expect(refusals[0]).toEqual({ reason: 'cooldown', command: 'mine', waitMs: 10_000 })
    await stage.clock.advance(10_000)
    await stage.say('ann', '!mine')
    expect(seen.at(-1)).toBe('mine')
  })

  test('that failed does not rest: its second attempt is not held back by the first', async () => {
    await using stage = await openStage()
    let attempts = 0
    new Router()
      .command('flaky', { cooldown: { userMs: 60_000 } }, () => {
        attempts += 1
        if (attempts === 1) throw new ChatError('unavailable', 'not yet')
      })
      .attach(stage.hub, { clock: stage.clock, attempts: 2, retryDelayMs: 100 })
    await stage.say('ann', '!flaky')
    await stage.clock.advance(1_000)
    expect(attempts).toBe(2)
  })

  test('is listed with how it is written and what it does', () => {
    const shop = new Router().command(
      'price',
      { args: { what: rest() }, help: 'Says what it costs' },
      () => undefined,
    )
    const router = new Router().command('uptime', { aliases: ['up'] }, () => undefined).use(shop)
    expect(router.help()).toBe('!uptime\n!price <what…>: Says what it costs')
    expect(router.help('UP', '/')).toBe('/uptime')
  })

  test('is listed by its name whatever its case', () => {
    const router = new Router().command(
      'Price',
      { aliases: ['Cost'], help: 'What it costs' },
      () => undefined,
    )
    expect([router.help('price'), router.help('COST'), router.help('none')]).toEqual([
      '!Price: What it costs',
      '!Price: What it costs',
      '',
    ])
  })

  test('that is refused leaves nothing of it behind', () => {
    const router = new Router().command('a', {}, () => undefined)
    expect(() => router.command('b', { aliases: ['a'] }, () => undefined)).toThrow('There is a command a')
    expect(() => router.command('c', {}, undefined as never)).toThrow(/must be a function/)
    expect(() => router.command('d', { cooldown: { userMs: NaN } }, () => undefined)).toThrow(/userMs/)
    expect(router.commands.map(({ name }) => name)).toEqual(['a'])
  })

  test('has a name of one word that no other has', () => {
    const router = new Router().command('price', { aliases: ['p'] }, () => undefined)
    expect(() => router.command('P', {}, () => undefined)).toThrow('There is a command P already.')
    expect(() => router.command('two words', {}, () => undefined)).toThrow('one word')
  })
})
