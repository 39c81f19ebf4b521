import type { PusherError } from '../errors.js'

/**
 * Where the connection stands.
 *
 * - `initialized`: never asked to connect.
 * - `connecting`: opening, or opening again after a loss.
 * - `connected`: the handshake is done.
 * - `unavailable`: still trying, for longer than `unavailableAfterMs`.
 * - `failed`: there is no socket to be had here; nothing is retried.
 * - `disconnected`: ended, by the caller or, where there is an `error`, by the server for good.
 */
export type ConnectionStatus =
  | { readonly state: 'initialized' }
  | { readonly state: 'connecting' }
  | { readonly state: 'connected'; readonly socketId: string }
  | { readonly state: 'unavailable' }
  | { readonly state: 'failed'; readonly error: PusherError }
  | { readonly state: 'disconnected'; readonly error?: PusherError }

/** What can happen to a connection. */
export type ConnectionInput =
  | { readonly type: 'connect' }
  | { readonly type: 'established'; readonly socketId: string }
  | { readonly type: 'lost' }
  | { readonly type: 'waited' }
  | { readonly type: 'no-socket'; readonly error: PusherError }
  | { readonly type: 'refused'; readonly error: PusherError }
  | { readonly type: 'disconnect' }

/** The status after an input; the very same object where the input changes nothing. */
export function nextStatus(status: ConnectionStatus, input: ConnectionInput): ConnectionStatus {
  const { state } = status
  const trying = state === 'connecting' || state === 'unavailable'
  switch (input.type) {
    case 'connect':
      return trying || state === 'connected' ? status : { state: 'connecting' }
    case 'established':
      return trying ? { state: 'connected', socketId: input.socketId } : status
    case 'lost':
      return state === 'connected' ? { state: 'connecting' } : status
    case 'waited':
      return state === 'connecting' ? { state: 'unavailable' } : status
    case 'no-socket':
      return trying ? { state: 'failed', error: input.error } : status
    case 'refused':
      return trying || state === 'connected' ? { state: 'disconnected', error: input.error } : status
    case 'disconnect':
      return state === 'disconnected' ? status : { state: 'disconnected' }
  }
}
