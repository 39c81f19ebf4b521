import type { LinkEnd } from '../connection/link.js'
import type { PusherError } from '../errors.js'
import { isPeacefulClose } from '../protocol/close-codes.js'

/** What the server said, by an event or by closing. */
export interface ServerFailure {
  readonly type: 'PusherError'
  readonly data: { readonly code?: number | null; readonly message?: string }
}

/** What the `error` event of a connection carries. */
export type ConnectionError =
  | ServerFailure
  /** `error` is a {@link ServerFailure}, or what the runtime gave. */
  | { readonly type: 'WebSocketError'; readonly error: unknown }
  | { readonly type: 'HandshakeError'; readonly error: unknown }
  /** A frame that could not be read, which is `data`; the reason lies in `error.error`. */
  | {
      readonly type: 'MessageParseError'
      readonly error: { readonly type: 'MessageParseError'; readonly error: unknown; readonly data: string }
      readonly data: string
    }

/** The errors of a link that ended by itself, in order; for some ends there are two, for some none. */
export function endErrors({ stage, close, error, reaction }: LinkEnd): readonly ConnectionError[] {
  if (error?.code === 'handshake_failed') return [{ type: 'HandshakeError', error }]
  // An attempt that got nowhere is told of by the state alone.
  if (close === undefined || stage === 'opening' || isPeacefulClose(close.code)) return []
  const failure: ServerFailure = { type: 'PusherError', data: { code: close.code, message: close.reason } }
  const wrapped = { type: 'WebSocketError', error: failure } as const
  if (stage === 'handshake') return [wrapped]
  // A connection that merely broke is told once, one that the server ended twice: its code is read at both places.
  const told = reaction === 'retry' ? [failure] : [failure, wrapped]
  return close.cause === undefined ? told : [{ type: 'WebSocketError', error: close.cause }, ...told]
}

/** The error of a frame that could not be read. */
export function parseError(error: PusherError, data: string): ConnectionError {
  const inner = { type: 'MessageParseError', error: error.cause ?? error, data } as const
  return { type: 'MessageParseError', error: inner, data }
}
