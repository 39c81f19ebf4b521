import type { Call, CallOptions, Endpoint, HttpClient } from '@wireloom/http-core'
import { ListCall, type ListPage } from './list-call.js'
import type { Operation } from './operation.js'
import { createClient, type BasalamOptions, type ServiceName } from './options.js'
import { toEndpoint } from './to-endpoint.js'

/** Runs the operations of one service. */
export class ServiceClient {
  readonly #http: HttpClient

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(service: ServiceName, options?: BasalamOptions) {
    this.#http = createClient(service, options)
  }

  /** @param input what the caller gave, or a function that checks it; what that throws rejects like any refusal */
  call<Value>(
    operation: Operation<Value>,
    input?: object | (() => object),
    options?: CallOptions,
  ): Call<Value> {
    return this.#http.call(
      () => toEndpoint(operation, typeof input === 'function' ? (input as () => object)() : input),
      options,
    )
  }

  /** What is no plain operation: a body that is not JSON. */
  send<Value>(endpoint: () => Endpoint<Value>, options?: CallOptions): Call<Value> {
    return this.#http.call(endpoint, options)
  }

  /** A list, whose pages ask for the next one by members of the same input. */
  list<Item, More>(
    operation: Operation<ListPage<Item, More>>,
    input: (object & Partial<More>) | undefined,
    options?: CallOptions,
  ): ListCall<Item, More> {
    return new ListCall<Item, More>((more) => this.call(operation, { ...input, ...more }, options), {
      signal: options?.signal,
      hasIds: operation.hasIds,
    })
  }
}
