import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { help } from '../src/help.ts'
import { badgeGlyphs, renderBadges, renderName, renderNames } from '../src/render/people.ts'
import { createPalette } from '../src/terminal/palette.ts'
import { author } from './support/events.ts'

const plain = createPalette(0)

describe('badges', () => {
  test('are one column wide each, and no two are alike', () => {
    const glyphs = Object.values(badgeGlyphs)
    for (const glyph of glyphs) expect(stringWidth(glyph)).toBe(1)
    expect(new Set(glyphs).size).toBe(glyphs.length)
  })

  test('are all explained in the help', () => {
    for (const [name, glyph] of Object.entries(badgeGlyphs)) {
      expect(help).toContain(`${glyph} ${name.replaceAll('_', ' ')}`)
    }
  })

  test('show a count for a subscriber alone', () => {
    const badges = [
      { type: 'subscriber', text: '', count: 3 },
      { type: 'sub_gifter', text: '', count: 50 },
    ]
    expect(renderBadges(author('Ann', { badges }), plain)).toBe('★3♥ ')
  })

  test('take no room where there are none', () => {
    expect(renderBadges(author('Ann'), plain)).toBe('')
    expect(renderBadges(author('Ann', { badges: [{ type: 'unheard_of', text: '' }] }), plain)).toBe('')
  })

  test('are looked up among our own names only', () => {
    for (const type of ['__proto__', 'toString', 'constructor']) {
      expect(renderBadges(author('Ann', { badges: [{ type, text: '' }] }), plain)).toBe('')
    }
  })
})

describe('names', () => {
  test('are those of the authors, without what could turn a line around', () => {
    expect(renderName(author('Ann\u202e\u001b[31m'), plain)).toBe('Ann')
  })

  test('of nobody, and of those who hide theirs, are somebody', () => {
    expect(renderName(undefined, plain)).toBe('somebody')
    expect(renderName({}, plain)).toBe('somebody')
    expect(renderName(author('Ann', { anonymous: true }), plain)).toBe('somebody')
  })

  test('of a crowd are the first five, and a number', () => {
    const crowd = 'abcdefg'.split('').map((name) => author(name))
    expect(renderNames(crowd, plain)).toBe('a, b, c, d, e, 2 more')
    expect(renderNames(crowd.slice(0, 5), plain)).toBe('a, b, c, d, e')
    expect(renderNames([], plain)).toBe('')
  })
})
