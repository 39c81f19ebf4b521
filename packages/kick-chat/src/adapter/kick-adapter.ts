import type { AdapterContext, AdapterSession, ChatAdapter, RoomRef } from '@wireloom/chat-core'
import { checkSignal } from '../check-option.js'
import type { WaitOptions } from '../abort.js'
import { toUserId, toChannelId, toChatroomId, type ChannelId, type ChatroomId, type UserId } from '../ids.js'
import { inChatWords } from './adapter-error.js'
import { KickSession } from './kick-session.js'
import { checkAdapterOptions, type KickAdapterOptions } from './options.js'
import { RoomDirectory } from './room-directory.js'
import { roomRefOf } from './room-ref.js'

/** A room of Kick's: its name (as in `kick.com/<name>`), its streamer's user id, or the ids that are known of it. */
export type KickRoomName =
  | string
  | UserId
  | {
      readonly userId: UserId | number | string
      readonly chatroomId?: ChatroomId | number | string | undefined
      readonly channelId?: ChannelId | number | string | undefined
      readonly slug?: string | undefined
    }

/** Kick as a part of a hub, and how its rooms are found. */
export interface KickAdapter extends ChatAdapter {
  /**
   * The reference of a room, for `hub.add(adapter, { rooms })` and `hub.room(ref)`.
   *
   * Its `room` is the streamer's user id: official calls and webhooks know no other, and it outlives renamings. It may
   * be kept, and so be used without asking anybody; what the socket needs beside it is found when the room is joined,
   * and kept in the hub's store where that has one.
   *
   * Asks the lookup, or Kick's API, for a name alone. Rejects with a ChatError: `invalid`, `unsupported` where there is
   * neither, and what they say (`not_found`, `edge_blocked`, …).
   */
  room(name: KickRoomName, options?: WaitOptions): Promise<RoomRef>
}

/**
 * Kick for a hub of `@wireloom/chat-core`: one or both ways to receive, and the official API to act with. Unofficial
 * parts, the socket, the lookup and the history, run only where you name them.
 *
 * With `socket` and `webhook` both, each event is told once, by whichever way it came first, and
 * `hub.inspect().coverage` says what only one of them brought.
 *
 * @example
 * ```ts
 * const kick = kickAdapter({ socket: negotiatedSocket(), lookup: siteLookup(), history: siteHistory() })
 * const hub = createHub({ backfill: createBackfill() })
 * hub.on('message', ({ message }) => console.log(message.author.name, message.text))
 * await hub.add(kick, { rooms: [await kick.room('somebody')] })
 * ```
 *
 * @throws KickError `invalid_options`, naming the option. Opens and asks nothing.
 */
export function kickAdapter(options: KickAdapterOptions): KickAdapter {
  const { kick, lookup, account } = checkAdapterOptions(options)
  const directory = new RoomDirectory(lookup, kick)
  let asked: Promise<string> | undefined

  /** Asked once; after a failure anew. */
  async function findAccount(): Promise<string> {
    if (account !== undefined) return account
    if (kick === undefined) return 'anonymous'
    asked ??= askAccount(kick)
    try {
      return await asked
    } catch (error) {
      asked = undefined
      throw error
    }
  }

  async function open(context: AdapterContext): Promise<AdapterSession> {
    await directory.keepIn(context.kv)
    const facts = { operation: 'account.open' }
    const signedIn = await inChatWords(facts, findAccount)
    const scopes = await inChatWords(facts, async () => kick?.scopes({ signal: context.signal }))
    return new KickSession({ options, directory, context, account: signedIn, scopes })
  }

  return {
    platform: 'kick',
    open,
    room: (name, { signal = new AbortController().signal } = {}) =>
      inChatWords({ operation: 'room.find' }, async () => {
        checkSignal(signal)
        const { userId } = await toIds(name, directory, signal)
        return roomRefOf(userId, await findAccount())
      }),
  }
}

async function askAccount(kick: NonNullable<KickAdapterOptions['kick']>): Promise<string> {
  const { userId } = await kick.users.me()
  return String(userId)
}

async function toIds(
  name: KickRoomName,
  directory: RoomDirectory,
  signal: AbortSignal,
): Promise<{ readonly userId: UserId }> {
  if (typeof name === 'string') return directory.bySlug(name, signal)
  if (typeof name !== 'object' || name === null) return { userId: toUserId(name) }
  const { userId, chatroomId, channelId, slug } = name
  return directory.add({
    userId: toUserId(userId),
    ...(chatroomId !== undefined && { chatroomId: toChatroomId(chatroomId) }),
    ...(channelId !== undefined && { channelId: toChannelId(channelId) }),
    ...(slug !== undefined && { slug }),
  })
}
