import { joinKey } from './key.js'

/** A chat service. The two names known here are completed by editors; any other string is as good. */
export type Platform = 'kick' | 'basalam' | (string & {})

/**
 * What sort of place a room is.
 *
 * - `live`: the public chat of a stream, many writers, nothing expected to be read twice
 * - `direct`: two parties
 * - `group`: several known parties
 * - `broadcast`: one writes, many read
 */
export type RoomKind = 'live' | 'direct' | 'group' | 'broadcast'

/** Names one room, as one account of ours sees it. Plain data: it survives JSON and may be kept in a database. */
export interface RoomRef {
  /** The service the room is on. */
  readonly platform: Platform
  /** Whose eyes it is seen through: the platform's id of our account, or `anonymous` where nobody is logged in. */
  readonly account: string
  /** The platform's own id of the room, as a string even where the platform counts with numbers. */
  readonly room: string
  /** What sort of place it is. Says nothing about identity: it is no part of {@link roomKey}. */
  readonly kind: RoomKind
}

/**
 * The room's identity as one string, `platform/account/room`, equal exactly when two references mean the same room.
 *
 * A `/` or `%` inside an id is written `%2F` or `%25`, so that no two rooms share a key.
 */
export function roomKey(room: RoomRef): string {
  return joinKey([room.platform, room.account, room.room])
}
