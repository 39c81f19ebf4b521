import type { Receipt } from '@wireloom/chat-core'

/** Joins the ids of messages that were sent as one, so that all of them can be deleted again. Ids hold no spaces. */
export function joinMessageIds({ refs }: Receipt): string {
  return refs.map(({ id }) => id).join(' ')
}

/** The ids in one. */
export function splitMessageIds(messageId: string): readonly string[] {
  return messageId.split(' ').filter((id) => id !== '')
}
