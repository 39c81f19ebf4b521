/**
 * What a full stream does with one more event: drop the oldest, drop the new one, or end with an error of code
 * `overflow`. A socket cannot be paused, so waiting is not among them.
 */
export type OverflowPolicy = 'drop-oldest' | 'drop-newest' | 'fail'

/** Options of a stream. */
export interface StreamOptions {
  /** How many events may wait for the consumer. Default 1,000. */
  readonly limit?: number | undefined
  /** What happens when one more comes. Default `drop-oldest`. */
  readonly overflow?: OverflowPolicy | undefined
  /** Ends the stream, quietly: the loop is left as if the channel had ended. */
  readonly signal?: AbortSignal | undefined
}

/** Events in the order they came, for one `for await` loop. Leaving the loop ends the stream. */
export interface EventStream<Value> extends AsyncIterableIterator<Value, undefined>, AsyncDisposable {
  /** How many events were dropped so far because the consumer was slow. */
  readonly dropped: number
  /** How many events wait. */
  readonly size: number
  return(): Promise<IteratorResult<Value, undefined>>
}
