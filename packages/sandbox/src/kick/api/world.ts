import type { Random } from '../../random.js'
import type { Chatter } from '../chatter.js'
import type { KickApp } from '../oauth/app.js'
import type { TokenBook } from '../oauth/token-book.js'
import type { KickRoom } from '../room.js'
import type { RoomMemory } from '../scene.js'
import type { KeyPair } from '../webhooks/key-pair.js'
import type { SubscriptionBook } from '../webhooks/subscription-book.js'
import type { AccessToken } from './access-token.js'
import type { DropBook } from './drop-book.js'
import type { RoomDesk } from './room-desk.js'

/** A room as the API sees it. */
export interface ApiRoom {
  readonly room: KickRoom
  readonly memory: RoomMemory
  readonly desk: RoomDesk
}

/** Everything the API's routes read and change. */
export interface ApiWorld {
  rooms(): readonly ApiRoom[]
  readonly app: KickApp
  readonly tokens: TokenBook
  readonly subscriptions: SubscriptionBook
  readonly drops: DropBook
  readonly keys: KeyPair
  readonly random: Random
  now(): number
  /** Tells the app's webhook of something that the feed has no event for. */
  tell(room: ApiRoom, type: string, body: object): void
}

/** Who a user's token acts for, with the room that is theirs. */
export function accountOf({
  token,
  world,
}: {
  token: AccessToken
  world: ApiWorld
}): { readonly own: ApiRoom; readonly user: Chatter } | undefined {
  const rooms = world.rooms()
  const own = rooms.find(({ room }) => room.slug === token.channel) ?? rooms[0]
  return own === undefined ? undefined : { own, user: own.room.cast.byName(token.username) }
}

export function findRoom(world: ApiWorld, userId: unknown): ApiRoom | undefined {
  return world.rooms().find(({ room }) => room.userId === Number(userId))
}

/** Anybody in any room. */
export function findUser(world: ApiWorld, userId: number): Chatter | undefined {
  for (const { room } of world.rooms()) {
    const found = room.cast.byId(userId)
    if (found !== undefined) return found
  }
  return undefined
}

export function pictureOf(userId: number): string {
  return `https://files.kick.com/images/user/${userId}/profile_image/fullsize.webp`
}
