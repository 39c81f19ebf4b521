import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as chatCore from '../src/index.js'

const sources = new URL('../src/', import.meta.url)

describe('the package', () => {
  test('offers these values and no others', () => {
    expect(Object.keys(chatCore).toSorted()).toEqual([
      'ChatError',
      'asText',
      'completeCapabilities',
      'createBackfill',
      'createHub',
      'createMemoryStore',
      'createOutbox',
      'createSettling',
      'defineStore',
      'eventRoom',
      'eventTypes',
      'isChatError',
      'messageKey',
      'operations',
      'renderText',
      'roles',
      'roomKey',
      'splitText',
      'systemClock',
    ])
  })

  test('imports nothing but its own files', () => {
    for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue
      const imported = [...readFileSync(new URL(file, sources), 'utf8').matchAll(/from '([^']+)'/g)]
      for (const [, specifier] of imported)
        expect(specifier, file).toMatch(/^(\.|(\.\.\/)*\.\.)\/[a-z/-]+\.js$/)
    }
  })
})
