import {
  HttpClient,
  type Call,
  type CallOptions,
  type Endpoint,
  type ErrorBody,
  type HttpClientOptions,
  type Paged,
  type Token,
} from '@wireloom/http-core'
import { guardSource, type TokenDemand } from '../auth/guard-source.js'
import type { KickScope } from '../auth/scopes.js'
import { kindOf } from '../auth/token.js'
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

  readonly #options: HttpClientOptions

  /** @throws KickError `invalid_options` */
  constructor(options: HttpClientOptions) {
    this.#client = new HttpClient({ readErrorBody: readRefusal, ...options, errorClass: KickError })
    this.#token = options.token
    this.#options = options
  }

  /** The same client, for calls whose refusals mean something of their own. */
  readingRefusals(readErrorBody: (body: unknown) => ErrorBody): KickClient {
    return new KickClient({ ...this.#options, readErrorBody })
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
    // Said of a refusal. A token that is known to have what it takes was refused for something else.
    let wantedScopes: readonly string[] = []
    const source = options.token ?? this.#token
    const onAdmitted = (token: Token): void => {
      if (kindOf(token) === 'app' || token.scopes !== undefined) wantedScopes = []
    }
    return this.#client.call<Value>(
      () => {
        const endpoint = make()
        const { needs, scopes = [], ...rest } = endpoint
        demand = { call: `${rest.method} ${rest.path}`, needs, scopes }
        if (scopes.length > 0) wantedScopes = [scopes.join(' or ')]
        return {
          ...rest,
          authenticated: needs !== 'none',
          get scopes() {
            return wantedScopes
          },
          decode: (body: unknown) => decode(endpoint, body),
        }
      },
      // The client makes the endpoint before it asks for a token.
      { ...options, ...(source !== undefined && { token: guardSource(source, () => demand, onAdmitted) }) },
    )
  }
}
