import { cacheLookup, type LookupCacheOptions } from '../chatroom/cache.js'
import { slugVariant, type ChatroomInfo, type ChatroomLookup } from '../chatroom/lookup.js'
import { kickError } from '../errors.js'
import { isWire, readText } from '../event/read.js'
import { readChannelId, readChatroomId, readUserId } from '../ids.js'
import { SiteClient, type SiteOptions } from './site-client.js'
import type { SiteChannelWire, SiteChatroomWire, SiteUserWire } from './site-lookup.wire.js'

/** How to ask Kick's site for ids. The base address is `https://kick.com` by default. */
export interface SiteLookupOptions extends SiteOptions {
  /** What is remembered; see {@link LookupCacheOptions}. */
  readonly cache?: LookupCacheOptions | undefined
}

/**
 * A lookup over the address Kick's own site uses, `GET /api/v2/channels/<slug>`. Unofficial: it may change, or be
 * closed to programs, on any day.
 *
 * A name that is not found is tried once more with `_` and `-` exchanged, as Kick writes names either way. Answers
 * are remembered, and asked for once where several ask at the same time.
 *
 * It fails with a KickError: `not_found`; `edge_blocked` where something in front of Kick answered in its place
 * (403, 423, 429, or an answer that is no JSON), which the chatroom id avoids; `unavailable`, `network`, `timeout`;
 * `malformed` where the answer has no chatroom id; `aborted`.
 *
 * @throws KickError `invalid_options` for a base address or time that cannot be right
 */
export function siteLookup(options: SiteLookupOptions = {}): ChatroomLookup {
  const site = new SiteClient('siteLookup', options, 'https://kick.com')

  return cacheLookup(async (slug, { signal }) => {
    const found = await ask(slug, signal)
    if (found !== undefined) return found
    const variant = slugVariant(slug)
    const other = variant === undefined ? undefined : await ask(variant, signal)
    if (other !== undefined) return other
    const tried = variant === undefined ? slug : `${slug}" or "${variant}`
    throw kickError('not_found', `Kick has no channel "${tried}": check the name in its address.`, {
      status: 404,
    })
  }, options.cache)

  /** The answer for one spelling; undefined where Kick has no such channel. */
  async function ask(slug: string, signal: AbortSignal | undefined): Promise<ChatroomInfo | undefined> {
    const { status, body } = await site.ask({
      path: `/api/v2/channels/${encodeURIComponent(slug)}`,
      about: `"${slug}"`,
      whenBlocked:
        'join by the chatroom id, chat.join({ chatroomId }), which stands under "chatroom" at ' +
        `kick.com/api/v2/channels/${slug} when opened in a browser.`,
      signal,
    })
    if (status === 404) return undefined
    if (status === 200) return readInfo(slug, body)
    throw kickError('malformed', `Kick answered for "${slug}" with status ${status}.`, { status })
  }
}

function readInfo(slug: string, body: unknown): ChatroomInfo {
  const wire: SiteChannelWire = isWire(body) ? body : {}
  const chatroom: SiteChatroomWire = isWire(wire.chatroom) ? wire.chatroom : {}
  const user: SiteUserWire = isWire(wire.user) ? wire.user : {}
  const chatroomId = readChatroomId(chatroom.id)
  if (chatroomId === undefined) {
    throw kickError('malformed', `Kick's answer for "${slug}" has no chatroom.id: join by the chatroom id.`)
  }
  const channelId = readChannelId(wire.id)
  const userId = readUserId(wire.user_id)
  const username = readText(user.username)
  return {
    chatroomId,
    slug: readText(wire.slug) ?? slug,
    ...(channelId !== undefined && { channelId }),
    ...(userId !== undefined && { userId }),
    ...(username !== undefined && { username }),
  }
}
