import { describe, expect, test } from 'vitest'
import { readColorLevel } from '../src/terminal/color-level.ts'
import { createPalette } from '../src/terminal/palette.ts'

describe('how many colors', () => {
  test.each([
    [0, false, { TERM: 'xterm-256color' }],
    [0, true, { TERM: 'dumb' }],
    [1, true, { TERM: 'xterm' }],
    [2, true, { TERM: 'xterm-256color' }],
    [3, true, { TERM: 'xterm-256color', COLORTERM: 'truecolor' }],
    [0, true, { TERM: 'xterm-256color', NO_COLOR: '1' }],
    [2, true, { TERM: 'xterm-256color', NO_COLOR: '' }],
    [1, false, { FORCE_COLOR: '' }],
    [1, false, { FORCE_COLOR: '1', TERM: 'dumb' }],
    [2, false, { FORCE_COLOR: '2' }],
    [3, false, { FORCE_COLOR: '3', NO_COLOR: '1' }],
    [0, true, { FORCE_COLOR: '0', TERM: 'xterm-256color' }],
    [0, true, { FORCE_COLOR: 'false', COLORTERM: 'truecolor' }],
  ])('%i, where a terminal is %s and the environment %j', (level, isTty, env) => {
    expect(readColorLevel({ env, isTty })).toBe(level)
  })
})

describe('an author’s color', () => {
  test('comes as near as the terminal can', () => {
    expect(createPalette(3).name('Ann', '#DEB2FF')).toContain('\u001b[38;2;222;178;255m')
    expect(createPalette(2).name('Ann', '#DEB2FF')).toContain('\u001b[38;5;')
    expect(createPalette(1).name('Ann', '#FF0000')).toContain('\u001b[91m')
    expect(createPalette(0).name('Ann', '#DEB2FF')).toBe('Ann')
  })

  test('that is none is left out', () => {
    for (const color of ['red', '#12345', '#1234567', '#\u001b[31m', undefined]) {
      expect(createPalette(3).name('Ann', color)).toBe('\u001b[1mAnn\u001b[22m')
    }
  })
})
