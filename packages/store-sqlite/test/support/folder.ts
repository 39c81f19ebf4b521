import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A path for a file in a new folder, which is gone after the test. */
export function newPath(name: string = 'chat.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'wireloom-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}
