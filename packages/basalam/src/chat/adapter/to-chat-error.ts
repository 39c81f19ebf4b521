import { ChatError, isChatError, type ChatErrorCode, type Operation } from '@wireloom/chat-core'
import type { ApiErrorCode } from '@wireloom/http-core'
import { isBasalamError, type BasalamError } from '../../basalam-error.js'

const codes: Readonly<Record<ApiErrorCode, ChatErrorCode>> = {
  invalid_options: 'invalid',
  invalid_argument: 'invalid',
  refused: 'invalid',
  unauthenticated: 'unauthenticated',
  missing_scope: 'missing_scope',
  forbidden: 'forbidden',
  not_found: 'not_found',
  invalid: 'invalid',
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
}

/** What a call rejected with, as everybody's error. Anything but a BasalamError stays what it is. */
export function toChatError(error: unknown, operation: Operation): unknown {
  if (isChatError(error) || !isBasalamError(error)) return error
  return new ChatError(codeOf(error), error.message, {
    platform: 'basalam',
    operation,
    cause: error,
    ...(error.status !== undefined && { status: error.status }),
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
  })
}

/** The answer, or a ChatError. */
export async function asChatCall<Value>(operation: Operation, call: PromiseLike<Value>): Promise<Value> {
  try {
    return await call
  } catch (error) {
    throw toChatError(error, operation)
  }
}

function codeOf({ code, reason }: BasalamError): ChatErrorCode {
  // Taken back when it was on its way already.
  return code === 'aborted' && reason === 'in_flight' ? 'outcome_unknown' : codes[code]
}
