import { expect, test } from 'vitest'
import { checkDeclarations } from '../check/declarations.ts'
import { makeRepository, manifest, type Files } from './support/repository.ts'

function findings(difference: Files, files: Files): readonly string[] {
  const root = makeRepository({ 'packages/one/package.json': manifest('one', difference), ...files })
  return checkDeclarations(root).map(({ where, what }) => `${where} ${what}`)
}

test('declarations that show only what an installation brings are fine', () => {
  expect(
    findings(
      {
        dependencies: { ky: '2' },
        peerDependencies: { ws: '8', '@types/ws': '8' },
        devDependencies: { '@types/ws': '8' },
      },
      {
        'packages/one/dist/index.d.ts': `import 'ky'\nimport 'ws'\nimport 'node:net'\nexport * from './other.js'`,
      },
    ),
  ).toEqual([])
})

test('a type that only devDependencies bring is a finding', () => {
  expect(
    findings(
      { devDependencies: { pusher: '5' } },
      {
        'packages/one/dist/index.d.ts': `export { one } from './deep/one.js'`,
        'packages/one/dist/deep/one.d.ts': `export declare const one: import('pusher').Pusher`,
      },
    ),
  ).toEqual([
    `packages/one/dist/deep/one.d.ts:1 shows types of 'pusher', which an installation does not bring; see "dependencies"`,
  ])
})

test('a type whose package is brought but whose declarations are not is a finding', () => {
  expect(
    findings(
      { dependencies: { '@scope/x': '8' }, devDependencies: { '@types/scope__x': '8' } },
      { 'packages/one/dist/index.d.ts': `import type { X } from '@scope/x'` },
    ),
  ).toEqual([
    `packages/one/dist/index.d.ts:1 shows types of '@scope/x', which come from @types/scope__x in "devDependencies": keep them inside`,
  ])
})

test('what no entry leads to may be anything', () => {
  expect(
    findings(
      {},
      {
        'packages/one/dist/index.d.ts': 'export {}',
        'packages/one/dist/inner.d.ts': `import 'pusher'`,
      },
    ),
  ).toEqual([])
})

test('a package that was not built is named', () => {
  expect(findings({}, { 'packages/one/src/index.ts': '' })).toEqual([
    'packages/one/dist is missing; build first: pnpm build',
  ])
})

test('a private package shows its types to nobody', () => {
  expect(findings({ private: true }, {})).toEqual([])
})
