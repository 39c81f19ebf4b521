/** What a chat has seen so far, over all its rooms. */
export interface ChatStats {
  /** Events that arrived. */
  readonly received: number
  /** Of those, events told before or told by another event too, which were dropped. */
  readonly duplicates: number
  /** Of those, events of a known name that lack what makes them one. */
  readonly malformed: number
  /** Of those, events of a name this version does not know. */
  readonly unknown: number
  /** Gaps told after a connection was away, one for each room and time. */
  readonly gaps: number
  /** Events that streams dropped because their consumers were slow. */
  readonly dropped: number
  /** Errors told, or shown by the platform where nobody listened. */
  readonly errors: number
  /** Times a connection was made again after a loss. */
  readonly reconnects: number
  /** Rooms joined now. */
  readonly rooms: number
}

/** The counted part of {@link ChatStats}, to count in. */
export interface Counters {
  received: number
  duplicates: number
  malformed: number
  unknown: number
  gaps: number
  dropped: number
  errors: number
}

/** Counters at zero. */
export function createCounters(): Counters {
  return { received: 0, duplicates: 0, malformed: 0, unknown: 0, gaps: 0, dropped: 0, errors: 0 }
}
