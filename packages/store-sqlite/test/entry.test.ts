import { expect, test } from 'vitest'
import * as entry from '../src/index.js'

test('the entry exports the promised names and no others', () => {
  expect(Object.keys(entry)).toEqual(['createSqliteStore'])
})
