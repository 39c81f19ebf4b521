import { describe, expect, test } from 'vitest'
import { checkImports } from '../check/imports.ts'
import type { ImportRule } from '../check/import-rules.ts'
import { makeRepository, manifest, type Files } from './support/repository.ts'

const rules: Readonly<Record<string, ImportRule>> = {
  low: { may: [], node: false },
  high: {
    may: [
      { name: '@wireloom/low' },
      { name: 'ws', within: ['src/socket/'] },
      { name: 'centrifuge', dynamicOnly: true },
    ],
    node: ['src/socket/ws.ts'],
  },
}

const high = manifest('high', {
  dependencies: { '@wireloom/low': 'workspace:^', ws: '^8', centrifuge: '^5' },
})

/** What the check says about two packages, `high` upon `low`, with these files beside their manifests. */
function findings(files: Files): readonly string[] {
  const root = makeRepository({
    'packages/low/package.json': manifest('low'),
    'packages/high/package.json': high,
    ...files,
  })
  return checkImports(root, rules).map(({ where, what }) => `${where} ${what}`)
}

test('a repository that keeps the rules has no findings', () => {
  expect(
    findings({
      'packages/low/src/index.ts': `export * from './thing.js'`,
      'packages/low/src/thing.ts': 'export const thing = 1',
      'packages/high/src/index.ts': `export { thing } from '@wireloom/low'\nexport * from './socket/ws.js'`,
      'packages/high/src/socket/ws.ts': `import 'node:net'\nimport { WebSocket } from 'ws'\nexport { WebSocket }`,
      'packages/high/src/later.ts': `export const later = () => import('centrifuge')`,
      'apps/viewer/package.json': manifest('viewer', { dependencies: { '@wireloom/high': 'workspace:^' } }),
      'apps/viewer/src/main.ts': `import '@wireloom/high'\nimport 'node:fs'\nimport './near.ts'`,
      'apps/viewer/src/near.ts': 'export const near = 1',
    }),
  ).toEqual([])
})

describe('who may import whom', () => {
  test('a package imports one that its rule does not name', () => {
    expect(
      findings({
        'packages/low/package.json': manifest('low', { dependencies: { ky: '2.1.0' } }),
        'packages/low/src/index.ts': `export const one = 1\nimport ky from 'ky'`,
      }),
    ).toEqual([`packages/low/src/index.ts:2 may not import 'ky'; scripts/check/import-rules.ts says who may`])
  })

  test('a type alone is an import, too, in each of its forms', () => {
    for (const line of [
      `import type { Ky } from 'ky'`,
      `export type { Ky } from 'ky'`,
      `export type Ky = import('ky').Ky`,
      `export type Ky = typeof import('ky')`,
      `export * from 'ky'`,
    ]) {
      const dependencies = { dependencies: { ky: '2.1.0' } }
      expect(
        findings({
          'packages/low/package.json': manifest('low', dependencies),
          'packages/low/src/a.ts': line,
        }),
        line,
      ).toHaveLength(1)
    }
  })

  test('a package without a rule may import nothing', () => {
    expect(
      findings({
        'packages/new/package.json': manifest('new', { dependencies: { '@wireloom/low': 'workspace:^' } }),
        'packages/new/src/index.ts': `import '@wireloom/low'\nimport 'node:fs'`,
      }),
    ).toEqual([
      `packages/new/src/index.ts:1 may not import '@wireloom/low'; scripts/check/import-rules.ts says who may`,
    ])
  })

  test('a permission for one place holds nowhere else', () => {
    expect(findings({ 'packages/high/src/index.ts': `import 'ws'` })).toEqual([
      `packages/high/src/index.ts:1 'ws' may be imported in src/socket/ only`,
    ])
  })

  test('a permission for import() holds for nothing else', () => {
    expect(findings({ 'packages/high/src/index.ts': `import 'centrifuge'` })).toEqual([
      `packages/high/src/index.ts:1 'centrifuge' may be imported by import() only`,
    ])
  })

  test('a file that has to run in a browser imports a module of Node, by either name', () => {
    expect(findings({ 'packages/high/src/index.ts': `import 'node:fs'\nimport 'fs/promises'` })).toEqual([
      `packages/high/src/index.ts:1 'node:fs' is Node's own, and this file has to run without Node`,
      `packages/high/src/index.ts:2 'fs/promises' is Node's own, and this file has to run without Node`,
    ])
  })

  test('tests may import what the sources may not', () => {
    expect(
      findings({
        'package.json': { name: 'root', devDependencies: { vitest: '5' } },
        'packages/low/package.json': manifest('low', { devDependencies: { '@types/ws': '8' } }),
        'packages/low/test/a.test.ts': `import 'node:fs'\nimport 'vitest'\nimport 'ws'`,
      }),
    ).toEqual([])
  })
})

describe('what is declared', () => {
  test('a source imports what only devDependencies name', () => {
    expect(
      findings({
        'packages/high/package.json': manifest('high', {
          devDependencies: { '@wireloom/low': 'workspace:^' },
        }),
        'packages/high/src/index.ts': `import type { Low } from '@wireloom/low'`,
      }),
    ).toEqual([
      `packages/high/src/index.ts:1 '@wireloom/low' is not in the "dependencies" of packages/high/package.json`,
    ])
  })

  test('a peer dependency counts as declared', () => {
    expect(
      findings({
        'packages/high/package.json': manifest('high', { peerDependencies: { '@wireloom/low': '^1' } }),
        'packages/high/src/index.ts': `import '@wireloom/low'`,
      }),
    ).toEqual([])
  })

  test('a test imports what nobody declared', () => {
    expect(findings({ 'packages/low/test/a.test.ts': `import 'left-pad'` })).toEqual([
      `packages/low/test/a.test.ts:1 'left-pad' is not in the "dependencies" or "devDependencies" of packages/low/package.json`,
    ])
  })

  test('an example may import its own package by name, a source may not', () => {
    expect(
      findings({
        'packages/low/examples/use.ts': `import '@wireloom/low'`,
        'packages/low/src/index.ts': `import '@wireloom/low'`,
      }),
    ).toEqual([`packages/low/src/index.ts:1 imports its own package by name; name the file instead`])
  })

  test('a computed import in a source hides from every rule', () => {
    expect(
      findings({
        'packages/low/src/index.ts': 'export const load = (name: string) => import(name)',
        'packages/low/src/plain.ts': 'export const load = () => import(`./index.js`)',
        'packages/low/test/a.test.ts': 'export const load = (name: string) => import(name)',
      }),
    ).toEqual([
      'packages/low/src/index.ts:1 computes what it imports, so that no check can tell; write the specifier out',
    ])
  })
})

describe('doors', () => {
  test('a relative import leaves its package', () => {
    expect(
      findings({
        'packages/high/src/index.ts': `import '../../low/src/index.js'`,
        'packages/high/test/a.test.ts': `import '../src/index.js'\nimport '../../low/test/support/x.js'`,
      }),
    ).toEqual([
      `packages/high/src/index.ts:1 '../../low/src/index.js' leaves packages/high; import the published entry of what you need`,
      `packages/high/test/a.test.ts:2 '../../low/test/support/x.js' leaves packages/high; import the published entry of what you need`,
    ])
  })

  test('an app reaches past the published entries', () => {
    expect(
      findings({
        'apps/viewer/package.json': manifest('viewer', { dependencies: { '@wireloom/low': 'workspace:^' } }),
        'apps/viewer/src/main.ts': `import '@wireloom/low/dist/index.js'\nimport '@wireloom/low/src/index.ts'`,
      }),
    ).toEqual([
      `apps/viewer/src/main.ts:1 './dist/index.js' is no published entry of @wireloom/low; see "exports" in packages/low/package.json`,
      `apps/viewer/src/main.ts:2 './src/index.ts' is no published entry of @wireloom/low; see "exports" in packages/low/package.json`,
    ])
  })

  test('an alias that package.json does not know', () => {
    expect(findings({ 'packages/low/src/index.ts': `import '#nowhere'` })).toEqual([
      `packages/low/src/index.ts:1 '#nowhere' is not in the "imports" of packages/low/package.json`,
    ])
  })
})

describe('circles', () => {
  test('files that import each other, if only for a type', () => {
    expect(
      findings({
        'packages/low/src/a.ts': `import { b } from './b.js'\nexport const a = b`,
        'packages/low/src/b.ts': `export { c as b } from './c.js'`,
        'packages/low/src/c.ts': `import type { a } from './a.js'\nexport const c: typeof a = 1`,
      }),
    ).toEqual([
      'packages/low/src/a.ts files import each other in a circle: packages/low/src/a.ts -> packages/low/src/b.ts -> packages/low/src/c.ts -> packages/low/src/a.ts',
    ])
  })

  test('files that meet through an alias with conditions', () => {
    expect(
      findings({
        'packages/low/package.json': manifest('low', {
          imports: { '#socket': { node: './src/node.ts', default: './src/plain.ts' } },
        }),
        'packages/low/src/index.ts': `import '#socket'`,
        'packages/low/src/node.ts': 'export const one = 1',
        'packages/low/src/plain.ts': `import './index.js'`,
      }),
    ).toEqual([
      'packages/low/src/index.ts files import each other in a circle: packages/low/src/index.ts -> packages/low/src/plain.ts -> packages/low/src/index.ts',
    ])
  })

  test('packages that need each other, one of them for its tests alone', () => {
    expect(
      findings({
        'packages/low/package.json': manifest('low', {
          devDependencies: { '@wireloom/high': 'workspace:^' },
        }),
      }),
    ).toEqual([
      '@wireloom/high packages depend on each other in a circle: @wireloom/high -> @wireloom/low -> @wireloom/high',
    ])
  })
})

test('a file that does not parse is a finding, not a crash', () => {
  expect(findings({ 'packages/low/src/index.ts': 'export const = {' })).toEqual([
    'packages/low/src/index.ts:1 computes what it imports, so that no check can tell; write the specifier out',
  ])
})
