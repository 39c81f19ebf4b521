import { expect, test } from 'vitest'
import { checkPlainBuild } from '../check/plain-build.ts'
import { makeRepository, manifest, type Files } from './support/repository.ts'

const twoBuilds = {
  '.': { types: './dist/index.d.ts', node: './dist/node/index.js', default: './dist/index.js' },
}

function findings(files: Files, exports: unknown = twoBuilds): readonly string[] {
  const root = makeRepository({
    'package.json': manifest('pusher', { exports }),
    'dist/node/index.js': `import 'ws'`,
    ...files,
  })
  return checkPlainBuild(root).map(({ where, what }) => `${where} ${what}`)
}

test('a default build whose files import only each other is fine', () => {
  expect(
    findings({ 'dist/index.js': `export * from './chunk.js'`, 'dist/chunk.js': `import('./index.js')` }),
  ).toEqual([])
})

test('a bare import is found in the entry and behind it', () => {
  expect(
    findings({
      'dist/index.js': `import 'ws'\nexport * from './chunk.js'`,
      'dist/chunk.js': `import('node:net')`,
    }),
  ).toEqual([
    `@wireloom/pusher/dist/index.js:1 imports 'ws'; a plain page cannot`,
    `@wireloom/pusher/dist/chunk.js:1 imports 'node:net'; a plain page cannot`,
  ])
})

test('a computed import is found', () => {
  expect(findings({ 'dist/index.js': 'const name = "x"; import(name)' })).toEqual([
    '@wireloom/pusher/dist/index.js:1 imports something computed; a plain page cannot',
  ])
})

test('a file that was not packed is found', () => {
  expect(findings({})).toEqual(['@wireloom/pusher/dist/index.js is not in the parcel'])
})

test('a package with one build for all may import what it declares', () => {
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }
  expect(findings({ 'dist/index.js': `import 'ws'` }, exports)).toEqual([])
})
