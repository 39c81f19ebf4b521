import { isChatError } from '@wireloom/chat-core'
import { NotImplementedError, RateLimitError } from 'chat'

/**
 * An error as those who know the Chat SDK look for it: `NotImplementedError` for what cannot be done here,
 * `RateLimitError` for what has to wait; the ChatError is its `cause`. Others stay as they are.
 */
function toSdkError(error: unknown): unknown {
  if (!isChatError(error)) return error
  const { code, message, operation, retryAfterMs } = error
  if (code === 'unsupported') return new NotImplementedError(message, operation, error)
  if (code === 'rate_limited') return new RateLimitError(message, retryAfterMs, error)
  return error
}

/** Does something, and throws as the Chat SDK does. */
export async function asSdk<Value>(action: () => Promise<Value>): Promise<Value> {
  try {
    return await action()
  } catch (error) {
    throw toSdkError(error)
  }
}
