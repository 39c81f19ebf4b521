import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as chatCore from '../src/index.js'

const sources = new URL('../src/', import.meta.url)

describe('the package', () => {
  test('offers these values and no others', () => {
    expect(Object.keys(chatCore).toSorted()).toEqual([
      'ChatError',
      'isChatError',
      'messageKey',
      'renderText',
      'roles',
      'roomKey',
    ])
  })

  test('imports nothing but its own files', () => {
    for (const file of readdirSync(sources)) {
      const imported = [...readFileSync(new URL(file, sources), 'utf8').matchAll(/from '([^']+)'/g)]
      for (const [, specifier] of imported) expect(specifier, file).toMatch(/^\.\/[a-z-]+\.js$/)
    }
  })
})
