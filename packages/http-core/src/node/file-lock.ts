import { randomUUID } from 'node:crypto'
import { link, open, rm, stat, writeFile } from 'node:fs/promises'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.js'

interface Owner {
  readonly id: string
  readonly pid: number
  readonly host: string
  readonly sinceMs: number
}

/** Nobody holds a lock this long: a renewal is given up after a fraction of it. */
const staleAfterMs = 120_000
/** Removing a dead owner's lock takes a few system calls. */
const breakerStaleAfterMs = 5_000

/**
 * Runs the work while no other process runs theirs under the same file. The lock of a process that died is taken
 * over: at once on the same machine, after two minutes where its process cannot be looked for.
 */
export async function withFileLock<Result>(
  file: string,
  work: () => Promise<Result>,
  timeoutMs: number,
): Promise<Result> {
  const owner: Owner = { id: randomUUID(), pid: process.pid, host: hostname(), sinceMs: Date.now() }
  await acquire(file, owner, Date.now() + timeoutMs)
  try {
    return await work()
  } finally {
    // Not that of another who took this one for dead.
    if (readOwner(file)?.id === owner.id) await rm(file, { force: true })
  }
}

async function acquire(file: string, owner: Owner, untilMs: number): Promise<void> {
  // Written aside and then linked: the lock is never there without its owner's name in it.
  const draft = `${file}.${owner.id}.tmp`
  try {
    await writeFile(draft, JSON.stringify(owner), { mode: 0o600 })
    for (;;) {
      // oxlint-disable no-await-in-loop -- one try after the other
      if (await tryLink(draft, file)) return
      const holder = readOwner(file)
      if (holder !== undefined && isDead(holder)) await breakLock(file, holder)
      else if (Date.now() >= untilMs) {
        throw new ApiError(
          'store_failed',
          `The lock ${file} was not to be had in time; another process holds it.`,
        )
      } else await sleep(2 + Math.random() * 8)
      // oxlint-enable no-await-in-loop
    }
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError('store_failed', `The lock ${file} cannot be made.`, { cause: error })
  } finally {
    await rm(draft, { force: true })
  }
}

async function tryLink(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false
    throw error
  }
}

/** Who holds the lock, or `undefined` where nobody does. */
function readOwner(file: string): Owner | undefined {
  try {
    const owner: unknown = parse(readFileSync(file, 'utf8'))
    if (isOwner(owner)) return owner
    // A power cut can leave the name without the bytes: nobody's, and given up when it is old.
    return { id: 'unreadable', pid: 0, host: '', sinceMs: statSync(file).mtimeMs }
  } catch {
    // Gone in the meantime.
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isOwner(value: unknown): value is Owner {
  const { id, pid, host, sinceMs } = (value ?? {}) as Partial<Record<keyof Owner, unknown>>
  return (
    typeof id === 'string' &&
    /^[\w-]+$/.test(id) &&
    typeof pid === 'number' &&
    typeof host === 'string' &&
    typeof sinceMs === 'number'
  )
}

const startedAtMs = Date.now() - process.uptime() * 1000

function isDead({ pid, host, sinceMs }: Owner): boolean {
  if (Date.now() - sinceMs > staleAfterMs) return true
  if (host !== hostname()) return false
  // A container that starts again gives out the same numbers: this one is ours, and so was not when it was written.
  if (pid === process.pid) return sinceMs < startedAtMs - 1_000
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as { code?: unknown }).code === 'ESRCH'
  }
}

/** Removes a dead owner's lock. Of all who try, one has the right; without it two could remove each other's. */
async function breakLock(file: string, dead: Owner): Promise<void> {
  const right = `${file}.${dead.id}.break`
  try {
    await (await open(right, 'wx', 0o600)).close()
  } catch {
    // Somebody else is at it, or died at it.
    const since = await stat(right).catch(() => undefined)
    if (since !== undefined && Date.now() - since.mtimeMs > breakerStaleAfterMs)
      await rm(right, { force: true })
    await sleep(5)
    return
  }
  try {
    // Without a turn of the event loop between the look and the removal.
    if (readOwner(file)?.id === dead.id) rmSync(file, { force: true })
  } finally {
    await rm(right, { force: true })
  }
}
