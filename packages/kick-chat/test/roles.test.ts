import { describe, expect, test } from 'vitest'
import { readRoles } from '../src/event/roles.js'
import type { KickBadge } from '../src/index.js'

const badges = (...types: string[]): readonly KickBadge[] =>
  types.map((type) => ({ type, text: type, active: true }))

describe('roles', () => {
  test.each([
    ['broadcaster', 'owner'],
    ['moderator', 'moderator'],
    ['vip', 'vip'],
    ['og', 'og'],
    ['founder', 'founder'],
    ['subscriber', 'subscriber'],
    ['sub_gifter', 'gifter'],
    ['verified', 'verified'],
    ['staff', 'staff'],
    ['bot', 'bot'],
  ])('the badge %s means %s', (badge, role) => {
    expect(readRoles(badges(badge))).toEqual(new Set([role]))
  })

  test('nobody has none', () => {
    expect(readRoles([])).toEqual(new Set())
  })

  test('a badge of unknown kind means no role and harms no other', () => {
    expect(readRoles(badges('sidekick', 'vip', 'constructor'))).toEqual(new Set(['vip']))
  })

  test('the same badge twice is one role', () => {
    expect(readRoles(badges('vip', 'vip'))).toEqual(new Set(['vip']))
  })

  test('a hidden badge still says what its owner is', () => {
    expect(readRoles([{ type: 'moderator', text: '', active: false }])).toEqual(new Set(['moderator']))
  })

  test('are made once for each combination that occurs', () => {
    expect(readRoles(badges('vip', 'og'))).toBe(readRoles(badges('vip', 'unknown', 'og')))
  })

  test('of absurdly many badges are right', () => {
    expect(readRoles(badges(...Array.from({ length: 50 }, () => 'vip')))).toEqual(new Set(['vip']))
  })
})
