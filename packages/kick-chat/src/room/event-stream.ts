import type { ChatEventOf, ChatEventType, GapEvent } from '@wireloom/chat-core'
import type { KickEvent } from '../event/kick-event.js'

/**
 * What a full stream does with one more event: drop the oldest, drop the new one, or end with an error of code
 * `overflow`. A socket cannot be paused, so waiting is not among them.
 */
export type OverflowPolicy = 'drop-oldest' | 'drop-newest' | 'fail'

/** Options of a stream. */
export interface StreamOptions<Type extends ChatEventType = ChatEventType> {
  /** Which events it gives. Gaps always come: a filter must not hide a loss. Default: all. */
  readonly types?: readonly Type[] | undefined
  /** How many events may wait for the consumer. Default 1,000. */
  readonly limit?: number | undefined
  /** What happens when one more comes. Default `drop-oldest`. */
  readonly overflow?: OverflowPolicy | undefined
  /** Ends the stream, quietly: the loop is left as if the room had been. */
  readonly signal?: AbortSignal | undefined
}

/** What a stream of some types gives. */
export type StreamEvent<Type extends ChatEventType> = ChatEventOf<Type, KickEvent> | GapEvent

/**
 * Events in the order they came, for one `for await` loop. Leaving the loop ends the stream.
 *
 * Events that had to be dropped stand in it as one `gap` of cause `overflow` for each room, with their number, at the
 * place where they would have come.
 */
export interface EventStream<Type extends ChatEventType = ChatEventType>
  extends AsyncIterableIterator<StreamEvent<Type>, undefined>, AsyncDisposable {
  /** How many events were dropped so far because the consumer was slow. */
  readonly dropped: number
  /** How many events wait. */
  readonly size: number
  return(): Promise<IteratorResult<StreamEvent<Type>, undefined>>
}
