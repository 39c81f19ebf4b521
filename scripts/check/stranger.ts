import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, runPnpm, type Outcome } from './run.ts'
import type { Manifest } from './workspace.ts'

/** A packed package. */
export interface Parcel {
  readonly manifest: Manifest
  /** The package's folder in the repository. */
  readonly directory: string
  readonly tarball: string
}

/** Packages that promise to run without Node; their types have to hold without Node's, too. */
const browserPackages: readonly string[] = ['@wireloom/chat-core', '@wireloom/pusher', '@wireloom/kick-chat']

const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  target: 'es2023',
} as const

const lib = ['es2023', 'esnext.disposable']

/** One way in which somebody's compiler may read the packages. */
const readings = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext', lib, types: ['node'] },
  bundler: { module: 'esnext', moduleResolution: 'bundler', lib, types: ['node'] },
  browser: { module: 'esnext', moduleResolution: 'bundler', lib: [...lib, 'dom'], types: [] },
} as const

/** What a stranger finds out, by the name of the trial. */
export type Trials = Readonly<Record<string, Outcome>>

/**
 * Somebody who knows nothing of this repository installs the parcels, and uses every entry.
 *
 * Works without network: siblings resolve to the tarballs, everything else to what this repository installed.
 */
export async function meetStranger(
  root: string,
  directory: string,
  parcels: readonly Parcel[],
): Promise<Trials> {
  mkdirSync(directory, { recursive: true })
  const write = (file: string, text: string): void => writeFileSync(join(directory, file), text)
  write(
    'package.json',
    json({ name: 'stranger', private: true, type: 'module', dependencies: tarballs(parcels) }),
  )
  write('pnpm-workspace.yaml', json({ packages: ['.'], overrides: overrides(root, parcels) }))
  write('all.ts', importLines(parcels))
  write('browser.ts', importLines(parcels.filter(({ manifest }) => browserPackages.includes(manifest.name))))
  write(
    'import.mjs',
    `const loaded = [\n${entries(parcels, (name) => `  await import('${name}'),`)}\n]\n${verdict}`,
  )
  write(
    'require.cjs',
    `const loaded = [\n${entries(parcels, (name) => `  require('${name}'),`)}\n]\n${verdict}`,
  )
  for (const [name, reading] of Object.entries(readings)) {
    const files = [name === 'browser' ? 'browser.ts' : 'all.ts']
    write(`tsconfig.${name}.json`, json({ compilerOptions: { ...strict, ...reading }, files }))
  }

  const install = await runPnpm(['install', '--offline', '--no-frozen-lockfile', '--ignore-scripts'], {
    cwd: directory,
    env: { CI: 'true' },
  })
  if (!install.ok) return { install }
  const tsc = join(root, 'node_modules/.bin/tsc')
  const [nodenext, bundler, browser, imported, required] = await Promise.all([
    run(tsc, ['-p', 'tsconfig.nodenext.json'], { cwd: directory }),
    run(tsc, ['-p', 'tsconfig.bundler.json'], { cwd: directory }),
    run(tsc, ['-p', 'tsconfig.browser.json'], { cwd: directory }),
    run('node', ['import.mjs'], { cwd: directory }),
    run('node', ['require.cjs'], { cwd: directory }),
  ])
  return {
    install,
    'types, nodenext': nodenext,
    'types, bundler': bundler,
    'types, browser': browser,
    'import()': imported,
    'require()': required,
  }
}

/** An entry that exports nothing is a mistake of the build, and loading must leave nothing running. */
// A module, or what a module exports as itself: a class, where it stands in for one.
const verdict = `if (loaded.some((entry) => !['object', 'function'].includes(typeof entry))) process.exitCode = 1
const kept = process.getActiveResourcesInfo().filter((name) => !/^(TTYWrap|PipeWrap|FSReq|CloseReq)/.test(name))
if (kept.length > 0) throw new Error(\`loading the entries left something running: \${kept.join(', ')}\`)
`

function tarballs(parcels: readonly Parcel[]): Record<string, string> {
  const all = parcels.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`] as const)
  return { ...Object.fromEntries(all), '@types/node': '*' }
}

function overrides(root: string, parcels: readonly Parcel[]): Record<string, string> {
  const siblings = new Set(parcels.map(({ manifest }) => manifest.name))
  const outside = parcels.flatMap(({ manifest, directory }) =>
    Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
      .filter((name) => !siblings.has(name))
      .map((name) => [`${manifest.name}>${name}`, link(directory, name)] as const),
  )
  return { ...tarballs(parcels), ...Object.fromEntries(outside), '@types/node': link(root, '@types/node') }
}

function link(directory: string, name: string): string {
  return `link:${realpathSync(join(directory, 'node_modules', name))}`
}

function entryNames({ manifest }: Parcel): readonly string[] {
  return Object.keys(manifest.exports ?? {})
    .filter((entry) => entry !== './package.json')
    .map((entry) => `${manifest.name}${entry.slice(1)}`)
}

function entries(parcels: readonly Parcel[], line: (name: string) => string): string {
  return parcels.flatMap(entryNames).map(line).join('\n')
}

function importLines(parcels: readonly Parcel[]): string {
  const names = parcels.flatMap(entryNames)
  const lines = names.map((name, index) => `import * as entry${index} from '${name}'`)
  return `${lines.join('\n')}\n\nexport const entries = [${names.map((_, index) => `entry${index}`).join(', ')}]\n`
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
