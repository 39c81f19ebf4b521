import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { ChatError, type Clock } from '@wireloom/chat-core'
import { toChatError } from '../errors.js'
import { Writer } from './writer.js'

/** A row as the engine gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>

/** What a database is made of. */
export interface DatabaseOptions {
  readonly connection: DatabaseSync
  readonly path: string
  readonly clock: Clock
  readonly lockTimeoutMs: number
}

/** One connection, as the parts of a store use it: reads at once, writes in batches, every failure a ChatError. */
export class Database {
  readonly path: string
  readonly clock: Clock
  readonly lockTimeoutMs: number
  readonly #connection: DatabaseSync
  readonly #writer: Writer
  readonly #statements = new Map<string, StatementSync>()
  #closing: Promise<void> | undefined

  constructor(options: DatabaseOptions) {
    this.path = options.path
    this.clock = options.clock
    this.lockTimeoutMs = options.lockTimeoutMs
    this.#connection = options.connection
    this.#writer = new Writer(options)
  }

  /** Reads at once. @param operation a dotted name, for errors */
  async read<Value>(operation: string, body: () => Value): Promise<Value> {
    this.#demandOpen(operation)
    return this.named(operation, body)
  }

  /** Writes with the next batch; settles when it is on the disk. @param operation a dotted name, for errors */
  async write<Value>(operation: string, body: () => Value): Promise<Value> {
    this.#demandOpen(operation)
    return this.#writer.write(body).catch((error: unknown) => {
      throw toChatError(error, this.path, operation)
    })
  }

  /** All rows of a query. Within `read` or `write`. */
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#statement(sql).all(...values)
  }

  /** The first row of a query. Within `read` or `write`. */
  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values)
  }

  /** Runs a statement within `write`. */
  run(sql: string, ...values: readonly SQLInputValue[]): { readonly changes: number; readonly id: number } {
    const { changes, lastInsertRowid } = this.#statement(sql).run(...values)
    return { changes: Number(changes), id: Number(lastInsertRowid) }
  }

  /** Does something of which every failure is to be a ChatError. @param operation a dotted name, for errors */
  named<Value>(operation: string, body: () => Value): Value {
    try {
      return body()
    } catch (error) {
      throw toChatError(error, this.path, operation)
    }
  }

  /** Writes what waits, then lets go of the file. A second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#writer.idle().then(() => this.named('close', () => this.#connection.close()))
    return this.#closing
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#connection.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #demandOpen(operation: string): void {
    if (this.#closing !== undefined) {
      throw new ChatError('closed', `The store ${this.path} was closed before ${operation}.`, { operation })
    }
  }
}
