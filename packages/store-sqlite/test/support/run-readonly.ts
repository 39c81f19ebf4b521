/**
 * Opens a store as somebody who may only read the file: `run-readonly.ts PATH`. The superuser becomes nobody first, since
 * nothing is read-only to it. Prints the error.
 */
import { isChatError } from '@wireloom/chat-core'
import { createSqliteStore } from '@wireloom/store-sqlite'

const nobody = 65_534
if (process.getuid?.() === 0) process.setuid?.(nobody)
try {
  createSqliteStore({ path: process.argv[2] ?? '' })
  process.stdout.write('opened\n')
} catch (error) {
  process.stdout.write(
    `${JSON.stringify(isChatError(error) ? [error.code, error.retryable, error.message] : String(error))}\n`,
  )
}
