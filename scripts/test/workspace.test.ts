import { describe, expect, test } from 'vitest'
import { resolveImport } from '../check/resolve-import.ts'
import { listCode } from '../check/source-files.ts'
import { readWorkspace, targetFiles, typesPackage, type Member } from '../check/workspace.ts'
import { makeRepository, manifest } from './support/repository.ts'

describe('the workspace', () => {
  test('is every folder of packages and apps that has a package.json, by name', () => {
    const root = makeRepository({
      'packages/b/package.json': manifest('b'),
      'packages/a/package.json': manifest('a'),
      'packages/left-over/dist/index.js': '',
      'packages/notes.md': '',
      'apps/viewer/package.json': manifest('viewer'),
      'other/c/package.json': manifest('c'),
    })
    expect(readWorkspace(root).map(({ path, manifest: { name } }) => `${path} ${name}`)).toEqual([
      'packages/a @wireloom/a',
      'packages/b @wireloom/b',
      'apps/viewer @wireloom/viewer',
    ])
  })

  test('may have no apps', () => {
    expect(readWorkspace(makeRepository({}))).toEqual([])
  })
})

test('a target leads to files through any depth of conditions', () => {
  expect(targetFiles('./a.js')).toEqual(['./a.js'])
  expect(targetFiles({ types: './a.d.ts', node: { default: './n.js' }, default: null })).toEqual([
    './a.d.ts',
    './n.js',
  ])
  expect(targetFiles(undefined)).toEqual([])
})

test('the types of a package lie where the registry puts them', () => {
  expect(typesPackage('ws')).toBe('@types/ws')
  expect(typesPackage('@scope/name')).toBe('@types/scope__name')
})

test('code is found in any depth and of any kind, and not in node_modules', () => {
  const root = makeRepository({
    'src/index.ts': '',
    'src/deep/er/worker.mts': '',
    'src/notes.md': '',
    'src/node_modules/x/index.js': '',
    'bench/run.mjs': '',
  })
  expect(listCode(root, 'src')).toEqual(['src/deep/er/worker.mts', 'src/index.ts'])
  expect(listCode(root, 'bench')).toEqual(['bench/run.mjs'])
  expect(listCode(root, 'examples')).toEqual([])
})

describe('a specifier means', () => {
  function member(): Member {
    const root = makeRepository({
      'packages/a/package.json': manifest('a', {
        imports: { '#socket': { node: './src/ws.ts', default: './src/native.ts' }, '#none': null },
      }),
      'packages/a/src/index.ts': '',
      'packages/a/src/deep/one.ts': '',
    })
    const [found] = readWorkspace(root)
    if (found === undefined) throw new TypeError('there is no package')
    return found
  }

  test.each([
    ['./deep/one.js', { kind: 'file', files: ['src/deep/one.ts'] }],
    ['./deep/one.ts', { kind: 'file', files: ['src/deep/one.ts'] }],
    ['../dist/cli.js', { kind: 'file', files: ['dist/cli.js'] }],
    ['#socket', { kind: 'file', files: ['src/ws.ts', 'src/native.ts'] }],
    ['#none', { kind: 'unknown-alias' }],
    ['#nowhere', { kind: 'unknown-alias' }],
    ['../../b/src/index.js', { kind: 'outside' }],
    ['/etc/passwd', { kind: 'outside' }],
    ['node:fs', { kind: 'node' }],
    ['fs/promises', { kind: 'node' }],
    ['ws', { kind: 'package', name: 'ws', entry: '.' }],
    ['ws/lib/receiver.js', { kind: 'package', name: 'ws', entry: './lib/receiver.js' }],
    ['@wireloom/b', { kind: 'package', name: '@wireloom/b', entry: '.' }],
    ['@wireloom/b/testing', { kind: 'package', name: '@wireloom/b', entry: './testing' }],
  ])('%s: %j', (specifier, resolved) => {
    expect(resolveImport(member(), 'src/index.ts', specifier)).toEqual(resolved)
  })
})
