import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as node from '../src/node.js'
import * as entry from '../src/index.js'

test('the entries export the promised names and no others', () => {
  expect(Object.keys(entry).toSorted()).toEqual([
    'ApiError',
    'HttpClient',
    'TokenSession',
    'fixedToken',
    'isApiError',
    'memoryTokenStore',
    'paginate',
    'readErrorBody',
  ])
  expect(Object.keys(node)).toEqual(['fileTokenStore'])
})

test('the main entry as it was built needs no Node, and both entries share one ApiError', () => {
  const dist = new URL('../dist/', import.meta.url)
  const main = readFileSync(new URL('index.js', dist), 'utf8')
  const chunks = [...main.matchAll(/from ['"]\.\/(chunk-[^'"]+)['"]/g)].map(([, name]) => name ?? '')
  const all = [main, ...chunks.map((name) => readFileSync(new URL(name, dist), 'utf8'))].join('\n')
  expect([...all.matchAll(/from ['"]([^.'"][^'"]*)['"]/g)].map(([, name]) => name)).toEqual(['ky'])
  expect(readFileSync(new URL('node.js', dist), 'utf8')).toContain(chunks[0])
})
