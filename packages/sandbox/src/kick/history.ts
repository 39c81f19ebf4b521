import type { ChatMessageWire } from './chat.wire.js'

const perPage = 25

/** One page of a room's messages, newest first, as the site lists them. */
export type HistoryPage = {
  readonly messages: readonly object[]
  /** Leads to older messages; empty at the end. */
  readonly cursor: string
}

/** What of a history is asked for. */
export type HistoryQuery = {
  /** Of an earlier page. */
  readonly cursor: string | null
  /** Leaves out what was said before this second. */
  readonly startTimeMs: number
}

/** Cuts a page out of the messages a room remembers, which are given oldest first. */
export function cutHistory(
  messages: readonly ChatMessageWire[],
  { cursor, startTimeMs }: HistoryQuery,
): HistoryPage {
  // The feed writes whole seconds: what was said later within the second must not be lost.
  const startMs = Math.floor(startTimeMs / 1000) * 1000
  const found = olderThan(messages.toReversed(), cursor).filter(
    ({ created_at }) => Date.parse(created_at) >= startMs,
  )
  const page = found.slice(0, perPage)
  const last = page.at(-1)
  return {
    messages: page.map(toHistoryMessage),
    cursor: last === undefined || found.length <= perPage ? '' : encodeCursor(last),
  }
}

function olderThan(
  newestFirst: readonly ChatMessageWire[],
  cursor: string | null,
): readonly ChatMessageWire[] {
  if (cursor === null || cursor === '') return newestFirst
  const [id, createdAt = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const place = newestFirst.findIndex((message) => message.id === id)
  if (place >= 0) return newestFirst.slice(place + 1)
  // It was deleted meanwhile: rather some of its second twice than one of them never.
  const atMs = Date.parse(createdAt)
  return newestFirst.filter(({ created_at }) => Date.parse(created_at) <= atMs)
}

function encodeCursor({ id, created_at }: ChatMessageWire): string {
  return Buffer.from(`${id} ${created_at}`).toString('base64url')
}

/** The site names the chat otherwise than the feed, and writes the metadata as a string. */
function toHistoryMessage({ chatroom_id, metadata, ...message }: ChatMessageWire): object {
  return {
    ...message,
    chat_id: chatroom_id,
    ...(metadata !== undefined && { metadata: JSON.stringify(metadata) }),
  }
}
