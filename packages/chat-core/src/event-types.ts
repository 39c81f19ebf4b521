import { invalid } from './check.js'
import type { ChatEventType } from './event.js'

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

/** Every type of event. */
export const eventTypes: readonly ChatEventType[] = Object.keys(names) as ChatEventType[]

/** Types that were asked for, to refuse what never comes. */
export function checkEventTypes(types: unknown): readonly ChatEventType[] {
  const list: readonly unknown[] = Array.isArray(types) ? types : [types]
  if (list.length === 0) throw invalid('The event types', list, 'at least one')
  for (const type of list) {
    if (!Object.hasOwn(names, String(type))) {
      throw invalid('The event type', type, `one of ${eventTypes.join(', ')}`)
    }
  }
  return list as readonly ChatEventType[]
}
