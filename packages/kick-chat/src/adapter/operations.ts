import type { AdapterOperations, CallOptions, RestrictOptions, RoomRef } from '@wireloom/chat-core'
import { readUserId } from '../ids.js'
import { inChatWords, invalidArgument } from './adapter-error.js'
import type { KickClient } from './options.js'
import { streamerOf } from './room-ref.js'

const minuteMs = 60_000
/** Kick's longest timeout: a week. */
const mostMinutes = 10_080
const mostReasonCodePoints = 100

/** What Kick's official API can do besides sending. */
export function createOperations(
  kick: KickClient,
  rooms: () => readonly RoomRef[],
): Pick<AdapterOperations, 'delete' | 'ban' | 'timeout' | 'release' | 'rooms'> {
  async function keepOut(
    operation: string,
    room: RoomRef,
    user: string,
    durationMinutes: number | undefined,
    { reason, signal }: RestrictOptions,
  ): Promise<void> {
    const broadcasterUserId = streamerOf(room)
    const userId = readUser(operation, user)
    if (reason !== undefined && Array.from(reason).length > mostReasonCodePoints) {
      throw invalidArgument(operation, `The reason may have ${mostReasonCodePoints} characters at most.`)
    }
    const ban = { broadcasterUserId, userId, durationMinutes, reason }
    await inChatWords({ operation }, () => kick.moderation.ban(ban, { signal }))
  }

  return {
    delete: async (targets, { signal }) => {
      for (const { id } of targets) {
        // oxlint-disable-next-line no-await-in-loop -- Kick takes one at a time, and the first refusal ends it
        await inChatWords({ operation: 'message.delete' }, () => kick.chat.delete(id, { signal }))
      }
    },
    ban: (room, userId, options) => keepOut('user.ban', room, userId, undefined, options),
    timeout: async (room, userId, durationMs, options) => {
      // Kick counts whole minutes: rather a little longer than not as long as was meant.
      const minutes = Math.ceil(durationMs / minuteMs)
      if (!(minutes >= 1 && minutes <= mostMinutes)) {
        throw invalidArgument(
          'user.timeout',
          `durationMs has to be from 1 to ${mostMinutes * minuteMs} (a week), not ${durationMs}.`,
        )
      }
      await keepOut('user.timeout', room, userId, minutes, options)
    },
    release: async (room: RoomRef, user: string, { signal }: CallOptions) => {
      const target = { broadcasterUserId: streamerOf(room), userId: readUser('user.release', user) }
      await inChatWords({ operation: 'user.release' }, () => kick.moderation.unban(target, { signal }))
    },
    rooms: async () => rooms(),
  }
}

function readUser(operation: string, value: string): number {
  const userId = readUserId(value)
  if (userId !== undefined) return userId
  throw invalidArgument(operation, `The user has to be a user id of Kick's, not "${value}".`)
}
