import { STATUS_CODES } from 'node:http'
import type { Clock } from './clock.js'
import { send, sendJson, type Exchange } from './http-exchange.js'
import { challengePage } from './kick/challenge-page.js'
import { demandFault } from './standing-fault.js'

/** What goes wrong with requests to Kick: its site, negotiation, API and OAuth server. */
export type RequestFault = {
  /** How the path of a struck request begins. @default '/', every address of Kick */
  path?: string
  /** Refuses with this status. @default with a `body` alone 200, else the request is answered */
  status?: number
  /** The `retry-after` header of a refusal, in seconds. */
  retryAfterSeconds?: number
  /** What a refusal has in it: Kick's envelope, a page where JSON is due, or the challenge page. @default 'json' */
  body?: 'json' | 'page' | 'challenge'
  /** What a refusal with the body `json` says. @default the name of the status */
  message?: string
  /** Waits this long before anything else, in milliseconds. */
  delayMs?: number
  /** Breaks the connection: before anything is done, or after it, in the middle of the answer. */
  cut?: 'before' | 'after'
}

const page = '<!doctype html><html><head><title>Kick</title></head><body><h1>Back soon</h1></body></html>'

/** Throws `invalid_options` for a fault that cannot be. */
export function checkRequestFault({ status, delayMs, path }: RequestFault): void {
  demandFault(
    path === undefined || path.startsWith('/'),
    'failRequests',
    `path must begin with a slash, not ${path}`,
  )
  demandFault(
    status === undefined || status === 200 || isErrorStatus(status),
    'failRequests',
    `status must be 200 or from 400 to 599, not ${status}`,
  )
  demandFault(
    delayMs === undefined || (delayMs >= 0 && Number.isFinite(delayMs)),
    'failRequests',
    `delayMs must be 0 or more, not ${delayMs}`,
  )
}

/** Whether a server refuses with this status. */
export function isErrorStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 400 && status <= 599
}

/** Does what a fault says. Returns whether that was the answer; if not, the exchange goes on. */
export async function strikeRequest(exchange: Exchange, fault: RequestFault, clock: Clock): Promise<boolean> {
  const { status, body, delayMs, cut, retryAfterSeconds, message } = fault
  if (delayMs !== undefined) await wait(exchange, delayMs, clock)
  if (cut === 'before') {
    exchange.request.socket.destroy()
    return true
  }
  if (cut === 'after') exchange.isCut = true
  if (status === undefined && body === undefined) return false
  if (retryAfterSeconds !== undefined) exchange.response.setHeader('retry-after', String(retryAfterSeconds))
  if (body === 'challenge') {
    send(exchange, status ?? 200, 'text/html; charset=UTF-8', challengePage, {
      server: 'cloudflare',
      'cf-mitigated': 'challenge',
      'cache-control': 'private, max-age=0, no-store, no-cache, must-revalidate',
    })
  } else if (body === 'page') send(exchange, status ?? 200, 'text/html; charset=UTF-8', page)
  else sendJson(exchange, status ?? 200, { data: null, message: message ?? STATUS_CODES[status ?? 200] })
  return true
}

/** Waits, or ends at once when the client is gone: a sandbox that closes leaves no timer. */
function wait({ request }: Exchange, delayMs: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(delayMs, done)
    function done(): void {
      cancel()
      request.socket.off('close', done)
      resolve()
    }
    request.socket.once('close', done)
  })
}
