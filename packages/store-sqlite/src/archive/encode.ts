import { isChatError, type ChatEvent } from '@wireloom/chat-core'

/** Keys under which platforms put what they like: what is in there is left as it is. */
const foreign: ReadonlySet<string> = new Set(['raw', 'changes'])

/**
 * What chat-core says, as JSON. Roles, which are sets, become lists, and errors their code and words. What JSON cannot
 * say of a platform's own form, such as one that leads back to itself, is left out with that form.
 */
export function encode(value: object): string {
  try {
    return JSON.stringify(value, replace)
  } catch {
    return JSON.stringify(withoutForeign(value), replace)
  }
}

/** A copy of its own: a replacer would come after what a platform's form does by itself, in its `toJSON`. */
function withoutForeign(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutForeign)
  if (typeof value !== 'object' || value === null || value instanceof Set || isChatError(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, foreign.has(key) ? null : withoutForeign(each)]),
  )
}

/** The same for an event. Most are messages with one set in a known place, which is a third of the work. */
export function encodeEvent(event: ChatEvent): string {
  if (event.type !== 'message' || event.message.replyTo !== undefined) return encode(event)
  const { author } = event.message
  const message = { ...event.message, author: { ...author, roles: [...author.roles] } }
  try {
    return JSON.stringify({ ...event, message })
  } catch {
    return encode(event)
  }
}

/** The way back: lists of roles become sets again. */
export function decode(text: string): unknown {
  return restore(JSON.parse(text))
}

function replace(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Set) return [...value]
  // A message of an Error is no property of the kind that JSON sees.
  return isChatError(value) ? { ...(value as object), message: value.message, cause: undefined } : value
}

function restore(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(restore)
  const known = value as Record<string, unknown>
  for (const [key, each] of Object.entries(known)) {
    if (foreign.has(key)) continue
    known[key] = key === 'roles' && Array.isArray(each) ? new Set(each) : restore(each)
  }
  return known
}
