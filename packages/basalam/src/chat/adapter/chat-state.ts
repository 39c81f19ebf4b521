import type { Chat } from '../../services/chat/chat.js'

/** What of a chat can change beside its messages, by the names that `room` events have. */
export type ChatState = Readonly<Record<'unseenCount' | 'archiveState' | 'contactIsBlocked', unknown>>

/** What the list says of a chat itself. */
export function toChatState({ unseenMessageCount, archiveState, contactIsBlocked }: Chat): ChatState {
  return {
    unseenCount: unseenMessageCount ?? 0,
    archiveState: archiveState ?? null,
    contactIsBlocked: contactIsBlocked === true,
  }
}

/** What is otherwise now, with its new values; undefined where nothing is. */
export function changesOf(
  before: ChatState,
  after: ChatState,
): Readonly<Record<string, unknown>> | undefined {
  const known = before as Readonly<Record<string, unknown>>
  const changes = Object.entries(after).filter(([name, value]) => known[name] !== value)
  return changes.length === 0 ? undefined : Object.fromEntries(changes)
}
