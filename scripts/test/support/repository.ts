import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Files of a little repository: text as it stands, everything else as JSON. */
export type Files = Readonly<Record<string, unknown>>

/** Writes a little repository to a temporary folder that is gone when the test has finished. */
export function makeRepository(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'wireloom-scripts-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const all: Files = { 'package.json': { name: 'root', private: true }, LICENSE: 'MIT\n', ...files }
  for (const [file, content] of Object.entries(all)) {
    const path = join(root, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return root
}

/** A package.json with one entry, and whatever differs. */
export function manifest(name: string, difference: Files = {}): Files {
  return {
    name: `@wireloom/${name}`,
    version: '1.0.0',
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    ...difference,
  }
}
