import { describeValue } from '../check-option.js'
import { kickError } from '../errors.js'
import { toChannelId, toChatroomId, toUserId, type ChannelId, type ChatroomId, type UserId } from '../ids.js'

/** The ids of one Kick room. Only the chatroom id is needed to read its chat. */
export interface ChatroomInfo {
  readonly chatroomId: ChatroomId
  /** Without it, gifts of KICKs, goals, hosts sent out, and the start and end of streams are not heard. */
  readonly channelId?: ChannelId
  readonly userId?: UserId
  readonly slug?: string
  /** The streamer's name as shown. */
  readonly username?: string
}

/**
 * Turns a slug, the name in `kick.com/<slug>`, into the ids behind it.
 *
 * Any function will do: a table of one's own, a database, or `siteLookup()`. No official call of Kick's returns a
 * chatroom id.
 */
export type ChatroomLookup = (
  slug: string,
  options: { readonly signal?: AbortSignal | undefined },
) => Promise<ChatroomInfo>

/**
 * The same room with its ids as numbers: a database may write them as text, and "7" would be another room than 7.
 *
 * @throws KickError `invalid_argument` for an id that is none
 */
export function toChatroomInfo(given: ChatroomInfo): ChatroomInfo {
  const { chatroomId, channelId, userId } = given
  return {
    ...given,
    chatroomId: toChatroomId(chatroomId),
    ...(channelId !== undefined && { channelId: toChannelId(channelId) }),
    ...(userId !== undefined && { userId: toUserId(userId) }),
  }
}

const slugPattern = /^[a-z0-9_-]{1,64}$/

/**
 * A slug as Kick writes it: lower case, without spaces around it.
 *
 * @throws KickError `invalid_argument` for what cannot be a slug, such as a whole address
 */
export function toSlug(value: string): string {
  const slug = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (slugPattern.test(slug)) return slug
  throw kickError(
    'invalid_argument',
    `${describeValue(value)} is no slug: pass the name in kick.com/<name>, of letters, digits, "_" and "-".`,
  )
}

/** The other way Kick may write the same name; undefined where there is none. */
export function slugVariant(slug: string): string | undefined {
  if (slug.includes('_')) return slug.replaceAll('_', '-')
  return slug.includes('-') ? slug.replaceAll('-', '_') : undefined
}
