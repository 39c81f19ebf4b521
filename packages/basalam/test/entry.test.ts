import { expect, test } from 'vitest'
import * as entry from '../src/index.js'

test('the entry exports the promised names and no others', () => {
  expect(Object.keys(entry).toSorted()).toEqual([
    'Basalam',
    'BasalamError',
    'BasalamOAuth',
    'TokenSession',
    'isBasalamError',
    'memoryTokenStore',
    'personalToken',
  ])
})
