import type { Message } from '../services/chat/message.js'

/** What was kept of messages that were told, to hold a new page against. */
export interface KeptWindow<Kept> {
  readonly kept: ReadonlyMap<number, Kept>
  /** Whether that is all there was in the chat up to `lastId`. */
  readonly isWhole: boolean
  /** The greatest id that was told; what is above is new and none of our business. */
  readonly lastId: number
  /** Whether a message says what it said. */
  readonly saysTheSame: (message: Message, kept: Kept) => boolean
}

/** What became of messages. */
export interface FoundChanges<Kept> {
  readonly edited: readonly { readonly message: Message; readonly previous: Kept }[]
  readonly deleted: readonly (readonly [number, Kept])[]
  /** Came among those that were told already: their ids are not the newest. */
  readonly late: readonly Message[]
}

/**
 * Holds a new page of the newest messages against what was told.
 *
 * @param isWhole whether the page holds all that is in the chat
 */
export function compareWindow<Kept>(
  { kept, isWhole: wasWhole, lastId, saysTheSame }: KeptWindow<Kept>,
  page: readonly Message[],
  isWhole: boolean,
): FoundChanges<Kept> {
  const ids = new Set(page.map(({ id }) => id))
  const from = isWhole ? -Infinity : Math.min(...ids)
  const oldest = wasWhole ? -Infinity : Math.min(...kept.keys())
  const ascending = page.toSorted((a, b) => a.id - b.id)
  return {
    edited: ascending.flatMap((message) => {
      const previous = kept.get(message.id)
      return previous === undefined || saysTheSame(message, previous) ? [] : [{ message, previous }]
    }),
    deleted: [...kept].filter(([id]) => id >= from && !ids.has(id)),
    late: ascending.filter(({ id }) => id > oldest && id <= lastId && !kept.has(id)),
  }
}
