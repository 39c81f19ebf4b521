import type { KeyValueStore } from '@wireloom/chat-core'
import { toSlug, type ChatroomInfo, type ChatroomLookup } from '../chatroom/lookup.js'
import { kickError } from '../errors.js'
import { parseJson, isWire, readText } from '../event/read.js'
import {
  readChannelId,
  readChatroomId,
  readUserId,
  type ChannelId,
  type ChatroomId,
  type UserId,
} from '../ids.js'
import { createLimit } from '../transport/limit.js'
import type { KickClient } from './options.js'

/** What is known of one room. */
export interface RoomIds {
  /** The streamer's, by which the room is named. */
  readonly userId: UserId
  readonly slug?: string
  /** Which chat the socket listens to. */
  readonly chatroomId?: ChatroomId
  /** What the history is asked by. */
  readonly channelId?: ChannelId
}

/** A room of which the chat is known. */
export type ChatroomIds = RoomIds & Required<Pick<RoomIds, 'chatroomId'>>

/** How many rooms are looked up at once. */
const lookupsAtOnce = 6

/**
 * The ids of rooms. A room is named by its streamer's user id, the one that all of Kick's official API and webhooks
 * speak of and that no renaming changes; the two others are found by it here, once, and kept.
 */
export class RoomDirectory {
  readonly #lookup: ChatroomLookup | undefined
  readonly #kick: Pick<KickClient, 'channels'> | undefined
  readonly #known = new Map<UserId, RoomIds>()
  readonly #limit = createLimit(lookupsAtOnce)
  #kv: KeyValueStore | undefined

  constructor(lookup: ChatroomLookup | undefined, kick: Pick<KickClient, 'channels'> | undefined) {
    this.#lookup = lookup
    this.#kick = kick
  }

  /** What outlives the program, and what is known so far goes in there. */
  async keepIn(kv: KeyValueStore | undefined): Promise<void> {
    this.#kv = kv
    await Promise.all([...this.#known.values()].map((ids) => this.#keep(ids)))
  }

  /** Whose rooms are known. */
  all(): readonly UserId[] {
    return [...this.#known.keys()]
  }

  /** Takes up what is known of a room. */
  async add(ids: RoomIds): Promise<RoomIds> {
    const merged = { ...this.#known.get(ids.userId), ...ids }
    this.#known.set(ids.userId, merged)
    await this.#keep(merged)
    return merged
  }

  /** The room of a name. Rejects with a KickError: `invalid_argument`, `no_lookup`, and what lookup or API say. */
  async bySlug(name: string, signal: AbortSignal): Promise<RoomIds> {
    const slug = toSlug(name)
    const found = this.#lookup === undefined ? undefined : await this.#look(slug, signal)
    if (found?.userId !== undefined) return this.add(withUser(found, found.userId))
    if (this.#kick === undefined) {
      const what =
        found === undefined ? 'no lookup and no client of Kick’s API' : 'a lookup that tells no user id'
      throw kickError(
        'no_lookup',
        `"${slug}" is a name, and this adapter has ${what}: pass siteLookup() or "kick".`,
      )
    }
    const { broadcasterUserId } = await this.#kick.channels.get({ slug }, { signal })
    const userId = readUserId(broadcasterUserId)
    if (userId === undefined) throw kickError('not_found', `Kick knows no streamer of "${slug}".`)
    return this.add(found === undefined ? { userId, slug } : withUser(found, userId))
  }

  /**
   * The room with what its socket and its history are asked by. Rejects with a KickError: `no_lookup`, `not_found`, and
   * what lookup or API say.
   */
  async find(userId: UserId, signal: AbortSignal): Promise<ChatroomIds> {
    const known = this.#known.get(userId) ?? (await this.#read(userId))
    if (known !== undefined && hasChatroom(known)) return known
    const found = await this.#limit(signal, () => this.#search(userId, known?.slug, signal))
    const added = await this.add(found)
    return { ...added, chatroomId: found.chatroomId }
  }

  /** By the name that the lookup takes: the one last heard of, and where that is somebody else's now, today's. */
  async #search(userId: UserId, slug: string | undefined, signal: AbortSignal): Promise<ChatroomIds> {
    if (this.#lookup === undefined) {
      throw kickError(
        'no_lookup',
        `The chatroom of user ${userId} is not known, and this adapter has no lookup: pass siteLookup(), or adapter.room({ userId, chatroomId, channelId }).`,
      )
    }
    const first = slug === undefined ? undefined : await this.#look(slug, signal).catch(ignoreMissing)
    if (first?.userId === userId || (first !== undefined && first.userId === undefined)) {
      return withUser(first, userId)
    }
    if (this.#kick === undefined) {
      throw kickError(
        slug === undefined ? 'no_lookup' : 'not_found',
        `The name of user ${userId} ${slug === undefined ? 'is not known' : `is no longer ${slug}`}: join by adapter.room('<name>'), or pass "kick", which is asked for it.`,
      )
    }
    const channel = await this.#kick.channels.get({ broadcasterUserId: userId }, { signal })
    const found = await this.#look(channel.slug, signal)
    if (found.userId === undefined || found.userId === userId) return withUser(found, userId)
    throw kickError('not_found', `The lookup says that ${channel.slug} is not the channel of user ${userId}.`)
  }

  async #look(slug: string, signal: AbortSignal): Promise<ChatroomInfo> {
    if (this.#lookup === undefined) throw kickError('no_lookup', 'This adapter has no lookup.')
    const found = await this.#lookup(slug, { signal })
    return { slug, ...found }
  }

  async #read(userId: UserId): Promise<RoomIds | undefined> {
    const text = await this.#kv?.get(keyOf(userId)).catch((error: unknown) => {
      // Where a lookup can be asked in its place, a store that fails keeps nobody from reading.
      if (this.#lookup === undefined) throw error
      return undefined
    })
    const wire = text === undefined ? undefined : parseJson(text)
    if (!isWire(wire)) return undefined
    const slug = readText(wire['slug'])
    const chatroomId = readChatroomId(wire['chatroomId'])
    const channelId = readChannelId(wire['channelId'])
    const ids = {
      userId,
      ...(slug !== undefined && { slug }),
      ...(chatroomId !== undefined && { chatroomId }),
      ...(channelId !== undefined && { channelId }),
    }
    this.#known.set(userId, ids)
    return ids
  }

  /** As well as may be: what is not kept is looked up again after a restart, and that the store fails, the hub says. */
  async #keep(ids: RoomIds): Promise<void> {
    await this.#kv?.set(keyOf(ids.userId), JSON.stringify(ids)).catch(() => undefined)
  }
}

function keyOf(userId: UserId): string {
  return `room/${userId}`
}

function hasChatroom(ids: RoomIds): ids is ChatroomIds {
  return ids.chatroomId !== undefined
}

function withUser({ chatroomId, channelId, slug }: ChatroomInfo, userId: UserId): ChatroomIds {
  return {
    userId,
    chatroomId,
    ...(channelId !== undefined && { channelId }),
    ...(slug !== undefined && { slug }),
  }
}

function ignoreMissing(error: unknown): undefined {
  if ((error as { readonly code?: unknown }).code !== 'not_found') throw error
  return undefined
}
