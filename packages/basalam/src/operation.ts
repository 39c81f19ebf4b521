import type { Endpoint } from '@wireloom/http-core'

/** One operation of the API, as its document describes it; names are spelled as the server spells them. */
export interface Operation<Value> extends Pick<
  Endpoint<unknown>,
  'method' | 'effect' | 'authenticated' | 'scopes'
> {
  /** With `{names}` of its parameters. */
  readonly path: string
  /** What may stand in the query: `price[gte]` is what callers write as `{ price: { gte } }`. */
  readonly query?: readonly string[]
  /** Headers by what callers call them. */
  readonly headers?: Readonly<Record<string, string>>
  /** Whether lists in the query are one text with commas. Default: their name is repeated. */
  readonly lists?: 'commas'
  /** Whether whatever else is given goes out as JSON, with the server's names or as it was given. Default: neither. */
  readonly body?: 'json' | 'as-is'
  /** The lowest and the highest that a whole number may be, by our name. */
  readonly limits?: Readonly<Record<string, readonly [low: number, high?: number]>>
  /** Values among what is given that must never be seen in an error. */
  readonly secrets?: (input: Input) => readonly unknown[]
  /** Whether an item of a list is known by its `id`, so that one that comes again on a later page is left out. */
  readonly hasIds?: boolean
  /** Turns the parsed answer into the value. `input` is what was asked. */
  readonly decode: (body: unknown, input: Input) => Value
}

/** What a caller gives to an operation: parameters, query, headers and body in one object, by our names. */
export type Input = Readonly<Record<string, unknown>>
