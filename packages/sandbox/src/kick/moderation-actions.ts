import { toSender, toUser, type Chatter } from './chatter.js'
import { findMessage } from './chat-actions.js'
import { toModesWire, type ChatModes } from './modes.js'
import { toOffsetTime, type Scene } from './scene.js'

/** Keeping order. Names are usernames; `by` is a moderator of the cast unless given. */
export type ModerationActions = {
  /** Deletes a message by its id. The real feed also tells of deletions of messages nobody remembers, so any id goes. */
  deleteMessage(id: string, options?: { byAi?: boolean; violatedRules?: readonly string[] }): void
  /**
   * Bans somebody; with `minutes` it is a timeout. The `reason` is in the webhook alone. A moderator who does it `on` the
   * site itself has the id 0 in the feed. @default on 'site'
   */
  ban(
    username: string,
    options?: { minutes?: number; by?: string; reason?: string; on?: 'site' | 'api' },
  ): void
  unban(username: string, options?: { by?: string }): void
  /** Clears the whole chat. */
  clear(): void
  /** Changes modes; those not named stay. `newerForm` sends the nested shape a part of the feed has. */
  setModes(modes: Partial<ChatModes>, options?: { newerForm?: boolean }): void
  /** Pins a message of this room, for 1200 seconds unless told. */
  pin(messageId: string, options?: { seconds?: number; by?: string }): void
  unpin(): void
}

/** Keeping order in a scene. */
export function createModerationActions(scene: Scene): ModerationActions {
  const { room, cast, memory, random } = scene

  function moderator(name: string | undefined): Chatter {
    return name === undefined ? random.pick(cast.moderators) : cast.byName(name)
  }

  return {
    deleteMessage(id, { byAi = false, violatedRules = [] } = {}) {
      memory.messages = memory.messages.filter((message) => message.id !== id)
      scene.emit({
        event: 'messageDeleted',
        data: { id: random.uuid(), message: { id }, aiModerated: byAi, violatedRules },
        messageId: id,
      })
    },
    ban(username, { minutes, by, reason, on = 'site' } = {}) {
      const user = cast.byName(username)
      memory.banned.add(user.username)
      if (minutes === undefined) memory.timeouts.delete(user.username)
      else memory.timeouts.set(user.username, scene.now() + minutes * 60_000)
      scene.emit({
        event: 'userBanned',
        data: {
          id: random.uuid(),
          user: toUser(user),
          banned_by: { ...toUser(moderator(by)), ...(on === 'site' && { id: 0 }) },
          permanent: minutes === undefined,
          ...(minutes === undefined
            ? {}
            : { duration: minutes, expires_at: toOffsetTime(scene.now() + minutes * 60_000) }),
        },
        ...(reason !== undefined && { reason }),
      })
    },
    unban(username, { by } = {}) {
      const user = cast.byName(username)
      memory.banned.delete(user.username)
      memory.timeouts.delete(user.username)
      scene.emit({
        event: 'userUnbanned',
        data: { id: random.uuid(), user: toUser(user), unbanned_by: toUser(moderator(by)), permanent: true },
      })
    },
    clear() {
      memory.messages = []
      scene.emit({ event: 'chatroomClear', data: { id: random.uuid() } })
    },
    setModes(modes, { newerForm = false } = {}) {
      memory.modes = { ...memory.modes, ...modes }
      const { subscribers_mode, emotes_mode, ...others } = toModesWire(memory.modes)
      scene.emit(
        newerForm
          ? {
              event: 'chatSettingsChanged',
              data: {
                id: room.chatroomId,
                settings: {
                  ...others,
                  subscribers_only_mode: subscribers_mode,
                  emotes_only_mode: emotes_mode,
                },
              },
            }
          : {
              event: 'chatroomUpdated',
              data: { id: room.chatroomId, ...others, subscribers_mode, emotes_mode },
            },
      )
    },
    pin(messageId, { seconds = 1200, by } = {}) {
      const message = findMessage(scene, messageId)
      memory.pinnedMessageId = messageId
      scene.emit({
        event: 'pinnedMessageCreated',
        // The feed writes this number as a string.
        data: { message, duration: String(seconds), pinnedBy: toSender(moderator(by)) },
        messageId,
      })
    },
    unpin() {
      memory.pinnedMessageId = undefined
      scene.emit({ event: 'pinnedMessageDeleted', data: [] })
    },
  }
}
