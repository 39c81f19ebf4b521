import { ChatError, type ChatErrorCode } from '@wireloom/chat-core'
import {
  isKickError as isApiKickError,
  KickError,
  type KickErrorCode,
  type KickErrorDetails,
} from '@wireloom/kick'

/** The codes that only a chat has, and whether trying again later can help. */
const ownCodes = {
  no_lookup: false,
  no_kick: false,
  malformed_event: false,
  unsupported_provider: false,
  subscription_refused: false,
  connection_refused: false,
  connection_failed: true,
  connection_lost: true,
  handler_failed: false,
  overflow: false,
  closed: false,
} as const

/**
 * What went wrong: the codes of `@wireloom/kick`, and those of a chat.
 *
 * - `no_lookup`: a slug was given and no lookup to turn it into a chatroom id
 * - `no_kick`: something was to be sent, and the chat was given no client of Kick's official API
 * - `edge_blocked`: a proxy in front of Kick answered in its place; pass the chatroom id
 * - `malformed`: Kick's answer to a lookup or a negotiation cannot be read
 * - `malformed_event`: an event of a known name without the fields it should have
 * - `unsupported_provider`: Kick offers a kind of socket that this version does not know
 * - `subscription_refused`, `connection_refused`: the socket's server will not have it, for good
 * - `connection_failed`: the socket could not be opened, `cause` holds why; it is tried again
 * - `connection_lost`: the socket broke; it is being opened again
 * - `handler_failed`: a handler of the caller threw or rejected; `cause` holds what it threw
 * - `overflow`: a stream with `overflow: 'fail'` was read too slowly
 * - `aborted`: the caller's signal ended what was waited for; `cause` holds its reason
 * - `closed`: the chat or the room was closed
 */
export type KickChatErrorCode = KickErrorCode | keyof typeof ownCodes

export { KickError }

/** A `KickError` of a chat; its class is that of `@wireloom/kick`. */
export type KickChatError = KickError<KickChatErrorCode>

/** Makes the one error of this package. It holds no payload, so that it may be logged. */
export function kickError(
  code: KickChatErrorCode,
  message: string,
  details: KickErrorDetails = {},
): KickChatError {
  const retryable = (ownCodes as Readonly<Record<string, boolean>>)[code]
  return new KickError<KickChatErrorCode>(code, message, { retryable, ...details })
}

/**
 * Whether a caught value is a `KickError` of this package or of `@wireloom/kick`, also one of another copy of them.
 */
export function isKickError(value: unknown): value is KickChatError {
  return isApiKickError(value)
}

/** What chat-core calls a code. */
const chatCodes: Readonly<Record<KickChatErrorCode, ChatErrorCode>> = {
  invalid_options: 'invalid',
  invalid_argument: 'invalid',
  refused: 'invalid',
  invalid: 'invalid',
  unauthenticated: 'unauthenticated',
  missing_scope: 'missing_scope',
  forbidden: 'forbidden',
  not_found: 'not_found',
  edge_blocked: 'edge_blocked',
  malformed: 'protocol',
  aborted: 'closed',
  outcome_unknown: 'outcome_unknown',
  rate_limited: 'rate_limited',
  unavailable: 'unavailable',
  timeout: 'timeout',
  network: 'network',
  body_cut: 'network',
  store_failed: 'unavailable',
  no_lookup: 'unsupported',
  no_kick: 'unsupported',
  malformed_event: 'protocol',
  unsupported_provider: 'unsupported',
  subscription_refused: 'forbidden',
  connection_refused: 'forbidden',
  connection_failed: 'network',
  connection_lost: 'network',
  handler_failed: 'invalid',
  overflow: 'overflow',
  closed: 'closed',
}

/** The same error in chat-core's words, with the original as its cause. */
export function toChatError(error: KickChatError): ChatError {
  return new ChatError(chatCodes[error.code], error.message, {
    platform: 'kick',
    retryable: error.retryable,
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    ...(error.status !== undefined && { status: error.status }),
    cause: error,
  })
}
