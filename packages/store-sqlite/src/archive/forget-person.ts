import { messageKey, renderText, type MessageRef, type Part } from '@wireloom/chat-core'

/** Somebody on a platform. */
export interface Person {
  readonly platform: string
  /** The platform's id of them. */
  readonly authorId: string
}

/** What is known of them beside the id. */
export interface Traces {
  readonly authorId: string
  /** The keys of the messages they wrote. */
  readonly messageKeys: ReadonlySet<string>
  /** The names they went by. */
  readonly names: ReadonlySet<string>
}

type Fields = Record<string, unknown>
type Reply = Fields & { readonly ref: MessageRef }

/**
 * An event, as its JSON says it, without a person: their names, pictures and words are blank, wherever in it they stand,
 * and the platform's own form is left out where it may hold them.
 *
 * @returns undefined where the event has nothing of them
 */
export function forgetPerson(event: unknown, traces: Traces): unknown {
  let wasFound = false
  const type = (event as Partial<Fields> | null)?.['type']
  // In what somebody says of themselves a name may be any word.
  const isSaid = type === 'message' || type === 'edit'

  const names = new Set([...traces.names].map((name) => name.toLowerCase()))

  function visit(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    const fields = value as Fields
    if (isMessage(fields)) return visitMessage(fields)
    return isAuthor(fields) && fields['id'] === traces.authorId ? found(nobody) : visitFields(fields)
  }

  function visitFields(fields: Fields): Fields {
    const isFromThem = idOf(fields['actor']) === traces.authorId
    const entries = Object.entries(fields).flatMap(([key, each]): readonly (readonly [string, unknown])[] => {
      if (key === 'raw') return [[key, mayHold(each) ? found(null) : each]]
      if (key === 'changes') return [[key, visitChanges(each)]]
      // Words that came with what they did.
      if (key === 'text' && isFromThem) return found([])
      return [[key, key === 'replyTo' && isReply(each) ? visitReply(each) : visit(each)]]
    })
    return Object.fromEntries(entries)
  }

  function visitMessage(message: Fields): Fields {
    if (idOf(message['author']) === traces.authorId) {
      const { ref, sentAt } = message
      return found({ ref, author: nobody, parts: [], text: '', sentAt, raw: null })
    }
    const parts = (message['parts'] as readonly Part[]).map((part) =>
      part.type === 'mention' && part.userId === traces.authorId
        ? found({ type: part.type, name: '' })
        : part,
    )
    const hasChanged = JSON.stringify(parts) !== JSON.stringify(message['parts'])
    return visitFields({
      ...message,
      parts,
      ...(hasChanged && { text: renderText(parts) }),
    })
  }

  /** An answer may quote them without their id. */
  function visitReply(reply: Reply): Fields {
    const { ref } = reply
    const isToThem = traces.messageKeys.has(messageKey(ref)) || idOf(reply['author']) === traces.authorId
    return isToThem ? found({ ref }) : visitFields(reply)
  }

  function visitChanges(changes: unknown): unknown {
    const entries = Object.entries((changes ?? {}) as Fields)
    return Object.fromEntries(entries.map(([key, each]) => [key, mayHold(each) ? found(null) : each]))
  }

  /** Whether it names them as one of its values, whatever that is called: a name, or an id as text or as number. */
  function mayHold(raw: unknown): boolean {
    // A list of what is left, and no call within a call: it is as deep as whoever sent it liked.
    const left = [raw]
    while (left.length > 0) {
      const value = left.pop()
      if (isTheirs(value)) return true
      if (typeof value === 'object' && value !== null)
        for (const each of Object.values(value)) left.push(each)
    }
    return false
  }

  function isTheirs(value: unknown): boolean {
    if (typeof value === 'number') return String(value) === traces.authorId
    if (typeof value !== 'string') return false
    return value === traces.authorId || (!isSaid && names.has(value.toLowerCase()))
  }

  function found<Value>(value: Value): Value {
    wasFound = true
    return value
  }

  const blank = visit(event)
  if (!wasFound) return undefined
  return withoutRaw(blank)
}

/** Texts one of which is in the JSON of whatever names them. */
export function needlesOf({ authorId, names }: Pick<Traces, 'authorId' | 'names'>): readonly string[] {
  // A platform may say a number where chat-core says a text.
  const id = /^\d+$/.test(authorId) ? authorId : JSON.stringify(authorId)
  return [id, ...[...names].map((name) => JSON.stringify(name))]
}

const nobody = { id: null, name: '', roles: [], badges: [], self: false, anonymous: true }

function isMessage(fields: Fields): boolean {
  return 'ref' in fields && 'author' in fields && Array.isArray(fields['parts'])
}

function isReply(value: unknown): value is Reply {
  const ref = (value as Partial<Reply> | null)?.ref as Partial<MessageRef> | null | undefined
  return typeof ref?.id === 'string' && typeof ref.room?.room === 'string'
}

function isAuthor(fields: Fields): boolean {
  return 'id' in fields && 'name' in fields
}

function idOf(author: unknown): unknown {
  return typeof author === 'object' && author !== null ? (author as Fields)['id'] : undefined
}

/** The platform's own form of an event that has something of them has it too. */
function withoutRaw(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRaw)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === 'raw' ? null : withoutRaw(each)]),
  )
}
