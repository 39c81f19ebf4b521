import { existsSync } from 'node:fs'
import type { KnipConfig } from 'knip'
import { readWorkspace, targetFiles } from './scripts/check/workspace.ts'

const root = import.meta.dirname

/** The sources behind what package.json promises: `./dist/node/index.js` is built from `src/index.ts`. */
const published = readWorkspace(root).map(({ path, manifest }) => {
  const targets = [manifest.exports, manifest.bin, manifest.imports].flatMap((field) => targetFiles(field))
  const sources = targets
    .map((target) => target.replace(/^\.\//, '').replace(/^dist\/(node\/)?(.*?)(\.d)?\.[jt]s$/, 'src/$2.ts'))
    .filter((file) => file.endsWith('.ts') && existsSync(`${root}/${path}/${file}`))
  return [path, [...new Set(sources)]] as const
})

const forUsOnly = [
  'examples/**/*.ts',
  'test/**/*.{test,setup}.ts',
  // Programs that a test starts.
  'test/support/run-*.ts',
  '{bench,soak,interop}/**/*.mjs',
]

const configuration: KnipConfig = {
  workspaces: {
    '.': {
      entry: ['scripts/*.ts', 'scripts/test/*.test.ts'],
      project: ['*.ts', 'scripts/**/*.ts'],
      // Programs that scripts/check starts; nothing imports them.
      ignoreDependencies: [
        '@arethetypeswrong/cli',
        'oxlint',
        'oxlint-tsgolint',
        'playwright-core',
        'publint',
        'size-limit',
        '@size-limit/esbuild',
        '@size-limit/file',
      ],
    },
    ...Object.fromEntries(
      published.map(([path, sources]) => [
        path,
        {
          entry: [...sources, ...forUsOnly],
          project: ['{src,test,examples,bench,soak,interop}/**/*.{ts,mjs}', '!src/generated/**'],
          // Imported by the front page's code, which a test runs.
          ignoreDependencies: path === 'apps/terminal' ? ['@wireloom/kick'] : [],
        },
      ]),
    ),
  },
  ignoreExportsUsedInFile: { interface: true, type: true },
}

export default configuration
