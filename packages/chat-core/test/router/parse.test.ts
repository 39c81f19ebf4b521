import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { duration, integer, optional, rest, word } from '../../src/router.js'
import { Cooldowns } from '../../src/router/cooldowns.js'
import { nearestName } from '../../src/router/near-miss.js'
import { parseArguments } from '../../src/router/parse-arguments.js'
import { readCommandLine, splitWords } from '../../src/router/words.js'

const texts = (line: string): readonly string[] => splitWords(line).map(({ text }) => text)

describe('a command line', () => {
  test('is split at white space, but not within quotes', () => {
    expect(texts('one  "two three"\t“four five” «شش هفت» it’s "never closed')).toEqual([
      'one',
      'two three',
      'four five',
      'شش هفت',
      'it’s',
      '"never',
      'closed',
    ])
  })

  test.each(['« ', '“ ', '" ', '""', '«', '"a'])(
    'of a hundred thousand times %s is split at once',
    (piece) => {
      const startedAt = performance.now()
      splitWords(piece.repeat(100_000))
      expect(performance.now() - startedAt).toBeLessThan(2_000)
    },
  )

  test.each(['0x10', '1e3', '1.0', '1 ', '', '۱.۰', '--1'])('does not take %j for a whole number', (text) => {
    expect(integer().parse(text)).toEqual({ expected: 'a whole number' })
  })

  test('does not take a name that is none for a mention', () => {
    expect(readCommandLine('ordinary talk', ['!'], '')).toBeUndefined()
  })

  test('of anything at all is split without an exception, into words that stand in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        for (const { start, text } of splitWords(line)) expect(line.slice(start)).toContain(text)
      }),
    )
  })

  test('of words without quotes or spaces is those words', () => {
    const plain = fc.stringMatching(/^[a-z۰-۹!#]+$/u)
    fc.assert(
      fc.property(fc.array(plain), (words) => {
        expect(texts(words.join(' '))).toEqual(words)
      }),
    )
  })

  test('of anything at all is read without an exception', () => {
    const shape = { count: integer(), forMs: duration(), name: word(), reason: optional(rest()) }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '!', '!do 1 2s three '),
        (text, start) => {
          const line = readCommandLine(start + text, ['!'], 'bot')
          if (line !== undefined) expect(parseArguments(shape, line.rest)).toBeTypeOf('object')
        },
      ),
    )
  })

  test.each([
    ['90', 90_000],
    ['۱۰m', 600_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['0s', undefined],
    ['1.5h', undefined],
    ['h', undefined],
    ['10m!', undefined],
    ['99999999999999999999d', undefined],
    [`${'9'.repeat(400)}s`, undefined],
  ])('reads the time %s as %s ms', (text, expected) => {
    const parsed = duration().parse(text)
    expect('value' in parsed ? parsed.value : undefined).toBe(expected)
  })
})

describe('the nearest name', () => {
  test.each([
    ['uptmie', 'uptime'],
    ['ban', 'ban'],
    ['bna', 'ban'],
    ['bo', undefined],
    ['weather', undefined],
    ['tiemouts', 'timeout'],
  ])('to %s is %s', (written, expected) => {
    expect(nearestName(written, ['uptime', 'ban', 'timeout'])).toBe(expected)
  })

  test('is found for any one slip in a longer name', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{6,12}$/u),
        fc.nat(5),
        fc.stringMatching(/^[a-z]$/u),
        (name, at, letter) => {
          for (const slip of [
            name.slice(0, at) + letter + name.slice(at),
            name.slice(0, at) + name.slice(at + 1),
            name.slice(0, at) + letter + name.slice(at + 1),
          ]) {
            expect(nearestName(slip, [name])).toBe(name)
          }
        },
      ),
    )
  })
})

describe('cooldowns', () => {
  test('begin all or none', () => {
    const cooldowns = new Cooldowns()
    expect(cooldowns.begin([{ key: 'a', durationMs: 10 }], 0)).toBe(0)
    expect(
      cooldowns.begin(
        [
          { key: 'b', durationMs: 10 },
          { key: 'a', durationMs: 10 },
        ],
        4,
      ),
    ).toBe(6)
    expect(cooldowns.begin([{ key: 'b', durationMs: 10 }], 4)).toBe(0)
  })

  test('of a hundred thousand users are forgotten once they are over', () => {
    const cooldowns = new Cooldowns()
    for (let user = 0; user < 100_000; user += 1)
      cooldowns.begin([{ key: `user ${user}`, durationMs: 100 }], user)
    expect(cooldowns.size).toBeLessThan(10_002)
  })
})
