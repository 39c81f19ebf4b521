import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkPackages } from '../check/packages.ts'
import { createPackage } from '../create-package/create-package.ts'
import { makeRepository } from './support/repository.ts'

type Json = Record<string, unknown>

/** A repository with one package as the template makes it. */
function makePackage(): { readonly root: string; readonly findings: () => readonly string[] } {
  const root = makeRepository({})
  createPackage(root, { name: 'new-one', description: 'A package for a test' })
  return { root, findings: () => checkPackages(root).map(({ where, what }) => `${where} ${what}`) }
}

function edit(root: string, file: string, change: (text: string) => string): void {
  const path = join(root, 'packages/new-one', file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

function editJson(root: string, file: string, change: (value: Json) => Json): void {
  edit(root, file, (text) => JSON.stringify(change(JSON.parse(text) as Json)))
}

test('a package from the template has no findings', () => {
  expect(makePackage().findings()).toEqual([])
})

test.each(['README.md', 'LICENSE', 'tsconfig.json', 'tsconfig.build.json', 'tsup.config.ts', 'src/index.ts'])(
  'a package without %s is found',
  (file) => {
    const { root, findings } = makePackage()
    rmSync(join(root, 'packages/new-one', file))
    expect(findings()).toEqual([`packages/new-one/${file} is missing`])
  },
)

test('a package without a test is found', () => {
  const { root, findings } = makePackage()
  rmSync(join(root, 'packages/new-one/test/entry.test.ts'))
  expect(findings()).toEqual(['packages/new-one/test holds no *.test.ts'])
})

test('a heading that is not the name is found', () => {
  const { root, findings } = makePackage()
  edit(root, 'README.md', () => '# new one\n')
  expect(findings()).toEqual([`packages/new-one/README.md:1 the first line has to be '# @wireloom/new-one'`])
})

test('another license is found', () => {
  const { root, findings } = makePackage()
  edit(root, 'LICENSE', () => 'GPL\n')
  expect(findings()).toEqual([`packages/new-one/LICENSE differs from the repository's`])
})

test('a build of its own making is found', () => {
  const { root, findings } = makePackage()
  edit(root, 'tsup.config.ts', () => 'export default { entry: [] }')
  expect(findings()).toEqual([
    'packages/new-one/tsup.config.ts does not build by createTsupConfig of tsup.base.ts',
  ])
})

test('an example of forty lines is found, one of thirty-nine is not', () => {
  const { root, findings } = makePackage()
  const lines = (count: number): string => 'export const one = 1\n'.repeat(count)
  writeExample(root, 'short.ts', lines(39))
  writeExample(root, 'long.ts', lines(40))
  expect(findings()).toEqual(['packages/new-one/examples/long.ts has 40 lines; an example stays under 40'])
})

test('an example of several files may have more, up to three hundred lines together', () => {
  const { root, findings } = makePackage()
  const lines = (count: number): string => 'export const one = 1\n'.repeat(count)
  mkdirSync(join(root, 'packages/new-one/examples/whole'), { recursive: true })
  writeExample(root, 'whole/first.ts', lines(199))
  writeExample(root, 'whole/second.ts', lines(100))
  expect(findings()).toEqual([])
  writeExample(root, 'whole/third.ts', lines(1))
  expect(findings()).toEqual([
    'packages/new-one/examples/whole has 300 lines; an example of several files stays under 300',
  ])
})

describe('package.json', () => {
  test.each([
    ['license', 'ISC', '"license" has to be "MIT"'],
    ['type', 'commonjs', '"type" has to be "module"'],
    ['sideEffects', true, '"sideEffects" has to be false'],
    ['engines', { node: '>=20' }, '"engines" has to be {"node":">=22.12"}'],
    ['files', ['dist'], '"files" has to be ["dist","src","CHANGELOG.md"]'],
    ['name', '@wireloom/other', '"name" has to be "@wireloom/new-one"'],
    ['main', 'dist/index.js', '"main" is not in the template (scripts/check/template.ts)'],
  ])('%s: %j is found', (field, value, what) => {
    const { root, findings } = makePackage()
    editJson(root, 'package.json', (whole) => ({ ...whole, [field]: value }))
    expect(findings()).toEqual([`packages/new-one/package.json ${what}`])
  })

  test('the one package that needs a newer Node says so', () => {
    const root = makeRepository({})
    createPackage(root, { name: 'store-sqlite', description: 'A package for a test' })
    expect(checkPackages(root)).toEqual([])
    const path = join(root, 'packages/store-sqlite/package.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('22.16', '22.12'))
    expect(checkPackages(root)).toEqual([
      { where: 'packages/store-sqlite/package.json', what: '"engines" has to be {"node":">=22.16"}' },
    ])
  })

  test('a missing field and a script more are found', () => {
    const { root, findings } = makePackage()
    editJson(root, 'package.json', ({ publishConfig, scripts, ...rest }) => ({
      ...rest,
      publish: publishConfig,
      scripts: { ...(scripts as Json), postinstall: 'node x.js' },
    }))
    const [missing, scripts, unknown, ...more] = findings()
    expect(missing).toBe('packages/new-one/package.json "publishConfig" is missing')
    expect(scripts).toMatch(/"scripts" has to be/)
    expect(unknown).toMatch(/"publish" is not in the template/)
    expect(more).toEqual([])
  })

  test.each([
    [{ '.': './dist/index.js' }],
    [{ '.': { import: './dist/index.js' } }],
    [{ '.': { default: './dist/index.js', types: './dist/index.d.ts' } }],
    [{ '.': { types: './src/index.ts', default: './dist/index.js' } }],
  ])('exports %j are found', (exports) => {
    const { root, findings } = makePackage()
    editJson(root, 'package.json', (value) => ({
      ...value,
      exports: { ...exports, './package.json': './package.json' },
    }))
    expect(findings()).toEqual([
      `packages/new-one/package.json "exports" of '.' has to be "types", then "node" if need be, then "default", below ./dist/`,
    ])
  })

  test('what a package needs for itself is allowed', () => {
    const { root, findings } = makePackage()
    editJson(root, 'package.json', (value) => ({
      ...value,
      exports: {
        '.': { types: './dist/index.d.ts', node: './dist/node/index.js', default: './dist/index.js' },
        './more': { types: './dist/more.d.ts', default: './dist/more.js' },
        './package.json': './package.json',
      },
      bin: { one: './dist/cli.js' },
      dependencies: { ws: '^8' },
      devDependencies: { '@types/ws': '8' },
    }))
    expect(findings()).toEqual([])
  })
})

describe('the compiler', () => {
  test('a package that is checked less strictly is found', () => {
    const { root, findings } = makePackage()
    editJson(root, 'tsconfig.json', (value) => ({
      ...value,
      compilerOptions: { ...(value['compilerOptions'] as Json), strict: false },
    }))
    expect(findings()).toEqual([
      'packages/new-one/tsconfig.json differs from scripts/check/template.ts in more than the options lib, types, customConditions',
    ])
  })

  test('comments and another library of types are allowed', () => {
    const { root, findings } = makePackage()
    edit(root, 'tsconfig.build.json', (text) =>
      text.replace('"noEmit": false,', '// Runs anywhere.\n"types": [], "lib": ["es2022"], "noEmit": false,'),
    )
    expect(findings()).toEqual([])
  })
})

function writeExample(root: string, name: string, text: string): void {
  mkdirSync(join(root, 'packages/new-one/examples'), { recursive: true })
  writeFileSync(join(root, 'packages/new-one/examples', name), text)
}
