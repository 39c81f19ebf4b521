import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../check/run.ts'
import { createPackage } from '../create-package/create-package.ts'
import { makeRepository } from './support/repository.ts'

const repository = join(import.meta.dirname, '../..')

/** A repository with the real scripts and one package of the template. */
function makeCheckedRepository(): string {
  const root = makeRepository({
    'package.json': { private: true, type: 'module', devDependencies: { vitest: '5' } },
  })
  cpSync(join(repository, 'scripts'), join(root, 'scripts'), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  createPackage(root, { name: 'one', description: 'One package' })
  return root
}

test('a step that finds nothing ends with 0 and a line', async () => {
  const root = makeCheckedRepository()
  const { ok, output } = await run('node', ['scripts/check.ts', 'packages'], { cwd: root })
  expect(output).toMatch(
    /^ok {4}packages +\d+\.\d s {2}every package follows the template\ncheck: all is well\n$/,
  )
  expect(ok).toBe(true)
})

test('a step that finds something ends with 1, names what and where, and names itself at the end', async () => {
  const root = makeCheckedRepository()
  rmSync(join(root, 'packages/one/LICENSE'))
  const { ok, output } = await run('node', ['scripts/check.ts', 'packages'], { cwd: root })
  expect(ok).toBe(false)
  expect(output).toContain('\n      packages/one/LICENSE: is missing\n')
  expect(output).toMatch(/\ncheck: failed: packages\n$/)
})

test('several steps run, and no others', async () => {
  const { ok, output } = await run('node', ['scripts/check.ts', 'packages', 'imports'], {
    cwd: makeCheckedRepository(),
  })
  expect(output.replaceAll(/ {2,}[\d.]+ s .*/g, '')).toBe(
    'ok    imports\nok    packages\ncheck: all is well\n',
  )
  expect(ok).toBe(true)
})

test('imports are judged though nothing builds', async () => {
  const root = makeCheckedRepository()
  writeFileSync(
    join(root, 'packages/one/src/index.ts'),
    "import { gone } from './gone'\nexport { missing } from 'left-pad'\n",
  )
  const { ok, output } = await run('node', ['scripts/check.ts', 'imports'], { cwd: root })
  expect(ok).toBe(false)
  expect(output).toContain("may not import 'left-pad'")
  expect(output).not.toContain('build')
})
