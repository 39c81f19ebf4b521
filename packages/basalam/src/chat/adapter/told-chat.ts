import type { Cursor } from '@wireloom/chat-core'
import { parseTime } from '../../helpers/time.js'
import type { Message } from '../../services/chat/message.js'

/** Of how many messages is kept what they said: as many as are looked at again. */
const mostKept = 20

/** What was told of one chat, as far as it has to be known to go on: what the newest messages said, and who saw them. */
export class ToldChat {
  #seenId: number | undefined
  readonly #digests: Map<number, string>
  readonly #editedAt = new Map<number, number>()
  #lastSentAtMs: number | undefined

  constructor(digests: Iterable<readonly [number, string]> = [], seenId?: number) {
    this.#digests = new Map(digests)
    this.#seenId = seenId
  }

  /** What was told of the newest messages, by their ids. */
  get digests(): ReadonlyMap<number, string> {
    return this.#digests
  }

  /** When the last message was sent that was told, in milliseconds since 1970; undefined where none was, or no time. */
  get lastSentAtMs(): number | undefined {
    return this.#lastSentAtMs
  }

  message(message: Message): void {
    this.#lastSentAtMs = parseTime(message.createdAt) ?? this.#lastSentAtMs
    this.#digests.set(message.id, digestOf(message))
    const surplus = this.#digests.size - mostKept
    if (surplus <= 0) return
    const oldest = [...this.#digests.keys()].toSorted((a, b) => a - b).slice(0, surplus)
    for (const id of oldest) this.#digests.delete(id)
  }

  /**
   * @returns when it was edited, in milliseconds since 1970: later than every edit of it that was told, also where the
   *   server's stamp does not move
   */
  edit(message: Message, nowMs: number): number {
    // One that was there before the first that was told stays out, or those between would count as missing.
    if (this.#digests.has(message.id)) this.#digests.set(message.id, digestOf(message))
    const stampMs = parseTime(message.updatedAt) ?? 0
    const lastMs = this.#editedAt.get(message.id) ?? parseTime(message.createdAt) ?? 0
    const editedAtMs = stampMs > lastMs ? stampMs : Math.max(nowMs, lastMs + 1)
    this.#editedAt.set(message.id, editedAtMs)
    return editedAtMs
  }

  delete(messageId: number): void {
    this.#digests.delete(messageId)
    this.#editedAt.delete(messageId)
  }

  /** @returns whether that is news */
  seen(messageId: number): boolean {
    const known = this.#seenId
    if (known !== undefined && messageId <= known) return false
    this.#seenId = messageId
    // What is heard first is how it was, not that it changed.
    return known !== undefined
  }

  /**
   * One line, `70012;70011=1x8k,70012=z0;70009`: the last id that was told, what the newest said, what was seen.
   *
   * @param lastId the greatest id that was told
   */
  toCursor(lastId: number): Cursor {
    const digests = [...this.#digests].map(([id, digest]) => `${id}=${digest}`)
    return `${lastId};${digests.join(',')};${this.#seenId ?? ''}`
  }
}

/** Reads what {@link ToldChat.toCursor} wrote; of one that something is wrong with as much as can be read. */
export function readCursor(cursor: Cursor): { readonly lastId: number; readonly chat: ToldChat } | undefined {
  const [last = '', kept = '', seen = ''] = cursor.split(';')
  const lastId = toNumber(last)
  if (lastId === undefined) return undefined
  const digests = kept.split(',').flatMap((entry) => {
    const [id = '', digest = ''] = entry.split('=')
    const messageId = toNumber(id)
    return messageId === undefined || digest === '' ? [] : [[messageId, digest] as const]
  })
  return { lastId, chat: new ToldChat(digests, toNumber(seen)) }
}

/** What a message says, in a few letters: it changes when that does, and not when somebody sees it. */
export function digestOf({ messageType, content }: Message): string {
  let hash = 0x81_1c_9d_c5
  for (const letter of JSON.stringify([messageType, content])) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01_00_01_93)
  }
  return (hash >>> 0).toString(36)
}

function toNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
