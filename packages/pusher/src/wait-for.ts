import { PusherError } from './errors.js'
import type { Undo } from './listeners.js'

/** Options of everything that waits. */
export interface WaitOptions {
  /** Stops waiting: the promise rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined
}

/** Something to wait for, and how to learn of it. */
export interface Outcome<Value> extends WaitOptions {
  /** What is waited for, for the error's message. */
  readonly what: string
  readonly channel?: string
  /** The outcome, once there is one. */
  readonly look: () => Value | PusherError | undefined
  /** Has `look` called again whenever it may have changed. */
  readonly watch: (changed: () => void) => Undo
}

/** Settles with the outcome, at once where it is there already. */
export function waitFor<Value>({ what, channel, look, watch, signal }: Outcome<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const undos: Undo[] = []
    const settle = (outcome: Value | PusherError | undefined): void => {
      if (outcome === undefined) return
      for (const undo of undos) undo()
      if (outcome instanceof PusherError) reject(outcome)
      else resolve(outcome)
    }
    const abort = (): void => {
      const message = `Stopped waiting for ${what}: the caller aborted.`
      settle(new PusherError('aborted', message, { channel, cause: signal?.reason }))
    }
    if (signal?.aborted) return abort()
    const outcome = look()
    if (outcome !== undefined) return settle(outcome)
    undos.push(watch(() => settle(look())))
    signal?.addEventListener('abort', abort)
    undos.push(() => signal?.removeEventListener('abort', abort))
  })
}
