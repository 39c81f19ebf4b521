import { fork, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { ApiError, type Token, type TokenStore } from '../src/index.js'
import { fileTokenStore } from '../src/node.js'
import { isToken } from '../src/token.js'
import { failureOf } from './support/calls.js'
import { json, startServer, type TestServer } from './support/test-server.js'

/** A file store's lock is always there. */
function lock<Result>(store: TokenStore, work: () => Promise<Result>): Promise<Result> {
  return store.withLock === undefined ? Promise.reject(new TypeError('no lock')) : store.withLock(work)
}

const pair: Token = { accessToken: 'access-0', refreshToken: 'refresh-0' }

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'token-store-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('what is set is got, by other stores of the file too, until it is forgotten', async () => {
  const path = join(await makeFolder(), 'new', 'folder', 'token.json')
  const store = fileTokenStore({ path })
  expect(await store.get()).toBeUndefined()
  await store.set({ ...pair, expiresAtMs: 5, scopes: ['a'] })
  expect(await fileTokenStore({ path }).get()).toEqual({ ...pair, expiresAtMs: 5, scopes: ['a'] })
  await store.set(undefined)
  expect(await store.get()).toBeUndefined()
})

test('only the owner may read it, also where it lay open before', async () => {
  const path = join(await makeFolder(), 'token.json')
  await writeFile(path, '{}', { mode: 0o644 })
  const store = fileTokenStore({ path })
  await lock(store, () => store.set(pair))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('nothing is left beside the file', async () => {
  const folder = await makeFolder()
  const store = fileTokenStore({ path: join(folder, 'token.json') })
  await Promise.all([1, 2, 3].map(() => lock(store, () => store.set(pair))))
  expect(await readdir(folder)).toEqual(['token.json'])
})

test('a file that holds no token is refused, not quoted and not overwritten', async () => {
  const path = join(await makeFolder(), 'token.json')
  for (const text of ['{"accessToken":"half', '[]', '{"accessToken":5}', '']) {
    writeFileSync(path, text)
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    const error = await failureOf(fileTokenStore({ path }).get())
    expect(error).toMatchObject({ code: 'store_failed' })
    expect(error.message).toContain(path)
    expect(error.cause).toBeUndefined()
    expect(readFileSync(path, 'utf8')).toBe(text)
  }
})

test('a folder that cannot be made is store_failed', async () => {
  const file = join(await makeFolder(), 'file')
  writeFileSync(file, '')
  const store = fileTokenStore({ path: join(file, 'token.json') })
  expect(await failureOf(store.set(pair))).toMatchObject({ code: 'store_failed' })
  expect(() => fileTokenStore({ path: '' })).toThrow('path')
})

test('a folder in the place of the file is store_failed, for both, and nothing is left beside it', async () => {
  const folder = await makeFolder()
  const path = join(folder, 'token.json')
  await mkdir(path)
  const store = fileTokenStore({ path })
  expect(await failureOf(store.get())).toMatchObject({ code: 'store_failed', cause: { code: 'EISDIR' } })
  expect(await failureOf(store.set(pair))).toMatchObject({ code: 'store_failed' })
  expect(await readdir(folder)).toEqual(['token.json'])
})

test('a place where nothing can be written is store_failed, for the lock too', async () => {
  const store = fileTokenStore({ path: '/proc/self/token.json' })
  expect(await failureOf(store.set(pair))).toMatchObject({ code: 'store_failed' })
  expect(await failureOf(lock(store, async () => 1))).toMatchObject({ code: 'store_failed' })
})

test('a token of any content that a session takes is read back the same', async () => {
  const path = join(await makeFolder(), 'token.json')
  const store = fileTokenStore({ path })
  const tokens = fc.record(
    {
      accessToken: fc.stringMatching(/^[!-~]+$/),
      refreshToken: fc.string({ unit: 'binary' }),
      expiresAtMs: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      scopes: fc.array(fc.string()),
    },
    { requiredKeys: ['accessToken'] },
  )
  await fc.assert(
    fc.asyncProperty(tokens, async (token) => {
      await store.set(token)
      expect(await store.get()).toEqual(token)
    }),
    { numRuns: 30 },
  )
})

test('any bytes may stand in the file: a token or store_failed', async () => {
  const path = join(await makeFolder(), 'token.json')
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array(), fc.json()), async (bytes) => {
      writeFileSync(path, bytes)
      const outcome: unknown = await fileTokenStore({ path })
        .get()
        .catch((error: unknown) => error)
      if (outcome instanceof ApiError) expect(outcome.code).toBe('store_failed')
      else expect(isToken(outcome)).toBe(true)
    }),
  )
})

test('a lock left by an earlier process of the same number is taken over at once', async () => {
  const path = join(await makeFolder(), 'token.json')
  const before = Date.now() - process.uptime() * 1000 - 5_000
  writeFileSync(
    `${path}.lock`,
    JSON.stringify({ id: 'before', pid: process.pid, host: hostname(), sinceMs: before }),
  )
  expect(await lock(fileTokenStore({ path, lockTimeoutMs: 500 }), async () => 1)).toBe(1)
})

test('a lock without its owner’s name, as a power cut leaves it, is respected until it is two minutes old', async () => {
  const path = join(await makeFolder(), 'token.json')
  const store = fileTokenStore({ path, lockTimeoutMs: 50 })
  for (const text of ['', 'null', '{"id":"../../x"}']) {
    writeFileSync(`${path}.lock`, text)
    /* oxlint-disable no-await-in-loop -- one file after the other */
    expect(await failureOf(lock(store, async () => 1))).toMatchObject({ code: 'store_failed' })
    const old = new Date(Date.now() - 121_000)
    await utimes(`${path}.lock`, old, old)
    expect(await lock(store, async () => 1)).toBe(1)
    /* oxlint-enable no-await-in-loop */
  }
})

test('of many who want the lock one has it at a time, and a failure frees it', async () => {
  const store = fileTokenStore({ path: join(await makeFolder(), 'token.json') })
  let inside = 0
  let most = 0
  const work = async (): Promise<void> => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 3))
    inside -= 1
    throw new TypeError('work failed')
  }
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lock(store, work)))
  expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'rejected'))
  expect(most).toBe(1)
})

test('a lock that is not to be had in time is store_failed', async () => {
  const path = join(await makeFolder(), 'token.json')
  let release = (): void => undefined
  const held = lock(
    fileTokenStore({ path }),
    () =>
      new Promise<void>((resolve) => {
        release = resolve
      }),
  )
  while (!existsSync(`${path}.lock`)) {
    // oxlint-disable-next-line no-await-in-loop -- until the lock is there
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const second = lock(fileTokenStore({ path, lockTimeoutMs: 50 }), async () => undefined)
  expect(await failureOf(second)).toMatchObject({ code: 'store_failed' })
  expect(existsSync(`${path}.lock`)).toBe(true)
  release()
  await held
})

test('the lock of a dead process is taken over by one of many, at once', async () => {
  const path = join(await makeFolder(), 'token.json')
  const child = spawn(process.execPath, ['--eval', ''])
  await new Promise((resolve) => child.once('exit', resolve))
  const dead = { id: 'dead', pid: child.pid, host: hostname(), sinceMs: Date.now() }
  writeFileSync(`${path}.lock`, JSON.stringify(dead))
  let inside = 0
  await Promise.all(
    Array.from({ length: 8 }, () =>
      lock(fileTokenStore({ path, lockTimeoutMs: 3_000 }), async () => {
        inside += 1
        expect(inside).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 2))
        inside -= 1
      }),
    ),
  )
  expect(existsSync(`${path}.lock`)).toBe(false)
})

test('the lock of another machine is respected, until it is two minutes old', async () => {
  const path = join(await makeFolder(), 'token.json')
  const store = fileTokenStore({ path, lockTimeoutMs: 50 })
  const far = { id: 'far', pid: 1, host: 'another.example', sinceMs: Date.now() }
  writeFileSync(`${path}.lock`, JSON.stringify(far))
  expect(await failureOf(lock(store, async () => 1))).toMatchObject({
    code: 'store_failed',
  })
  writeFileSync(`${path}.lock`, JSON.stringify({ ...far, sinceMs: Date.now() - 121_000 }))
  expect(await lock(store, async () => 1)).toBe(1)
})

/**
 * A server whose refresh tokens rotate. As such servers do, it takes the last one again as long as the pair given
 * for it was never used: otherwise a client that dies between answer and disk would be locked out by anybody's code.
 */
interface RotatingServer extends TestServer {
  readonly refreshes: number
  /** Refresh tokens that were spent though their successor was in use. */
  readonly spentTwice: number
  expire(): void
}

async function startRotatingServer(): Promise<RotatingServer> {
  let version = 0
  let isUsed = true
  let isExpired = false
  let refreshes = 0
  let spentTwice = 0
  const server = await startServer(({ url, headers, text }, response) => {
    if (url === '/work') {
      const isGood = headers.authorization === `Bearer access-${version}` && !isExpired
      if (isGood) isUsed = true
      return json(response, isGood ? 200 : 401, {})
    }
    const { refreshToken } = JSON.parse(text) as { refreshToken: string }
    const isAgain = refreshToken === `refresh-${version - 1}` && !isUsed
    if (refreshToken !== `refresh-${version}` && !isAgain) {
      spentTwice += 1
      return json(response, 400, { error: 'invalid_grant' })
    }
    refreshes += 1
    if (!isAgain) version += 1
    isUsed = false
    isExpired = false
    json(response, 200, { accessToken: `access-${version}`, refreshToken: `refresh-${version}` })
  })
  return {
    ...server,
    get refreshes() {
      return refreshes
    },
    get spentTwice() {
      return spentTwice
    },
    expire() {
      isExpired = true
    },
  }
}

const program = new URL('support/run-token-worker.ts', import.meta.url)

test('two processes, one file, 200 rounds, killed at random: one refresh an expiry, the store whole at every look', async () => {
  const path = join(await makeFolder(), 'token.json')
  const server = await startRotatingServer()
  await fileTokenStore({ path }).set(pair)

  const start = async (): Promise<ChildProcess> => {
    const child = fork(program, [server.url, path])
    onTestFinished(() => void child.kill('SIGKILL'))
    await new Promise((resolve) => child.once('message', resolve))
    return child
  }
  /** What a worker answers, or `killed`. */
  const ask = (child: ChildProcess): Promise<unknown> =>
    new Promise((resolve) => {
      const settle = (outcome: unknown): void => {
        child.off('message', settle).off('exit', settleKilled)
        resolve(outcome)
      }
      const settleKilled = (): void => settle('killed')
      child.once('message', settle).once('exit', settleKilled)
      child.send('go')
    })

  let looks = 0
  const broken: string[] = []
  const watcher = setInterval(() => {
    const text = readFileSync(path, 'utf8')
    looks += 1
    if (!/^\{\n {2}"accessToken": "access-\d+",\n {2}"refreshToken": "refresh-\d+"\n\}\n$/.test(text))
      broken.push(text)
  }, 3)
  onTestFinished(() => clearInterval(watcher))

  const workers = [await start(), await start()]
  // Started ahead, because starting takes longer than ten rounds.
  let spare = start()
  let kills = 0
  let repeats = 0
  for (let round = 0; round < 200; round += 1) {
    const before = server.refreshes
    server.expire()
    const answers = workers.map(ask)
    const victim = round % 8 === 0 ? workers[Math.floor(Math.random() * 2)] : undefined
    /* oxlint-disable no-await-in-loop -- rounds come one after the other */
    if (victim !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 12))
      victim.kill('SIGKILL')
      kills += 1
    }
    const outcomes = await Promise.all(answers)
    const allowed = victim === undefined ? ['done'] : ['done', 'killed']
    for (const outcome of outcomes) expect(allowed, `round ${round}`).toContain(outcome)
    expect(outcomes, `round ${round}`).toContain('done')
    const refreshes = server.refreshes - before
    // Whoever died between the server's answer and the disk has to be made up for, by one more.
    if (victim === undefined) expect(refreshes, `round ${round}`).toBe(1)
    else expect([1, 2], `round ${round}`).toContain(refreshes)
    repeats += refreshes - 1
    if (victim !== undefined) {
      if (victim.exitCode === null && victim.signalCode === null) {
        await new Promise((resolve) => victim.once('exit', resolve))
      }
      workers[workers.indexOf(victim)] = await spare
      spare = start()
    }
    /* oxlint-enable no-await-in-loop */
  }
  expect([broken, server.spentTwice, kills]).toEqual([[], 0, 25])
  await spare
  expect(repeats).toBeLessThanOrEqual(kills)
  expect(looks).toBeGreaterThan(200)
}, 60_000)
