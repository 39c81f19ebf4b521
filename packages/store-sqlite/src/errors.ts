import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ChatError, isChatError, type ChatErrorCode } from '@wireloom/chat-core'

/** What the engine says went wrong, by its primary result code, and what to do about it. */
interface Fault {
  readonly code: ChatErrorCode
  readonly retryable: boolean
  readonly advice: string
}

// https://www.sqlite.org/rescode.html
const faults: Readonly<Record<number, Fault>> = {
  3: {
    code: 'forbidden',
    retryable: false,
    advice: 'the system does not permit it; give this user the right to the file',
  },
  5: {
    code: 'unavailable',
    retryable: true,
    advice: 'another process holds the file locked; let it finish, or end it',
  },
  6: {
    code: 'unavailable',
    retryable: true,
    advice: 'another process holds a table locked; let it finish, or end it',
  },
  7: { code: 'unavailable', retryable: true, advice: 'memory ran out' },
  8: {
    code: 'forbidden',
    retryable: false,
    advice: 'it is read-only; make the file and its folder writable for this user',
  },
  10: { code: 'unavailable', retryable: true, advice: 'the disk failed to read or write; look at the disk' },
  11: {
    code: 'protocol',
    retryable: false,
    advice: 'the file is damaged; put a copy in its place, or salvage it with “sqlite3 FILE .recover”',
  },
  13: {
    code: 'unavailable',
    retryable: true,
    advice: 'the disk is full; make room, what waits is then kept',
  },
  18: { code: 'too_long', retryable: false, advice: 'a value is larger than a row may be' },
  19: {
    code: 'invalid',
    retryable: false,
    advice: 'something is missing in what it was given, or of the wrong kind',
  },
  26: { code: 'invalid', retryable: false, advice: 'it is no SQLite database; give another path' },
}

const corrupt = 11
const cannotOpen = 14
const notADatabase = 26

/** The primary result code of an error of the engine; undefined for any other. */
function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' ? errcode & 0xff : undefined
}

/** Whether another process holds the lock that was asked for. */
export function isBusy(error: unknown): boolean {
  const code = resultCodeOf(error)
  return code === 5 || code === 6
}

/**
 * Whatever was thrown, as the one error there is.
 *
 * @param operation what was being done, as a dotted name such as `archive.append`
 */
export function toChatError(error: unknown, path: string, operation: string): ChatError {
  if (isChatError(error)) return error
  const resultCode = resultCodeOf(error)
  if (resultCode === cannotOpen) return whyItCannotBeOpened(error, path, operation)
  const fault =
    resultCode === undefined ? undefined : faults[isSpoiled(resultCode, operation) ? corrupt : resultCode]
  if (fault !== undefined) {
    const { code, retryable, advice } = fault
    return new ChatError(code, `The database ${path} refused ${operation}: ${advice}.`, {
      retryable,
      operation,
      cause: error,
    })
  }
  // Of what JSON could not read no cause is kept: it quotes what somebody said.
  if (error instanceof SyntaxError) {
    return new ChatError(
      'protocol',
      `The database ${path} holds something for ${operation} that cannot be read.`,
      {
        operation,
      },
    )
  }
  // Either the file is not as this version leaves it, or what the caller gave cannot be kept.
  const code = resultCode === undefined ? 'invalid' : 'protocol'
  return new ChatError(code, `The database ${path} could not do ${operation}; see its cause.`, {
    operation,
    cause: error,
  })
}

/** What was a database when it was opened, and is none any more, was damaged. */
function isSpoiled(resultCode: number, operation: string): boolean {
  return resultCode === notADatabase && operation !== 'open'
}

function whyItCannotBeOpened(cause: unknown, path: string, operation: string): ChatError {
  const refuse = (code: ChatErrorCode, advice: string): ChatError =>
    new ChatError(code, `The database ${path} cannot be opened: ${advice}.`, { operation, cause })
  if (kindOf(path) === 'folder') return refuse('invalid', 'it is a folder; give the path of a file in it')
  const folder = dirname(path)
  const kind = kindOf(folder)
  if (kind === undefined) return refuse('not_found', `there is no folder ${folder}; make it first`)
  if (kind === 'file') return refuse('invalid', `${folder} is a file, not a folder`)
  return refuse(
    'forbidden',
    'the system does not permit it; give this user the right to the file and its folder',
  )
}

function kindOf(path: string): 'folder' | 'file' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}
