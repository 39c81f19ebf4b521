import { abortedError } from '../abort.js'
import { checkFunction, checkMethods, checkObject, invalid } from '../check-option.js'
import { systemClock, type Clock } from '../clock.js'
import type { ChatroomInfo, ChatroomLookup } from './lookup.js'

/** How much a cached lookup remembers. */
export interface LookupCacheOptions {
  /** How many slugs at most; the least recently asked for goes first. Default 1,000. */
  readonly limit?: number
  /** How long an answer is used, in milliseconds. Ids are stable, names are not. Default 24 hours. */
  readonly lifetimeMs?: number
  /** Default: the platform's. */
  readonly clock?: Clock
}

interface Answer {
  readonly info: ChatroomInfo
  readonly expiresAtMs: number
}

/** A lookup under way, and how many still want its answer. */
interface Flight {
  readonly answer: Promise<ChatroomInfo>
  readonly controller: AbortController
  waiting: number
}

/**
 * A lookup that remembers answers and asks once where several ask at the same time.
 *
 * Failures are not remembered. A caller that aborts does not end the lookup for the others.
 *
 * @throws KickError `invalid_options`, naming the option
 */
export function cacheLookup(lookup: ChatroomLookup, options: LookupCacheOptions = {}): ChatroomLookup {
  const {
    limit = 1_000,
    lifetimeMs = 86_400_000,
    clock = systemClock,
  } = checkObject('The options of a cache', options)
  checkFunction('lookup', lookup)
  checkMethods('clock', ['now'], clock)
  if (!Number.isInteger(limit) || limit < 0) throw invalid('limit', limit, 'a whole number from 0')
  if (typeof lifetimeMs !== 'number' || !(lifetimeMs >= 0))
    throw invalid('lifetimeMs', lifetimeMs, '0 milliseconds or more')
  const answers = new Map<string, Answer>()
  const flights = new Map<string, Flight>()

  function recall(slug: string): ChatroomInfo | undefined {
    const answer = answers.get(slug)
    if (answer === undefined) return undefined
    answers.delete(slug)
    if (answer.expiresAtMs <= clock.now()) return undefined
    // Put back at the end: the first one is then the one unused for longest.
    answers.set(slug, answer)
    return answer.info
  }

  function remember(slug: string, info: ChatroomInfo): void {
    answers.delete(slug)
    answers.set(slug, { info, expiresAtMs: clock.now() + lifetimeMs })
    const [oldest] = answers.keys()
    if (answers.size > limit && oldest !== undefined) answers.delete(oldest)
  }

  function depart(slug: string): Flight {
    const controller = new AbortController()
    const flight: Flight = { answer: ask(slug, controller.signal), controller, waiting: 0 }
    flights.set(slug, flight)
    // Once landed, or once nobody waits, the next caller begins anew.
    const land = (): void => {
      if (flights.get(slug) === flight) flights.delete(slug)
    }
    flight.answer.then(land, land)
    return flight
  }

  async function ask(slug: string, signal: AbortSignal): Promise<ChatroomInfo> {
    const info = await lookup(slug, { signal })
    remember(slug, info)
    return info
  }

  function wait(slug: string, flight: Flight, signal: AbortSignal | undefined): Promise<ChatroomInfo> {
    flight.waiting += 1
    if (signal === undefined) return flight.answer
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        reject(abortedError(`the ids of ${slug}`, signal))
        flight.waiting -= 1
        if (flight.waiting > 0) return
        if (flights.get(slug) === flight) flights.delete(slug)
        flight.controller.abort(signal.reason)
      }
      signal.addEventListener('abort', abort, { once: true })
      flight.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
    })
  }

  return (slug, { signal }) => {
    if (signal?.aborted) return Promise.reject(abortedError(`the ids of ${slug}`, signal))
    const known = recall(slug)
    if (known !== undefined) return Promise.resolve(known)
    return wait(slug, flights.get(slug) ?? depart(slug), signal)
  }
}
