import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ApiError } from '../api-error.js'
import { isToken, type Token } from '../token.js'
import type { TokenStore } from '../token-store.js'
import { withFileLock } from './file-lock.js'

/** Where a file store keeps its token. */
export interface FileTokenStoreOptions {
  /** The file; it and its folder are made when the first token is saved. */
  readonly path: string
  /** How long to wait for another process that renews. Default 60,000. */
  readonly lockTimeoutMs?: number | undefined
}

/**
 * A store in one JSON file, readable by its owner alone (mode 0600), shared by any number of processes of one machine.
 *
 * A file is replaced in one step, so that whoever reads sees the old pair or the new one, whenever a process dies.
 * Beside it lie, for moments, `<path>.lock` and files that begin with `<path>.` and end in `.tmp`.
 * Rejects with an ApiError of code `store_failed`: for a file that holds no token, a folder that cannot be
 * written, a lock that was not to be had in time. No error quotes the file.
 */
export function fileTokenStore({ path, lockTimeoutMs = 60_000 }: FileTokenStoreOptions): TokenStore {
  if (typeof path !== 'string' || path === '') {
    throw new ApiError('invalid_options', 'path has to name the file for the token.')
  }
  const file = resolve(path)
  const lockFile = `${file}.lock`

  async function get(): Promise<Token | undefined> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'ENOENT') return undefined
      throw failure(`The token file ${file} cannot be read.`, error)
    })
    if (text === undefined) return undefined
    const token = parse(text)
    if (isToken(token)) return token
    throw failure(`The file ${file} holds no token; delete it and sign in again.`)
  }

  async function set(token: Token | undefined): Promise<void> {
    try {
      if (token === undefined) await rm(file, { force: true })
      else await replaceFile(file, `${JSON.stringify(token, undefined, 2)}\n`)
    } catch (error) {
      throw failure(`The token file ${file} cannot be written.`, error)
    }
  }

  return {
    get,
    set,
    async withLock(work) {
      await makeFolder(file)
      return withFileLock(lockFile, work, lockTimeoutMs)
    },
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  await makeFolder(file)
  const fresh = `${file}.${randomUUID()}.tmp`
  try {
    const handle = await open(fresh, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      // Otherwise the name could outlive a power cut, and the bytes not.
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, file)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}

async function makeFolder(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw failure(`The folder of ${file} cannot be made.`, error)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's error quotes the file.
    return undefined
  }
}

function failure(message: string, cause?: unknown): ApiError {
  return new ApiError('store_failed', message, { cause })
}
