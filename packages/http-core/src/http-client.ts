import { ApiError, isApiError, toErrorClass } from './api-error.js'
import { Call } from './call.js'
import type { Endpoint } from './endpoint.js'
import { completeOptions, type CallOptions, type ClientSettings, type HttpClientOptions } from './options.js'
import { perform } from './perform.js'

/**
 * Runs calls against one API. Holds no connection of its own and needs no closing.
 *
 * @example
 * ```ts
 * const client = new HttpClient({ baseUrl: 'https://api.example.com', token: session })
 * const user = await client.call({ method: 'GET', path: '/users/{id}', parameters: { id }, decode: toUser }, { signal })
 * ```
 */
export class HttpClient {
  readonly #settings: ClientSettings

  /** @throws ApiError `invalid_options`, naming the option. Sends nothing. */
  constructor(options: HttpClientOptions) {
    try {
      this.#settings = completeOptions(options)
    } catch (error) {
      throw isApiError(error) ? toErrorClass(error, options?.errorClass ?? ApiError) : error
    }
  }

  /**
   * Sends a call. Rejects with an {@link ApiError} (or the client's `errorClass`) and with nothing else; arguments
   * that cannot be right reject as `invalid_argument` before anything is sent.
   *
   * @param endpoint the call, or a function that makes it; an ApiError it throws rejects like any other
   */
  call<Value>(endpoint: Endpoint<Value> | (() => Endpoint<Value>), options: CallOptions = {}): Call<Value> {
    return new Call(perform(this.#settings, endpoint, options))
  }
}
