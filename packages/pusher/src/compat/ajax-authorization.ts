import { createLimit, type Limit } from '../authorize/limit.js'
import { PusherError } from '../errors.js'
import type { AuthorizationHandler } from './authorization.js'

type Values = Readonly<Record<string, unknown>>

/** How to ask one's own server over HTTP. */
export interface AjaxAuthorizationOptions {
  /** Default `/pusher/auth` for channels, `/pusher/user-auth` for users. */
  endpoint?: string
  /** `ajax` alone: there is no JSONP. */
  transport?: 'ajax'
  /** Further fields of the form; the object is read anew for each request. */
  params?: Values | undefined
  /** Further headers; the object is read anew for each request. */
  headers?: Values | undefined
  /** Asked for further fields at each request. */
  paramsProvider?: (() => Values | Promise<Values>) | undefined
  /** Asked for further headers at each request. */
  headersProvider?: (() => Values | Promise<Values>) | undefined
}

/** How many requests may be under way at once. */
const concurrency = 6

/** How long one of them may take, in milliseconds. */
const longestMs = 10_000

/** Asks the endpoint by POST, with a form, as every Pusher server library expects. */
export function ajaxHandler<Params, Data>(
  what: string,
  endpoint: string,
  options: AjaxAuthorizationOptions,
  toFields: (params: Params) => Readonly<Record<string, string>>,
  timeoutMs: number = longestMs,
): AuthorizationHandler<Params, Data> {
  // Made when it is first needed: most clients have public channels alone.
  let limit: Limit | undefined
  return (params, _callback, wanted) => {
    limit ??= createLimit(concurrency, timeoutMs)
    return limit(wanted, async (signal) => {
      const body = new URLSearchParams(toFields(params))
      append(body, options.params)
      append(body, await options.paramsProvider?.())
      const headers = { ...options.headers, ...(await options.headersProvider?.()) } as Record<string, string>
      return (await post(what, endpoint, { body, headers, signal })) as Data
    })
  }
}

function append(body: URLSearchParams, values: Values | undefined): void {
  for (const [name, value] of Object.entries(values ?? {})) body.append(name, String(value))
}

async function post(
  what: string,
  endpoint: string,
  request: { body: URLSearchParams; headers: Record<string, string>; signal: AbortSignal },
): Promise<unknown> {
  // The query may hold a token.
  const asked = `POST ${endpoint.split(/[?#]/)[0]}`
  let response: Response
  try {
    response = await fetch(endpoint, { ...request, method: 'POST', credentials: 'same-origin' })
  } catch (cause) {
    throw failure(`Could not reach the ${what} endpoint: ${asked} failed.`, 0, cause)
  }
  const { status } = response
  if (status !== 200)
    throw failure(`The ${what} endpoint refused: ${asked} answered with status ${status}.`, status)
  try {
    return await response.json()
  } catch (cause) {
    throw failure(
      `The ${what} endpoint gave no JSON: ${asked} answered with status 200 and something else.`,
      200,
      cause,
    )
  }
}

/** Never quotes the answer's body: error pages may hold what a log should not. */
function failure(message: string, status: number, cause?: unknown): PusherError {
  return new PusherError('authorization_failed', message, { serverCode: status, cause })
}
