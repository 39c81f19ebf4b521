import { ApiError } from './api-error.js'
import type { Effect } from './policy.js'

/** What a path's `{name}` stands for. */
export type PathParameters = Readonly<Record<string, string | number>>

/** Members that are `undefined` are left out; a list repeats its name: `id=1&id=2`. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | undefined>
>

/** What may be sent beside JSON. */
export type RawBody = string | URLSearchParams | FormData | Blob | Uint8Array<ArrayBuffer>

/** What a decoder may look at beside the body. */
export interface AnswerFacts {
  readonly status: number
  readonly headers: Headers
}

/** One call as a value. */
export interface Endpoint<Value> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * The path below the client's base URL, with `{name}` in the place of each parameter. Errors and logs show this
   * template, never what was put in.
   */
  readonly path: string
  readonly parameters?: PathParameters | undefined
  readonly query?: Query | undefined
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as it is, instead of `json`. No stream: it could not be sent twice. */
  readonly body?: RawBody | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Whether it may be repeated. Default: `read` for GET and HEAD, else `write`. */
  readonly effect?: Effect | undefined
  /** Whether the bearer token goes with it. Default `true`. */
  readonly authenticated?: boolean | undefined
  /** Scopes it needs, named in the error where one is missing. */
  readonly scopes?: readonly string[] | undefined
  /** Values among what is sent that must never be seen, wherever the server or a library repeats them. */
  readonly secrets?: readonly string[] | undefined
  /** Whether answers carry secrets, so that no error keeps a body. Default `false`. */
  readonly secretAnswer?: boolean | undefined
  /**
   * Turns the parsed body into the value; `undefined` for an empty body. What it throws becomes `malformed` with
   * `reason: 'unexpected_shape'`.
   */
  decode(body: unknown, answer: AnswerFacts): Value
}

export function effectOf({ method, effect }: Endpoint<unknown>): Effect {
  return effect ?? (method === 'GET' || method === 'HEAD' ? 'read' : 'write')
}

/** The whole address. @throws ApiError `invalid_argument`, naming the parameter but not its value */
export function toAddress(baseUrl: string, { path, parameters = {}, query }: Endpoint<unknown>): string {
  if (!path.startsWith('/')) throw invalid(`The path ${path} has to begin with a slash.`)
  if (query === undefined && !path.includes('{')) return baseUrl + path
  const filled = path.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = parameters[name]
    if (!isUsable(value)) throw invalid(`${name} of ${path} has to be a text or a whole number, not empty.`)
    const text = String(value)
    // An address would be read as one folder up, whatever the encoding.
    if (text === '.' || text === '..') throw invalid(`${name} of ${path} has to be more than dots.`)
    return encodeText(text, `${name} of ${path}`)
  })
  return `${baseUrl}${filled}${query === undefined ? '' : toSearch(query)}`
}

/** @throws ApiError `invalid_argument` for numbers that are none */
export function toSearch(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? (value as readonly (string | number)[]) : [value]
    return values.flatMap((one) => {
      if (one === undefined) return []
      if (typeof one === 'number' && !Number.isFinite(one)) {
        throw invalid(`The query's ${name} has to be a finite number.`)
      }
      return [`${encodeURIComponent(name)}=${encodeText(String(one), `The query's ${name}`)}`]
    })
  })
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** What goes out, and its type where the platform would not know. */
export interface Payload {
  readonly body: RawBody | null
  readonly headers?: Readonly<Record<string, string>>
}

const nothing: Payload = { body: null }
const jsonHeaders = { 'content-type': 'application/json' }

/** @throws ApiError `invalid_argument` for what cannot be sent, or not a second time with another token */
export function toPayload({ method, path, json, body }: Endpoint<unknown>): Payload {
  if (json === undefined && body === undefined) return nothing
  if (method === 'GET' || method === 'HEAD') throw invalid(`${method} ${path} cannot carry a body.`)
  if (json === undefined) {
    if (isRawBody(body)) return { body }
    throw invalid(`The body for ${path} has to be a text, a form, a Blob or bytes.`)
  }
  if (body !== undefined) throw invalid(`${method} ${path} has both json and body.`)
  return { body: toJson(path, json), headers: jsonHeaders }
}

function toJson(path: string, json: unknown): string {
  let text: unknown
  let cause: unknown
  try {
    text = JSON.stringify(json)
  } catch (thrown) {
    cause = thrown
  }
  if (typeof text === 'string') return text
  throw invalid(`The body for ${path} cannot be written as JSON.`, cause)
}

function isRawBody(body: unknown): body is RawBody {
  return (
    typeof body === 'string' ||
    ArrayBuffer.isView(body) ||
    [URLSearchParams, FormData, Blob].some((Kind) => body instanceof Kind)
  )
}

function isUsable(value: unknown): boolean {
  return typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && value !== ''
}

function encodeText(text: string, what: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    throw invalid(`${what} holds half a character (a lone surrogate).`)
  }
}

function invalid(message: string, cause?: unknown): ApiError {
  return new ApiError('invalid_argument', message, { cause })
}
