import type { Clock } from '../clock.js'
import { ChatError } from '../error.js'

/**
 * Does something that may never answer.
 *
 * @throws ChatError `timeout` with the message where it takes too long, `closed` where the signal aborts; the action's own
 * signal aborts then
 */
export async function inTime<Value>(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  message: string,
  action: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const acting = new AbortController()
  const over = new Promise<never>((_resolve, reject) => {
    acting.signal.addEventListener('abort', () => reject(acting.signal.reason as ChatError))
  })
  const end = (): void => acting.abort(new ChatError('closed', 'It is not waited for any more.'))
  const timer = clock.setTimeout(() => acting.abort(new ChatError('timeout', message)), timeoutMs)
  signal.addEventListener('abort', end)
  try {
    return await Promise.race([action(acting.signal), over])
  } finally {
    clock.clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}
