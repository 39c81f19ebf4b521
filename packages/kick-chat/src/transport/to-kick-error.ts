import type { PusherError, PusherErrorCode } from '@wireloom/pusher'
import { kickError, type KickChatError, type KickChatErrorCode } from '../errors.js'

/** What a Pusher error is called here; the client has codes for things that are not done with it here. */
const codes: Readonly<Partial<Record<PusherErrorCode, KickChatErrorCode>>> = {
  invalid_options: 'invalid_options',
  invalid_channel_name: 'invalid_argument',
  unsupported: 'invalid_options',
  no_socket: 'invalid_options',
  connection_failed: 'connection_failed',
  handshake_failed: 'connection_failed',
  connection_lost: 'connection_lost',
  refused: 'connection_refused',
  server_error: 'unavailable',
  malformed_frame: 'malformed',
  subscription_refused: 'subscription_refused',
  authorization_failed: 'subscription_refused',
  unsubscribed: 'closed',
  disconnected: 'closed',
  aborted: 'aborted',
  overflow: 'overflow',
  handler_failed: 'handler_failed',
}

/** A Pusher client's error as ours, with the original as its cause. */
export function toKickError(error: PusherError): KickChatError {
  return kickError(codes[error.code] ?? 'unavailable', `Kick's socket: ${error.message}`, {
    retryable: error.retryable,
    cause: error,
  })
}
