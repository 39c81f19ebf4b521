import { PusherError } from '../errors.js'
import type { Signer } from './signature.js'
import { type ApiRequest, signQuery } from './signed-request.js'

/** Options of every call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

/** What the calls need. */
export interface ApiClientSettings {
  /** Scheme, host and port. */
  readonly base: string
  /** The path up to and with the application's id. */
  readonly prefix: string
  readonly key: string
  readonly signer: Signer
  readonly timeoutMs: number
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
}

/** How much of a refusal's text is quoted, in characters. */
const quotedLength = 200

/** Makes signed calls of the HTTP API. Nothing is repeated: an event that may have been published is not published twice. */
export class ApiClient {
  readonly #settings: ApiClientSettings

  constructor(settings: ApiClientSettings) {
    this.#settings = settings
  }

  get(path: string, query: Readonly<Record<string, string>>, options: CallOptions): Promise<unknown> {
    return this.#call({ method: 'GET', path: this.#settings.prefix + path, query }, options)
  }

  post(path: string, body: object, options: CallOptions): Promise<unknown> {
    return this.#call(
      { method: 'POST', path: this.#settings.prefix + path, query: {}, body: JSON.stringify(body) },
      options,
    )
  }

  async #call(request: ApiRequest, { signal }: CallOptions): Promise<unknown> {
    const { base, key, signer, timeoutMs, fetch, now } = this.#settings
    const { method, path, body } = request
    const query = await signQuery(request, key, signer, now())
    const deadline = AbortSignal.timeout(timeoutMs)
    let response: Response
    let text: string
    try {
      response = await fetch(`${base}${path}?${query}`, {
        method,
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
      })
      text = await response.text()
    } catch (cause) {
      // Named without the query: it holds a signature.
      if (signal?.aborted)
        throw new PusherError('aborted', `${method} ${path} was aborted.`, { cause: signal.reason })
      const why = deadline.aborted ? `no answer in ${timeoutMs} ms` : 'the connection failed'
      throw new PusherError('request_failed', `${method} ${path}: ${why}.`, { retryable: true, cause })
    }
    if (response.status === 200) return parse(text, method, path)
    const said = text.slice(0, quotedLength).trim()
    throw new PusherError(
      'request_refused',
      `${method} ${path} was answered with ${response.status}: ${said}`,
      {
        serverCode: response.status,
        retryable: response.status === 429 || response.status >= 500,
      },
    )
  }
}

function parse(text: string, method: string, path: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new PusherError(
      'request_failed',
      `${method} ${path} was answered with something that is not JSON.`,
      { cause },
    )
  }
}
