import { randomUUID } from 'node:crypto'
import { ChatError, type Lease, type LeaseStore } from '@wireloom/chat-core'
import type { Database } from './database/database.js'

/** A token as a client's session keeps it: the `Token` of `@wireloom/http-core`, kick and basalam. */
export interface StoredToken {
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  /** Milliseconds since 1970. */
  readonly expiresAtMs?: number | undefined
  /** Milliseconds since 1970. */
  readonly issuedAtMs?: number | undefined
  readonly scopes?: readonly string[] | undefined
}

/** Where a session keeps its token: the `TokenStore` of `@wireloom/http-core`, kick and basalam. */
export interface StoredTokens {
  /** The pair saved last, or `undefined` where there is none. */
  get(): Promise<StoredToken | undefined>
  /** Settles once the pair is on the disk. `undefined` forgets it. */
  set(token: StoredToken | undefined): Promise<void>
  /**
   * Runs the work while nobody else runs theirs under that name, in this process or another. The lock of a process that
   * died is free after half a minute. Rejects with ChatError `timeout` where it was not to be had in a minute.
   */
  withLock<Result>(work: () => Promise<Result>): Promise<Result>
}

const leaseMs = 30_000
const renewMs = 10_000
const lockTimeoutMs = 60_000
const shortestWaitMs = 5
const longestWaitMs = 25

/** The tokens of one account. No error of it says more than the account's name. */
export class SqliteTokens implements StoredTokens {
  readonly #database: Database
  readonly #leases: LeaseStore
  readonly #name: string

  constructor(database: Database, leases: LeaseStore, name: string) {
    this.#database = database
    this.#leases = leases
    this.#name = name
  }

  get(): Promise<StoredToken | undefined> {
    return this.#database.read('tokens.get', () => {
      const text = this.#database.get('select token from token where name = ?', this.#name)?.['token']
      return text === undefined ? undefined : this.#parse(String(text))
    })
  }

  async set(token: StoredToken | undefined): Promise<void> {
    const text = token === undefined ? undefined : JSON.stringify(token)
    await this.#database.write('tokens.set', () => {
      if (text === undefined) this.#database.run('delete from token where name = ?', this.#name)
      else {
        this.#database.run(
          'insert into token (name, token) values (?, ?) on conflict (name) do update set token = excluded.token',
          this.#name,
          text,
        )
      }
    })
  }

  async withLock<Result>(work: () => Promise<Result>): Promise<Result> {
    const { clock } = this.#database
    const owner = randomUUID()
    const lease = await this.#acquire(owner)
    const renewal = { timer: undefined as unknown, isOver: false }
    const renewLater = (): void => {
      renewal.timer = clock.setTimeout(() => {
        // One that fails is tried again before the lease is over.
        this.#leases.acquire(lease.name, owner, leaseMs).catch(() => undefined)
        if (!renewal.isOver) renewLater()
      }, renewMs)
    }
    renewLater()
    try {
      return await work()
    } finally {
      renewal.isOver = true
      clock.clearTimeout(renewal.timer)
      // What the work came to counts; a lease that is not given back runs out.
      await this.#leases.release(lease).catch(() => undefined)
    }
  }

  async #acquire(owner: string): Promise<Lease> {
    const { clock, path } = this.#database
    const untilMs = clock.now() + lockTimeoutMs
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      const lease = await this.#leases.acquire(`token/${this.#name}`, owner, leaseMs)
      if (lease !== undefined) return lease
      if (clock.now() >= untilMs) {
        throw new ChatError(
          'timeout',
          `The lock of the tokens “${this.#name}” in ${path} was not to be had in time.`,
        )
      }
      // oxlint-disable-next-line no-await-in-loop
      await new Promise<void>((resolve) => {
        clock.setTimeout(resolve, shortestWaitMs + Math.random() * (longestWaitMs - shortestWaitMs))
      })
    }
  }

  #parse(text: string): StoredToken {
    try {
      return JSON.parse(text) as StoredToken
    } catch {
      // Without the parser's error, which quotes what it read.
      throw new ChatError('protocol', `The token “${this.#name}” cannot be read; sign in again.`)
    }
  }
}
