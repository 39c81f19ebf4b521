import type { Clock } from '../clock.js'
import { SandboxError } from '../errors.js'
import { demandRate } from '../options.js'
import type { Random } from '../random.js'
import { messageShare, type Storyteller } from './storyteller.js'

/** Traffic that comes by itself. */
export type Traffic = {
  readonly running: boolean
  /** Chat messages a minute, on average; other events come on top. */
  readonly messagesPerMinute: number
  /** Starts, or goes on at another rate. Without a rate at the one last set. Throws `invalid_options` for 0, `closed`. */
  start(messagesPerMinute?: number): void
  stop(): void
  /** Makes so many things happen now, whether traffic runs or not. About nine in ten are a chat message. @default 1 */
  step(count?: number): void
}

const longestCatchUpMs = 1000

/** Makes the traffic of one room. Gaps between steps vary by chance, around the rate. */
export function createTraffic(
  storyteller: Storyteller,
  clock: Clock,
  random: Random,
  options: { messagesPerMinute: number; demandOpen: () => void },
): Traffic {
  let { messagesPerMinute } = options
  let cancel: (() => void) | undefined
  let dueMs = 0

  function nextGapMs(): number {
    const averageMs = (60_000 / messagesPerMinute) * messageShare
    return averageMs * (0.2 + 1.6 * random.next())
  }

  function tick(): void {
    const nowMs = clock.now()
    // After a pause of the whole machine the backlog is not fired off at once.
    if (nowMs - dueMs > longestCatchUpMs) dueMs = nowMs
    while (dueMs <= nowMs) {
      storyteller.step()
      dueMs += nextGapMs()
    }
    cancel = clock.after(Math.max(1, dueMs - nowMs), tick)
  }

  function stop(): void {
    cancel?.()
    cancel = undefined
  }

  return {
    get running() {
      return cancel !== undefined
    },
    get messagesPerMinute() {
      return messagesPerMinute
    },
    start(rate = messagesPerMinute) {
      options.demandOpen()
      demandRate('messagesPerMinute', rate)
      if (rate === 0) {
        throw new SandboxError(
          'invalid_options',
          'start() needs messagesPerMinute above 0; stop() ends the traffic.',
        )
      }
      stop()
      messagesPerMinute = rate
      dueMs = clock.now() + nextGapMs()
      cancel = clock.after(Math.max(1, dueMs - clock.now()), tick)
    },
    stop,
    step(count = 1) {
      for (let done = 0; done < count; done += 1) storyteller.step()
    },
  }
}
