import { decodePathPart, sendJson, type Exchange } from '../http-exchange.js'
import { cutHistory } from './history.js'
import type { RoomIdentity } from './identity.js'
import { toModesWire } from './modes.js'
import { toMicrosecondTime, type RoomMemory } from './scene.js'

/** What the site knows of a room. */
export type SiteRoom = { readonly identity: RoomIdentity; readonly memory: RoomMemory }

const prefix = '/api/v2/channels/'

/** The rooms of the site. */
export type SiteRooms = {
  bySlug(slug: string): SiteRoom | undefined
  byChannelId(channelId: number): SiteRoom | undefined
}

/**
 * Answers the site's addresses: `/api/v2/channels/<slug>`, `/api/v2/channels/<slug>/chatroom` and
 * `/api/v2/channels/<channel id>/messages`.
 */
export function answerSite(exchange: Exchange, rooms: SiteRooms): boolean {
  const { pathname } = exchange.url
  if (!pathname.startsWith(prefix)) return false
  if (exchange.method !== 'GET') {
    sendJson(exchange, 405, { message: `The ${exchange.method} method is not supported for this route.` })
    return true
  }
  const [slug = '', ...rest] = pathname.slice(prefix.length).split('/')
  const what = rest.join('/')
  if (what === 'messages' && /^\d+$/.test(slug)) {
    answerHistory(exchange, rooms.byChannelId(Number(slug)))
    return true
  }
  const room = rooms.bySlug(decodePathPart(slug) ?? '')
  if (room !== undefined && what === '') sendJson(exchange, 200, channelBody(room))
  else if (room !== undefined && what === 'chatroom') sendJson(exchange, 200, chatroomBody(room))
  else sendJson(exchange, 404, { message: 'Not Found' })
  return true
}

/** A number that is no channel's id, a chatroom's for one, has an empty history. */
function answerHistory(exchange: Exchange, room: SiteRoom | undefined): void {
  const query = exchange.url.searchParams
  const startTime = query.get('start_time')
  const startTimeMs = startTime === null ? 0 : Date.parse(startTime)
  if (Number.isNaN(startTimeMs)) {
    sendJson(exchange, 400, { status: { code: 400 }, data: null })
    return
  }
  const page = cutHistory(room?.memory.messages ?? [], { cursor: query.get('cursor'), startTimeMs })
  sendJson(exchange, 200, { status: { code: 200 }, data: { ...page, pinned_message: null } })
}

function channelBody({ identity, memory }: SiteRoom): object {
  const { channelId, chatroomId, userId, slug, username } = identity
  const { livestream, modes } = memory
  return {
    id: channelId,
    user_id: userId,
    slug,
    is_banned: false,
    // Signed and short-lived on the real site; here it leads nowhere.
    playback_url: `https://playback.invalid/${slug}/master.m3u8?token=sandbox`,
    vod_enabled: true,
    subscription_enabled: true,
    is_affiliate: false,
    followers_count: memory.followers,
    subscriber_badges: [1, 3, 6, 12].map((months, index) => ({
      id: channelId * 10 + index,
      channel_id: channelId,
      months,
      badge_image: {
        srcset: '',
        src: `https://files.kick.com/channel_subscriber_badges/${channelId * 10 + index}/original`,
      },
    })),
    banner_image: null,
    livestream:
      livestream === undefined
        ? null
        : {
            id: livestream.id,
            slug: `${livestream.id}-${slug}`,
            channel_id: channelId,
            created_at: toMicrosecondTime(livestream.startedAtMs),
            session_title: livestream.title,
            is_live: true,
            source: null,
            language: 'Persian',
            is_mature: false,
            viewer_count: memory.viewers,
            tags: [],
            categories: [],
          },
    role: null,
    muted: false,
    follower_badges: [],
    offline_banner_image: null,
    verified: null,
    recent_categories: [],
    can_host: true,
    user: {
      id: userId,
      username,
      agree_to_terms: true,
      bio: `The room of ${username}, for trying things out.`,
      country: null,
      profile_pic: `https://files.kick.com/images/user/${userId}/profile_image/fullsize.webp`,
      instagram: '',
      twitter: '',
      youtube: '',
      discord: '',
    },
    chatroom: {
      id: chatroomId,
      chatable_type: 'App\\Models\\Channel',
      chatable_id: channelId,
      created_at: '2024-03-01T12:00:00.000000Z',
      updated_at: '2026-01-01T12:00:00.000000Z',
      chat_mode_old: 'public',
      chat_mode: 'public',
      slow_mode: modes.slowSeconds > 0,
      message_interval: modes.slowSeconds,
      followers_mode: modes.followersOnly,
      following_min_duration: modes.followersMinutes,
      subscribers_mode: modes.subscribersOnly,
      emotes_mode: modes.emotesOnly,
    },
  }
}

function chatroomBody({ identity, memory }: SiteRoom): object {
  return {
    id: identity.chatroomId,
    ...toModesWire(memory.modes),
    show_quick_emotes: { enabled: true },
    show_banners: { enabled: true },
    pinned_message: null,
  }
}
