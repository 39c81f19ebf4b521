import { kickError, type KickChatError } from './errors.js'

/** Options of everything that waits. */
export interface WaitOptions {
  /** Stops waiting: the promise rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined
}

/** What a caller gets whose signal ended the wait for `what`. */
export function abortedError(what: string, signal: AbortSignal): KickChatError {
  return kickError('aborted', `Stopped waiting for ${what}: the caller aborted.`, {
    cause: signal.reason,
  })
}

/** A promise's outcome, unless the signal comes first. */
export function untilAborted<Value>(
  promise: PromiseLike<Value> | Value,
  what: string,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return Promise.resolve(promise)
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(abortedError(what, signal))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    const settle = (): void => signal.removeEventListener('abort', abort)
    Promise.resolve(promise).then(resolve, reject).finally(settle)
  })
}
