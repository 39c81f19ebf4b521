import { createRandom } from '../random.js'

/** Who a room is. Its four numbers are all different, as on the real site: mixing two of them up must show. */
export type RoomIdentity = {
  readonly slug: string
  /** The streamer's name as shown. */
  readonly username: string
  /** In the names of the chat channels. */
  readonly chatroomId: number
  /** In the names of the channel's own channels. */
  readonly channelId: number
  /** The streamer's user id. */
  readonly userId: number
}

// Ranges that do not touch, so that no id can pass for another kind by accident.
const channelIds = [1_000_000, 4_999_999] as const
const chatroomIds = [5_000_000, 9_999_999] as const
const userIds = [10_000_000, 49_999_999] as const

/** The identity of a room. The same seed and slug give the same ids, whatever other rooms there are. */
export function createIdentity(seed: number, slug: string, username: string): RoomIdentity {
  const random = createRandom(`${seed}/room/${slug}`)
  return {
    slug,
    username,
    channelId: random.integer(...channelIds),
    chatroomId: random.integer(...chatroomIds),
    userId: random.integer(...userIds),
  }
}
