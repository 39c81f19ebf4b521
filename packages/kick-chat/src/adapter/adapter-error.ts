import { ChatError, isChatError } from '@wireloom/chat-core'
import { isKickError, toChatError } from '../errors.js'

/** What a Kick call was for. */
export interface CallFacts {
  /** As a dotted name, such as `message.send`. */
  readonly operation: string
  /** Whether it was a message of the app as a bot. */
  readonly isBot?: boolean
}

/** Whatever a part of this adapter rejected with, in chat-core's words. */
export function toAdapterError(error: unknown, { operation, isBot = false }: CallFacts): ChatError {
  if (isChatError(error)) return error
  if (!isKickError(error)) {
    const message = `${operation} failed at Kick for a reason that is none of Kick's.`
    return new ChatError('unavailable', message, { platform: 'kick', operation, cause: error })
  }
  const about = { platform: 'kick', operation, cause: error }
  const { code, message, reason, status } = error
  const withStatus = status === undefined ? about : { ...about, status }
  // Kick says so with status 400, and only a new day mends it; what passes sooner it says with 429.
  if (code === 'rate_limited' && status === 400) return new ChatError('quota', message, withStatus)
  if (code === 'aborted' && reason === 'in_flight') return new ChatError('outcome_unknown', message, about)
  if (isBot && code === 'outcome_unknown' && status === 500) {
    const hint = `${message} Kick has been answering messages of bots with 500: send as the user instead.`
    // Not again by itself: it may stand in the chat all the same.
    return new ChatError('unavailable', hint, { ...withStatus, retryable: false })
  }
  const { retryable, retryAfterMs } = toChatError(error)
  return new ChatError(toChatError(error).code, message, {
    ...withStatus,
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

/** A call's value, or its failure in chat-core's words. */
export async function inChatWords<Value>(facts: CallFacts, call: () => PromiseLike<Value>): Promise<Value> {
  try {
    return await call()
  } catch (error) {
    throw toAdapterError(error, facts)
  }
}

/** The refusal of an argument, before anything is sent. */
export function invalidArgument(operation: string, message: string): ChatError {
  return new ChatError('invalid', message, { platform: 'kick', operation })
}
