import { renderText } from '@wireloom/chat-core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseContent, renderContent } from '../src/index.js'

const emote = (id: string, name: string): object => ({
  type: 'emote',
  id,
  name,
  provider: 'kick',
  image: `https://files.kick.com/emotes/${id}/fullsize`,
})
const text = (value: string): object => ({ type: 'text', text: value })
const mention = (name: string): object => ({ type: 'mention', name })
const link = (url: string): object => ({ type: 'link', url })

describe('words', () => {
  test('of nothing are no parts', () => {
    expect(parseContent('')).toEqual([])
  })

  test.each(['hello', ' ', 'a\nb', 'می‌خواهم', '👨‍👩‍👧', '\ud800', '[emote]', 'a : b', 'http:/x', '[', ']'])(
    '%j stays one part',
    (content) => {
      expect(parseContent(content)).toEqual([text(content)])
    },
  )
})

describe('emotes', () => {
  test('stand between words', () => {
    expect(parseContent('gg [emote:37226:KEKW]!')).toEqual([text('gg '), emote('37226', 'KEKW'), text('!')])
  })

  test('may touch each other and words', () => {
    expect(parseContent('a[emote:1:A][emote:2:B]b')).toEqual([
      text('a'),
      emote('1', 'A'),
      emote('2', 'B'),
      text('b'),
    ])
  })

  test.each(['a-b', 'a b', 'a:b', 'ö_Ü!', '[', 'emote:1', '؟', ' '])('may be named %j', (name) => {
    expect(parseContent(`[emote:7:${name}]`)).toEqual([emote('7', name)])
  })

  test.each([
    '[emote:123:]',
    '[emote:abc:x]',
    '[emote::x]',
    '[emote:1]',
    '[emote:1:x',
    '[Emote:1:x]',
    '[emote:-1:x]',
    '[emote:1 :x]',
  ])('%j is none', (content) => {
    expect(renderText(parseContent(content))).toBe(content)
    expect(parseContent(content)).toEqual([text(content)])
  })

  test('may follow a token that never closes its name properly', () => {
    expect(parseContent('[emote:1:] [emote:2:B]')).toEqual([text('[emote:1:] '), emote('2', 'B')])
  })

  test('take a name up to the first bracket that closes', () => {
    expect(parseContent('[emote:1:a]]')).toEqual([emote('1', 'a'), text(']')])
  })
})

describe('mentions', () => {
  test('are names without their sign', () => {
    expect(parseContent('@ann_x hi @Bob1')).toEqual([mention('ann_x'), text(' hi '), mention('Bob1')])
  })

  test('end where a name ends', () => {
    expect(parseContent('hey @ann, @bob!')).toEqual([
      text('hey '),
      mention('ann'),
      text(', '),
      mention('bob'),
      text('!'),
    ])
  })

  test.each(['mail@example.org', '@', '@ ', 'a@', '@-', '_@a'])('%j is none', (content) => {
    expect(parseContent(content)).toEqual([text(content)])
  })

  test('may stand after a sign or another script', () => {
    expect(parseContent('(@ann')).toEqual([text('('), mention('ann')])
    expect(parseContent('سلام@ann')).toEqual([text('سلام'), mention('ann')])
  })

  test('may touch', () => {
    expect(parseContent('@@ann@bob')).toEqual([text('@'), mention('ann'), text('@bob')])
  })
})

describe('links', () => {
  test.each([
    'http://a.example',
    'https://a.example/x?y=1&z=[1]#f',
    'HTTPS://A.EXAMPLE',
    'http://localhost:8080/',
    'https://fa.example/سلام',
  ])('%s is one', (url) => {
    expect(parseContent(`see ${url} now`)).toEqual([text('see '), link(url), text(' now')])
  })

  test.each(['.', ',', '!', '?', '...', ')', '"', "'", ').'])(
    'end before the %s that ends a sentence',
    (sign) => {
      expect(parseContent(`https://a.example/x${sign}`)).toEqual([link('https://a.example/x'), text(sign)])
    },
  )

  test('end before an emote', () => {
    expect(parseContent('https://a.example[emote:1:A]')).toEqual([link('https://a.example'), emote('1', 'A')])
  })

  test('may hold what elsewhere is a mention', () => {
    expect(parseContent('https://a.example/@ann')).toEqual([link('https://a.example/@ann')])
  })

  test.each([
    'ftp://a.example',
    '://a.example',
    'https://',
    'https:// a',
    'xhttps://a.example',
    'http://...',
    'a://b',
  ])('%j is none', (content) => {
    expect(parseContent(content)).toEqual([text(content)])
  })

  test('do not reach back into a part that stands before', () => {
    expect(parseContent('@http://a.example')).toEqual([mention('http'), text('://a.example')])
  })
})

describe('any content', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      '[emote:',
      '[emote:1:A]',
      '1',
      ':',
      ']',
      '@',
      'ann',
      ' ',
      'https',
      'http',
      '://',
      'a.example',
      '.',
      ')',
      '\u200f',
    ),
  )
  const content = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))

  test('is given back by its parts, character by character', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(renderContent(parseContent(value))).toBe(value)
      }),
      { numRuns: 2_000 },
    )
  })

  test('has no empty words and never two pieces of words in a row', () => {
    fc.assert(
      fc.property(content, (value) => {
        const parts = parseContent(value)
        for (const [index, part] of parts.entries()) {
          if (part.type !== 'text') continue
          expect(part.text).not.toBe('')
          expect(parts[index + 1]?.type).not.toBe('text')
        }
      }),
    )
  })

  test('means the same when parsed from its own rendering', () => {
    fc.assert(
      fc.property(content, (value) => {
        const parts = parseContent(value)
        expect(parseContent(renderContent(parts))).toEqual(parts)
      }),
    )
  })

  test.each([
    ['opened emotes', '[emote:1:'],
    ['brackets', '['],
    ['schemes', 'http://'],
    ['schemes of nothing', 'http://, '],
    ['signs', '@'],
    ['emotes that close in the end', '[emote:1:'],
  ])('made of %s costs time in proportion to its length', (what, unit) => {
    const flood = (times: number): string => unit.repeat(times) + (what.includes('close') ? ']' : '')
    const measure = (times: number): number => {
      const value = flood(times)
      const startedAtMs = performance.now()
      parseContent(value)
      return performance.now() - startedAtMs
    }
    measure(2_000)
    // Quadratic, this would take minutes: the bound is loose, the difference is not.
    expect(measure(200_000)).toBeLessThan(1_500)
  })
})
