import type { ChatEventType } from '@wireloom/chat-core'

const names = {
  message: true,
  edit: true,
  delete: true,
  clear: true,
  pin: true,
  restrict: true,
  room: true,
  seen: true,
  activity: true,
  gap: true,
  status: true,
  other: true,
} as const satisfies Readonly<Record<ChatEventType, true>>

/** What can be listened for, to refuse what never comes. */
export const eventTypes: ReadonlySet<string> = new Set(Object.keys(names))
