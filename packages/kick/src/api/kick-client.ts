import {
  HttpClient,
  type Call,
  type CallOptions,
  type Endpoint,
  type HttpClientOptions,
  type Paged,
} from '@wireloom/http-core'
import { guardSource, type TokenDemand } from '../auth/guard-source.js'
import type { KickScope } from '../auth/scopes.js'
import { KickError } from '../kick-error.js'
import type { Decoder } from './decode.js'
import { openEnvelope, readRefusal } from './envelope.js'
import { paged } from './paged.js'

/** One call of Kick's API as a value. */
export interface KickEndpoint<Value> extends Pick<
  Endpoint<Value>,
  'method' | 'path' | 'parameters' | 'query' | 'json' | 'effect' | 'secretAnswer'
> {
  /** Whose token it takes; `none` where it is sent without. */
  readonly needs: 'user' | 'app' | 'either' | 'none'
  /** Of a user's token: any one of these. */
  readonly scopes?: readonly KickScope[]
  /** Reads what is in the envelope. Left out where an answer says nothing. */
  readonly data?: Decoder<Value>
}

/** What every resource of the API calls through. */
export class KickClient {
  readonly #client: HttpClient
  readonly #token: HttpClientOptions['token']

  /** @throws KickError `invalid_options` */
  constructor(options: HttpClientOptions) {
    this.#client = new HttpClient({ ...options, errorClass: KickError, readErrorBody: readRefusal })
    this.#token = options.token
  }

  /** Rejects with a KickError and with nothing else; what `make` refuses is refused before anything is sent. */
  call<Value>(make: () => KickEndpoint<Value>, options: CallOptions = {}): Call<Value> {
    return this.#send(
      make,
      (endpoint, body) =>
        endpoint.data === undefined ? (undefined as Value) : endpoint.data(openEnvelope(body).data, 'data'),
      options,
    )
  }

  /** A list that is read page by page, by the cursor in the envelope. */
  list<Item>(
    make: (cursor: string | undefined) => KickEndpoint<readonly Item[]>,
    options: CallOptions = {},
  ): Paged<Item> {
    return paged(
      (cursor: string | undefined) =>
        this.#send(
          () => make(cursor),
          ({ data }, body) => {
            const { data: list, nextCursor } = openEnvelope(body)
            return { items: data?.(list, 'data') ?? [], next: nextCursor }
          },
          options,
        ),
      options,
    )
  }

  #send<Data, Value>(
    make: () => KickEndpoint<Data>,
    decode: (endpoint: KickEndpoint<Data>, body: unknown) => Value,
    options: CallOptions,
  ): Call<Value> {
    let demand: TokenDemand | undefined
    const source = options.token ?? this.#token
    return this.#client.call<Value>(
      () => {
        const endpoint = make()
        const { needs, scopes = [], ...rest } = endpoint
        demand = { call: `${rest.method} ${rest.path}`, needs, scopes }
        return {
          ...rest,
          authenticated: needs !== 'none',
          scopes: scopes.slice(0, 1),
          decode: (body: unknown) => decode(endpoint, body),
        }
      },
      // The client makes the endpoint before it asks for a token.
      { ...options, ...(source !== undefined && { token: guardSource(source, () => demand) }) },
    )
  }
}
