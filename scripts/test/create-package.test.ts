import { cpSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkImports } from '../check/imports.ts'
import { checkPackages } from '../check/packages.ts'
import { run } from '../check/run.ts'
import { refusal } from '../create-package/create-package.ts'
import { makeRepository } from './support/repository.ts'

const repository = join(import.meta.dirname, '../..')

/** A copy of the repository without its packages. */
function copyRepository(): string {
  const root = makeRepository({})
  for (const file of [
    'scripts',
    'LICENSE',
    'package.json',
    '.oxfmtrc.json',
    'tsconfig.base.json',
    'tsup.base.ts',
  ]) {
    cpSync(join(repository, file), join(root, file), { recursive: true })
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  return root
}

test('the command makes a package that every check accepts as it stands', async () => {
  const root = copyRepository()
  const created = await run('node', ['scripts/create-package.ts', 'fresh-one', 'A fresh package'], {
    cwd: root,
  })
  expect(created.output).toContain('packages/fresh-one/package.json\n')
  expect(created.ok).toBe(true)

  expect(checkPackages(root)).toEqual([])
  expect(checkImports(root)).toEqual([])
  expect(readFileSync(join(root, 'packages/fresh-one/README.md'), 'utf8')).toBe(
    '# @wireloom/fresh-one\n\nA fresh package.\n',
  )
  const directory = join(root, 'packages/fresh-one')
  const tool = async (name: string, ...args: readonly string[]): Promise<unknown> =>
    run(join(repository, 'node_modules/.bin', name), args, { cwd: directory })
  expect(await tool('oxfmt', '--check', '-c', join(root, '.oxfmtrc.json'))).toMatchObject({ ok: true })
  expect(await tool('tsup')).toMatchObject({ ok: true })
  expect(await tool('tsc', '-p', 'tsconfig.build.json')).toMatchObject({ ok: true, output: '' })
})

test('the command refuses by one line, writes nothing and ends with 2', async () => {
  const root = copyRepository()
  for (const args of [['Bad Name', 'A package'], ['only-a-name'], []]) {
    const { ok, output } = await run('node', ['scripts/create-package.ts', ...args], { cwd: root })
    expect(ok).toBe(false)
    expect(output.trimEnd().split('\n')).toHaveLength(1)
  }
  expect(checkPackages(root)).toEqual([])
})

describe('a name or description is refused, and told why', () => {
  const root = (): string =>
    makeRepository({ 'packages/here/package.json': {}, 'apps/shown/package.json': {} })

  test.each([
    ['', /lower-case words/],
    ['Upper', /lower-case words/],
    ['with space', /lower-case words/],
    ['@wireloom/scoped', /without the scope/],
    ['../outside', /lower-case words/],
    ['trailing-', /lower-case words/],
    ['1st', /lower-case words/],
    ['a'.repeat(41), /longer than 40/],
    ['here', /packages\/here is there already/],
    ['shown', /apps\/shown is there already/],
    ['scripts', /belongs to a test project/],
  ])('the name %j', (name, reason) => {
    expect(refusal(root(), { name, description: 'A package' })).toMatch(reason)
  })

  test.each([
    ['', /description is missing/],
    ['  ', /description is missing/],
    ['Ends with a stop.', /without a full stop/],
    [' Starts with a space', /without a full stop or spaces/],
    ['Two\nlines', /one line/],
  ])('the description %j', (description, reason) => {
    expect(refusal(root(), { name: 'fine', description })).toMatch(reason)
  })

  test('and a good pair is not', () => {
    expect(refusal(root(), { name: 'kick-chat2', description: 'A package' })).toBeUndefined()
  })
})
