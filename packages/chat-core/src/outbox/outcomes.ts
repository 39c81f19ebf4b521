import { ChatError } from '../error.js'
import type { OutboxItem } from '../store.js'

/** How a send ends that does not end well, in one place, so that it is always said alike. */
export function takenBack(): ChatError {
  return new ChatError('closed', 'The message was taken back before it was sent.', {
    operation: 'message.send',
  })
}

export function expired({ createdAtMs, deadlineAtMs, room }: OutboxItem): ChatError {
  return new ChatError(
    'timeout',
    `A message waited ${deadlineAtMs - createdAtMs} ms for its turn in vain and was not sent; send less, or pass a longer deadlineMs.`,
    { platform: room.platform, operation: 'message.send' },
  )
}

export function unknownAfterRestart({ key, room }: OutboxItem): ChatError {
  return new ChatError(
    'outcome_unknown',
    `The process ended while the message "${key}" was being sent; whether it arrived is not known.`,
    { platform: room.platform, operation: 'message.send' },
  )
}

export function unknownBefore({ key, room }: OutboxItem): ChatError {
  return new ChatError(
    'outcome_unknown',
    `A message "${key}" was handed to ${room.platform} before, and whether it arrived is not known; it was not sent again.`,
    { platform: room.platform, operation: 'message.send' },
  )
}

export function withCause(error: ChatError, cause: unknown): ChatError {
  return new ChatError(error.code, `${error.message} Looking for it in the history failed too.`, {
    ...(error.platform !== undefined && { platform: error.platform }),
    operation: 'message.send',
    cause,
  })
}

export function storeFailed(cause: unknown): ChatError {
  return new ChatError('unavailable', 'The store could not note what became of a message.', { cause })
}
