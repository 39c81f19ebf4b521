import { scope } from './workspace.ts'

/** What one package differs in when it is created. */
export interface PackageFacts {
  /** Without the scope: `kick-chat`. */
  readonly name: string
  /** One sentence without a full stop. */
  readonly description: string
}

const entry = { types: './dist/index.d.ts', default: './dist/index.js' } as const

/**
 * The package.json every package starts with, in the order that oxfmt keeps; `null` marks a value each package
 * decides for itself.
 */
export const manifestTemplate = {
  name: null,
  version: null,
  description: null,
  license: 'MIT',
  files: ['dist', 'src', 'CHANGELOG.md'],
  type: 'module',
  sideEffects: false,
  exports: null,
  publishConfig: { access: 'public' },
  scripts: null,
  engines: { node: '>=22.12' },
} as const

/** Packages that need more of Node than the others: `node:sqlite` has full-text search from 22.16 on. */
const newerNode: Readonly<Record<string, string>> = { 'store-sqlite': '>=22.16' }

export function enginesOf(name: string): { readonly node: string } {
  return { node: newerNode[name] ?? manifestTemplate.engines.node }
}

/** Fields a package adds where it needs them. */
export const optionalFields: readonly string[] = [
  'keywords',
  'bin',
  'imports',
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
  'devDependencies',
]

/** Compiler options in which a package may differ: what its surroundings offer, never how strict it is. */
export const freeCompilerOptions: readonly string[] = ['lib', 'types', 'customConditions']

export function scriptsFor(name: string): Readonly<Record<string, string>> {
  return {
    build: 'rm -rf dist && tsup && tsc -p tsconfig.build.json',
    typecheck: 'tsc -p tsconfig.json --noEmit',
    test: `TURBO_TELEMETRY_DISABLED=1 turbo run build --filter=${scope}/${name}... --output-logs=errors-only && vitest run --root ../.. --project ${name}`,
  }
}

export function createManifest({ name, description }: PackageFacts): Readonly<Record<string, unknown>> {
  return {
    ...manifestTemplate,
    name: `${scope}/${name}`,
    version: '0.0.0',
    description,
    exports: { '.': entry, './package.json': './package.json' },
    scripts: scriptsFor(name),
    engines: enginesOf(name),
  }
}

/** `tsconfig.json`: everything is checked, nothing written. */
export const tsconfig = `{
  "extends": "../../tsconfig.base.json",
  "compilerOptions": { "rootDir": ".", "noEmit": true },
  "include": ["src", "test", "examples"]
}
`

/** `tsconfig.build.json`: the declarations of the sources. */
export const buildTsconfig = `{
  "extends": "./tsconfig.json",
  "compilerOptions": { "noEmit": false, "emitDeclarationOnly": true, "rootDir": "src", "outDir": "dist" },
  "include": ["src"]
}
`

const tsupConfig = `import { createTsupConfig, defineConfig } from '../../tsup.base.ts'

export default defineConfig(createTsupConfig())
`

const firstTest = `import { expect, test } from 'vitest'
import * as entry from '../src/index.js'

test('the entry exports the promised names and no others', () => {
  expect(Object.keys(entry)).toEqual([])
})
`

/** Every file of a new package but the license, by its path from the package's folder. */
export function createFiles(facts: PackageFacts): Readonly<Record<string, string>> {
  return {
    'package.json': `${JSON.stringify(createManifest(facts), null, 2)}\n`,
    'tsconfig.json': tsconfig,
    'tsconfig.build.json': buildTsconfig,
    'tsup.config.ts': tsupConfig,
    'README.md': `# ${scope}/${facts.name}\n\n${facts.description}.\n`,
    'src/index.ts': 'export {}\n',
    'test/entry.test.ts': firstTest,
  }
}
