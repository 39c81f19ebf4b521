import ky, { isNetworkError } from 'ky'
import { parseBody, type Answer } from './answer.js'
import type { RawBody } from './endpoint.js'

/** What is handed to `fetch` beside the address. */
export interface FetchInit {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: RawBody | null
  readonly signal: AbortSignal
  /** Nothing is sent on to where an answer points: it may be another origin, and a POST would become a GET. */
  readonly redirect: 'manual'
}

/** The platform's `fetch`, or one that behaves so. */
export type Fetch = (address: string, init: FetchInit) => Promise<Response>

/** What came of one request. */
export type Exchanged =
  | ({ readonly kind: 'answer' } & Answer)
  | { readonly kind: 'network'; readonly hasLeft: boolean; readonly cause: unknown }
  | { readonly kind: 'body_cut'; readonly cause: unknown }

/**
 * One request and its whole answer. Never rejects.
 *
 * ky's repetitions, deadlines and hooks are off: it repeats before a body is read, counts a broken body as no failure,
 * and copies every request and answer for them. What is sent goes past it, straight to `fetch`: its own request would
 * be copied once more there, and ties each signal to two others, which costs more than all the rest.
 */
export async function exchange(fetch: Fetch, address: string, init: FetchInit): Promise<Exchanged> {
  let response: Response
  try {
    response = await ky(address, {
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      fetch: () => fetch(address, init),
    })
  } catch (thrown) {
    const cause = isNetworkError(thrown) ? thrown.cause : thrown
    return { kind: 'network', hasLeft: !isConnectFailure(cause), cause }
  }
  try {
    const text = await response.text()
    return { kind: 'answer', response, text, body: parseBody(text) }
  } catch (cause) {
    // The status of a refusal says enough: what was refused for its token was not done, whatever else was to come.
    if (!response.ok) return { kind: 'answer', response, text: '', body: { kind: 'empty' } }
    return { kind: 'body_cut', cause }
  }
}

const connectCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|(ERR_TLS|ERR_SSL|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_.*)$/

/** Whether the connection was never made, so that nothing can have arrived. Only Node says so. */
function isConnectFailure(error: unknown, depth = 0): boolean {
  const { cause, code } = (error ?? {}) as { cause?: unknown; code?: unknown }
  if (typeof code === 'string' && connectCodes.test(code)) return true
  return cause !== undefined && depth < 8 && isConnectFailure(cause, depth + 1)
}
