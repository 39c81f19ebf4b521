import { expect, test } from 'vitest'
import { readImports } from '../check/read-imports.ts'
import { makeRepository } from './support/repository.ts'

function read(text: string): readonly string[] {
  const root = makeRepository({ 'file.ts': text })
  return readImports(`${root}/file.ts`).map(
    ({ specifier, line, atLoad }) => `${line} ${specifier ?? '?'}${atLoad ? '' : ' (not at load)'}`,
  )
}

test('every form in which a file names a module is found, with its line', () => {
  expect(
    read(
      [
        `import './bare.js'`,
        `import { one, type Two } from './values.js'`,
        `import type { Three } from './types.js'`,
        `export { one } from './again.js'`,
        `export type { Three } from './again-types.js'`,
        `export * as all from './all.js'`,
        `const later = () => import('./later.js')`,
        'const template = () => import(`./template.js`)',
        `type Four = import('./inline.js').Four`,
        `import five = require('./required.js')`,
      ].join('\n'),
    ).toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
  ).toEqual([
    '1 ./bare.js',
    '2 ./values.js',
    '3 ./types.js (not at load)',
    '4 ./again.js',
    '5 ./again-types.js (not at load)',
    '6 ./all.js',
    '7 ./later.js (not at load)',
    '8 ./template.js (not at load)',
    '9 ./inline.js (not at load)',
    '10 ./required.js',
  ])
})

test('what only looks like an import is none', () => {
  expect(
    read(
      [
        `// import './comment.js'`,
        `const text = "import './text.js'"`,
        'export const own = 1',
        'export { own as other }',
      ].join('\n'),
    ),
  ).toEqual([])
})

test('a computed specifier is found as unknown', () => {
  expect(read('const load = (name: string) => [import(name), import(`./${name}.js`)]')).toEqual([
    '1 ? (not at load)',
    '1 ? (not at load)',
  ])
})
