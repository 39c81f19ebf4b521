import { ChatError, type RoomKind, type RoomRef } from '@wireloom/chat-core'

const kinds: readonly string[] = ['live', 'direct', 'group', 'broadcast'] satisfies readonly RoomKind[]

/** A room as the SDK names it: `kick:live:1234`. The account is left out, so that it may be signed in anew. */
export function encodeThreadId(name: string, { kind, room }: Pick<RoomRef, 'kind' | 'room'>): string {
  return `${name}:${kind}:${encodeURIComponent(room)}`
}

/** @throws ChatError `invalid` */
export function decodeThreadId(name: string, threadId: string): Pick<RoomRef, 'kind' | 'room'> {
  const [first, kind = '', room = '', ...more] = threadId.split(':')
  const decoded = decode(room)
  if (first === name && kinds.includes(kind) && decoded !== undefined && more.length === 0) {
    return { kind: kind as RoomKind, room: decoded }
  }
  throw new ChatError('invalid', `"${threadId}" is no thread of ${name}: those are ${name}:<kind>:<room>.`)
}

function decode(segment: string): string | undefined {
  try {
    return segment === '' ? undefined : decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
