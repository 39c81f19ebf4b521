import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderText, type Part } from '../src/index.js'

describe('renderText', () => {
  test('gives an empty string for no parts', () => {
    expect(renderText([])).toBe('')
  })

  test('joins parts without anything between them', () => {
    expect(
      renderText([
        { type: 'text', text: 'gg ' },
        { type: 'emote', id: '37226', name: 'KEKW', provider: 'kick' },
        { type: 'emote', id: '1', name: 'POG', provider: 'kick' },
        { type: 'text', text: ' ' },
        { type: 'mention', name: 'ann' },
      ]),
    ).toBe('gg KEKWPOG @ann')
  })

  test('shows a link by its words, and by its address where it has none', () => {
    expect(renderText([{ type: 'link', url: 'https://a.example', text: 'here' }])).toBe('here')
    expect(renderText([{ type: 'link', url: 'https://a.example' }])).toBe('https://a.example')
  })

  test.each(['image', 'voice', 'video', 'file', 'sticker'] as const)(
    'names a nameless %s by its type',
    (type) => {
      expect(renderText([{ type, media: { url: 'https://a.example/x' } }])).toBe(`[${type}]`)
      expect(renderText([{ type, media: { name: 'cat.webp' } }])).toBe('cat.webp')
    },
  )

  test('lists the pictures of a gallery', () => {
    expect(renderText([{ type: 'gallery', media: [{ name: 'a.png' }, {}] }])).toBe('a.png [image]')
  })

  test('shows a place by its label, and by its degrees where it has none', () => {
    expect(renderText([{ type: 'location', latitude: 35.7, longitude: 51.4, label: 'Tehran' }])).toBe(
      'Tehran',
    )
    expect(renderText([{ type: 'location', latitude: 35.7, longitude: 51.4 }])).toBe('35.7, 51.4')
  })

  test('shows a card by title, then address, then kind and id', () => {
    const card = { type: 'card', card: 'product', entityId: '12' } as const
    expect(renderText([{ ...card, title: 'Honey', url: 'https://a.example' }])).toBe('Honey')
    expect(renderText([{ ...card, url: 'https://a.example' }])).toBe('https://a.example')
    expect(renderText([card])).toBe('[product 12]')
  })

  test('shows an unknown part by its fallback', () => {
    expect(renderText([{ type: 'unknown', platformType: 'hologram', fallback: '(a hologram)' }])).toBe(
      '(a hologram)',
    )
  })

  test('keeps right-to-left text, joiners and lone surrogates as they are', () => {
    const text = 'می‌خواهم\u200f \ud83d\udc68\u200d\ud83d\udc69 \ud800'
    expect(renderText([{ type: 'text', text }])).toBe(text)
  })

  test('of a list is the renderings of its halves joined', () => {
    const part: fc.Arbitrary<Part> = fc.oneof(
      fc.record({ type: fc.constant('text' as const), text: fc.string() }),
      fc.record({ type: fc.constant('mention' as const), name: fc.string() }),
      fc.record({ type: fc.constant('unknown' as const), platformType: fc.string(), fallback: fc.string() }),
    )
    fc.assert(
      fc.property(fc.array(part), fc.array(part), (head, tail) => {
        expect(renderText([...head, ...tail])).toBe(renderText(head) + renderText(tail))
      }),
    )
  })
})
