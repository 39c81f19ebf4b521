import type { AuthorizationRequest, Authorize, ChannelAuthorization } from '../channel/authorization.js'
import { aCount, aFunction, check } from '../check-option.js'
import { PusherError } from '../errors.js'

/** Many channels of one connection. */
export interface BatchAuthorizationRequest {
  readonly channels: readonly string[]
  readonly socketId: string
  /** Aborts when none of the answers is of use any more. */
  readonly signal: AbortSignal
}

/** Asks one's own server for many channels at once. A channel it gives no answer for is refused. */
export type AuthorizeBatch = (
  request: BatchAuthorizationRequest,
) => Promise<Readonly<Record<string, ChannelAuthorization | undefined>>>

/** How requests are put together. */
export interface BatchAuthorizerOptions {
  /** How many channels one request may name. Default 100. */
  readonly maxChannels?: number | undefined
}

interface Waiting {
  readonly request: AuthorizationRequest
  readonly resolve: (answer: ChannelAuthorization) => void
  readonly reject: (error: unknown) => void
}

/**
 * Puts the channels that are asked for in one turn of the event loop into one request: all of a reconnect.
 *
 * @example
 * ```ts
 * const authorize = batchAuthorizer(async ({ channels, socketId, signal }) => {
 *   const body = JSON.stringify({ channels, socketId })
 *   const response = await fetch('/chat/auth', { method: 'POST', body, signal })
 *   return response.json() // { "private-a": { "auth": "…" }, … }
 * })
 * ```
 *
 * @throws PusherError `invalid_options`, naming the option
 */
export function batchAuthorizer(
  authorizeBatch: AuthorizeBatch,
  { maxChannels = 100 }: BatchAuthorizerOptions = {},
): Authorize {
  check('authorizeBatch', authorizeBatch, aFunction)
  check('maxChannels', maxChannels, aCount)
  const waiting = new Map<string, Waiting[]>()
  const flush = (): void => {
    for (const group of waiting.values()) {
      for (let first = 0; first < group.length; first += maxChannels) {
        void settle(authorizeBatch, group.slice(first, first + maxChannels))
      }
    }
    waiting.clear()
  }
  return (request) =>
    new Promise((resolve, reject) => {
      // A microtask later: a reconnect asks for all its channels in one go.
      if (waiting.size === 0) queueMicrotask(flush)
      const group = waiting.get(request.socketId) ?? []
      group.push({ request, resolve, reject })
      waiting.set(request.socketId, group)
    })
}

async function settle(authorizeBatch: AuthorizeBatch, group: readonly Waiting[]): Promise<void> {
  const abort = new AbortController()
  let wanted = group.length
  for (const { request } of group) {
    request.signal.addEventListener('abort', () => {
      wanted -= 1
      if (wanted === 0) abort.abort(request.signal.reason)
    })
  }
  const channels = [...new Set(group.map(({ request }) => request.channel))]
  try {
    const socketId = group[0]?.request.socketId ?? ''
    const answers = await authorizeBatch({ channels, socketId, signal: abort.signal })
    for (const { request, resolve, reject } of group) {
      const answer = Object.hasOwn(answers, request.channel) ? answers[request.channel] : undefined
      if (answer === undefined) reject(unanswered(request.channel))
      else resolve(answer)
    }
  } catch (cause) {
    for (const { reject } of group) reject(cause)
  }
}

function unanswered(channel: string): PusherError {
  const message = `No authorization for channel ${channel}: the answer for many channels does not name it.`
  return new PusherError('authorization_failed', message, { channel })
}
