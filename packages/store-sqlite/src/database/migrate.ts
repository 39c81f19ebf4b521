import type { DatabaseSync } from 'node:sqlite'
import { ChatError } from '@wireloom/chat-core'
import { applicationId, migrations } from './schema.js'

/**
 * Brings a file to the schema of this version, each step in a transaction of its own.
 *
 * @throws ChatError `unsupported` for a file of a newer version, `invalid` for one of another program
 */
export function migrate(connection: DatabaseSync, path: string, steps: readonly string[] = migrations): void {
  for (;;) {
    const version = readVersion(connection, path, steps.length)
    if (version === steps.length) return
    connection.exec('begin immediate')
    try {
      // Another process may have done it while this one waited for the lock.
      if (readVersion(connection, path, steps.length) === version) {
        connection.exec(steps[version] ?? '')
        connection.exec(`pragma application_id = ${applicationId}; pragma user_version = ${version + 1}`)
      }
      connection.exec('commit')
    } catch (error) {
      connection.exec('rollback')
      throw error
    }
  }
}

function readVersion(connection: DatabaseSync, path: string, newest: number): number {
  const version = readNumber(connection, 'pragma user_version')
  const owner = readNumber(connection, 'pragma application_id')
  const isEmpty = readNumber(connection, 'select count(*) from sqlite_schema') === 0
  if (owner !== applicationId && !(isEmpty && version === 0)) {
    throw new ChatError('invalid', `The database ${path} belongs to another program; give another path.`)
  }
  if (version > newest) {
    throw new ChatError(
      'unsupported',
      `The database ${path} has schema ${version}, and this version of @wireloom/store-sqlite knows ${newest}: update it.`,
    )
  }
  return version
}

function readNumber(connection: DatabaseSync, sql: string): number {
  const row = connection.prepare(sql).get() ?? {}
  return Number(Object.values(row)[0])
}
