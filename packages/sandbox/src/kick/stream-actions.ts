import { SandboxError } from '../errors.js'
import { toMicrosecondTime, type Scene } from './scene.js'

/** The stream itself: on and off the air, hosts, viewers, followers. */
export type StreamActions = {
  /** Goes on the air. */
  goLive(title?: string): void
  /** Goes off the air. Throws `invalid_argument` when the room is not live. */
  endStream(): void
  /** Tells of a number of viewers; `olderForm` under the event's older name. */
  updateViewers(viewers: number, options?: { olderForm?: boolean }): void
  /** Another streamer sends their viewers here. Sends the event and its older double. */
  receiveHost(username: string, viewers: number, message?: string): void
  /** This room sends its viewers elsewhere. */
  hostOther(slug: string, viewers?: number): void
  /** Somebody follows, or no longer does. `username` null as the feed has it for strangers. */
  follow(username: string | null, followed?: boolean): void
}

/** The stream in a scene. */
export function createStreamActions(scene: Scene): StreamActions {
  const { room, memory, random, cast } = scene

  return {
    goLive(title = 'Playing around') {
      const livestream = { id: random.integer(80_000_000, 99_999_999), title, startedAtMs: scene.now() }
      memory.livestream = livestream
      scene.emit({
        event: 'streamerIsLive',
        data: {
          livestream: {
            id: livestream.id,
            channel_id: room.channelId,
            session_title: title,
            source: null,
            created_at: toMicrosecondTime(livestream.startedAtMs),
          },
        },
      })
    },
    endStream() {
      if (memory.livestream === undefined) {
        throw new SandboxError('invalid_argument', `The room ${room.slug} is not live; call goLive() first.`)
      }
      scene.emit({
        event: 'stopStreamBroadcast',
        data: { livestream: { id: memory.livestream.id, channel: { id: room.channelId, is_banned: false } } },
      })
      memory.livestream = undefined
      memory.viewers = 0
    },
    updateViewers(viewers, { olderForm = false } = {}) {
      memory.viewers = viewers
      const { livestream } = memory
      scene.emit({
        event: olderForm ? 'updatedLiveStream' : 'livestreamUpdated',
        data: {
          livestream: {
            id: livestream?.id ?? null,
            channel_id: room.channelId,
            session_title: livestream?.title ?? '',
            viewers,
          },
          viewers,
        },
      })
    },
    receiveHost(username, viewers, message) {
      scene.emit({
        event: 'streamHost',
        data: {
          chatroom_id: room.chatroomId,
          host_username: username,
          number_viewers: viewers,
          optional_message: message ?? null,
        },
      })
      scene.emit({
        event: 'streamHosted',
        data: {
          message: {
            id: random.uuid(),
            numberOfViewers: viewers,
            optionalMessage: message ?? null,
            createdAt: toMicrosecondTime(scene.now()),
          },
          user: { id: cast.byName(username).id, username, isSuperAdmin: false, verified: false },
        },
      })
    },
    hostOther(slug, viewers = random.integer(10, 2000)) {
      const { livestream } = memory
      const picture = `https://files.kick.com/images/user/${slug}/profile_image/fullsize.webp`
      scene.emit({
        event: 'chatMoveToSupportedChannel',
        data: {
          channel: {
            id: room.channelId,
            user_id: room.userId,
            slug: room.slug,
            playback_url: `https://playback.invalid/${room.slug}/master.m3u8?token=sandbox`,
            current_livestream:
              livestream === undefined ? null : { id: livestream.id, session_title: livestream.title },
          },
          slug,
          hosted: {
            id: random.integer(1_000_000, 4_999_999),
            username: slug,
            slug,
            viewers_count: viewers,
            is_live: true,
            profile_pic: picture,
            category: 'IRL',
            preview_thumbnail: { srcset: '', src: picture },
          },
        },
      })
    },
    follow(username, followed = true) {
      memory.followers = Math.max(0, memory.followers + (followed ? 1 : -1))
      scene.emit({
        event: 'followersUpdated',
        data: {
          // The feed writes this number as text now and then; clients must take both.
          followersCount: memory.followers % 2 === 0 ? String(memory.followers) : memory.followers,
          channel_id: room.channelId,
          username,
          created_at: Math.floor(scene.now() / 1000),
          followed,
        },
      })
    },
  }
}
