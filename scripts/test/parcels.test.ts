import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkParcels } from '../check/parcels.ts'
import { createManifest } from '../check/template.ts'
import { makeRepository, type Files } from './support/repository.ts'

const repository = join(import.meta.dirname, '../..')

/** A built package as it lies in the repository before it is packed. */
function built(name: string, files: Files = {}, difference: Files = {}): Files {
  const all: Files = {
    'package.json': { ...createManifest({ name, description: 'A package' }), ...difference },
    'README.md': `# ${name}\n`,
    'src/index.ts': 'export const one: number = 1\n',
    'dist/index.js': 'export const one = 1\n',
    'dist/index.d.ts': 'export declare const one: number;\n',
    ...files,
  }
  return Object.fromEntries(Object.entries(all).map(([file, text]) => [`packages/${name}/${file}`, text]))
}

async function complaints(files: Files): Promise<string> {
  const root = makeRepository({ 'pnpm-workspace.yaml': 'packages: [packages/*]\n', ...files })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  return (await checkParcels(root)).output
}

test('parcels that work elsewhere are fine, a sibling among them', { timeout: 60_000 }, async () => {
  const upper = built(
    'upper',
    {
      'dist/index.js': `export { one } from '@wireloom/lower'\n`,
      'dist/index.d.ts': `export { one } from '@wireloom/lower';\n`,
    },
    { dependencies: { '@wireloom/lower': 'workspace:^' } },
  )
  expect(await complaints({ ...built('lower'), ...upper })).toBe('')
})

test(
  'what a stranger meets is told: missing files, top-level await, types that lead nowhere',
  { timeout: 60_000 },
  async () => {
    const output = await complaints({
      ...built('lower'),
      ...built('undeclared', {
        'dist/index.js': `export { one } from '@wireloom/lower/nowhere'\n`,
        'dist/index.d.ts': `export declare const one: import('no-such-package').One;\n`,
      }),
      // Promises an entry that was not built.
      ...built(
        'short',
        {},
        {
          exports: {
            '.': { types: './dist/index.d.ts', default: './dist/index.js' },
            './more': { types: './dist/more.d.ts', default: './dist/more.js' },
            './package.json': './package.json',
          },
        },
      ),
      ...built('waiting', { 'dist/index.js': 'export const one = await Promise.resolve(1)\n' }),
    })
    expect(output).toContain(`a stranger's types, nodenext failed`)
    expect(output).toContain(`a stranger's types, bundler failed`)
    expect(output).toContain(`no-such-package`)
    expect(output).toContain('publint @wireloom/short failed')
    expect(output).toContain('./dist/more.js')
    expect(output).toContain(`a stranger's import() failed`)
    expect(output).toContain(`a stranger's require() failed`)
  },
)

test('an entry that starts something when it is loaded is told', { timeout: 60_000 }, async () => {
  const output = await complaints(
    built('busy', { 'dist/index.js': 'setInterval(() => {}, 1000)\nexport const one = 1\n' }),
  )
  expect(output).toContain('left something running: Timeout')
})
