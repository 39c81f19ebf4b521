import { checkObject, invalid } from '../check-option.js'
import { readChatroomId, type ChatroomId } from '../ids.js'
import { toChatroomInfo, toSlug, type ChatroomInfo, type ChatroomLookup } from './lookup.js'

/**
 * Rooms whose ids are known: those it is made with, and those it is told of later. Ids never change, so what `all()`
 * gives may be kept, and spares the next start every lookup.
 */
export class ChatroomBook {
  readonly #bySlug = new Map<string, ChatroomInfo>()
  readonly #byUsername = new Map<string, ChatroomInfo>()
  readonly #byChatroom = new Map<ChatroomId, ChatroomInfo>()

  /** @throws KickError `invalid_options` for an entry without a chatroom id */
  constructor(known: Iterable<ChatroomInfo> = []) {
    for (const info of known) this.add(info)
  }

  /** Takes a room up, or what is newly known of it. @throws KickError `invalid_options`, `invalid_argument` for its slug or another id */
  add(info: ChatroomInfo): void {
    if (readChatroomId(checkObject('A room', info).chatroomId) === undefined) {
      throw invalid('chatroomId', info.chatroomId, 'a positive whole number')
    }
    const added = toChatroomInfo(info)
    const known: ChatroomInfo = { ...this.#byChatroom.get(added.chatroomId), ...added }
    const slug = known.slug === undefined ? undefined : toSlug(known.slug)
    this.#byChatroom.set(known.chatroomId, known)
    if (slug !== undefined) this.#bySlug.set(slug, known)
    if (known.username !== undefined) this.#byUsername.set(known.username.toLowerCase(), known)
  }

  /** The room of a slug, or of a streamer's name, where it is known: Kick writes `Ann_X` as the slug `ann-x`. */
  find(slug: string): ChatroomInfo | undefined {
    const name = toSlug(slug)
    return this.#bySlug.get(name) ?? this.#byUsername.get(name)
  }

  /** The room of a chatroom id, where it is known. */
  findByChatroom(id: ChatroomId): ChatroomInfo | undefined {
    return this.#byChatroom.get(id)
  }

  /** Every room, in the order they were taken up. */
  all(): readonly ChatroomInfo[] {
    return [...this.#byChatroom.values()]
  }
}

/** A lookup that looks into a book first, and writes into it what the other lookup finds. */
export function bookLookup(book: ChatroomBook, lookup: ChatroomLookup): ChatroomLookup {
  return async (slug, options) => {
    const known = book.find(slug)
    if (known !== undefined) return known
    const found = await lookup(slug, options)
    book.add({ slug, ...found })
    return found
  }
}
