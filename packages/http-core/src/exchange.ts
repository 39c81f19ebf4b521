import ky, { isNetworkError } from 'ky'
import { parseBody, type Answer } from './answer.js'
import type { RawBody } from './endpoint.js'

/** What is handed to `fetch` beside the address. */
export interface FetchInit {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: RawBody | null
  readonly signal: AbortSignal
}

/** The platform's `fetch`, or one that behaves so. */
export type Fetch = (address: string, init: FetchInit) => Promise<Response>

export interface Outgoing {
  readonly method: string
  readonly address: string
  readonly body: RawBody | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly fetch: Fetch
}

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
export async function exchange(outgoing: Outgoing): Promise<Exchanged> {
  const { method, address, body = null, headers, signal, fetch } = outgoing
  let response: Response
  try {
    response = await ky(address, {
      method,
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      fetch: () => fetch(address, { method, headers, body, signal }),
    })
  } catch (thrown) {
    const cause = isNetworkError(thrown) ? thrown.cause : thrown
    return { kind: 'network', hasLeft: !isConnectFailure(cause), cause }
  }
  try {
    const text = await response.text()
    return { kind: 'answer', response, text, body: parseBody(text) }
  } catch (cause) {
    return { kind: 'body_cut', cause }
  }
}

const connectCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|(ERR_TLS|ERR_SSL|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_.*)$/

/** Whether the connection was never made, so that nothing can have arrived. Only Node says so. */
function isConnectFailure(error: unknown): boolean {
  const { cause, code } = (error ?? {}) as { cause?: unknown; code?: unknown }
  if (typeof code === 'string' && connectCodes.test(code)) return true
  return cause !== undefined && isConnectFailure(cause)
}
