/**
 * What to do about a close code, or about the code of a `pusher:error` that stands in for one.
 *
 * - `stop`: the server does not want this client back unchanged.
 * - `use-tls`: come back at once, over TLS.
 * - `retry-now`: come back at once.
 * - `retry`: come back after a short random wait, then ever later.
 * - `retry-later`: the same, but not within a second.
 */
export type Reaction = 'stop' | 'use-tls' | 'retry-now' | 'retry' | 'retry-later'

/** The required reaction to a code, by the ranges of the protocol. */
export function reactionTo(code: number): Reaction {
  if (code === 4000) return 'use-tls'
  if (code > 4000 && code < 4100) return 'stop'
  if (code >= 4100 && code < 4200) return 'retry-later'
  if (code >= 4200 && code < 4300) return 'retry-now'
  if (code >= 4300) return 'stop'
  // 1002 to 1004: what we sent displeases the server, and coming back at once will not change that.
  if (code >= 1002 && code <= 1004) return 'retry-later'
  return 'retry'
}

/** Whether the server ended the connection in peace: nothing went wrong, so nothing is reported. */
export function isPeacefulClose(code: number): boolean {
  return code === 1000 || code === 1001
}

const meanings: Readonly<Record<number, string>> = {
  1006: 'the connection broke without a closing frame',
  1009: 'a frame was too large',
  4000: 'the application accepts TLS only',
  4001: 'there is no application with this key (in this cluster)',
  4003: 'the application is disabled',
  4004: 'the application is over its connection quota',
  4005: 'the path was not found',
  4006: 'the version string is malformed',
  4007: 'the protocol version is not supported',
  4008: 'no protocol version was given',
  4009: 'the connection is unauthorized',
  4100: 'the server is over capacity',
  4200: 'the server asks to reconnect',
  4201: 'the server missed our answer to its ping',
  4202: 'the connection was inactive for too long',
}

/** One code in words, for an error message: what the server said, else what the protocol says. */
export function describeCode(code: number, reason: string): string {
  const meaning = reason === '' ? meanings[code] : reason
  return meaning === undefined ? `code ${code}` : `${meaning} (code ${code})`
}
