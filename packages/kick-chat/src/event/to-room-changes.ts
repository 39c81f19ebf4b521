import type { KickChatroomUpdatedEvent, KickMode } from './chatroom.js'

/**
 * A room's new rules by name: `slowMode`, `subscribersMode`, `followersMode`, `emotesMode`, `botProtection` and
 * `accountAge`, each `{ enabled, value }`; `value` is seconds, minutes or undefined as in `KickMode`.
 */
export function toRoomChanges({ modes }: KickChatroomUpdatedEvent): Readonly<Record<string, KickMode>> {
  return {
    ...(modes.slow && { slowMode: modes.slow }),
    ...(modes.subscribers && { subscribersMode: modes.subscribers }),
    ...(modes.followers && { followersMode: modes.followers }),
    ...(modes.emotes && { emotesMode: modes.emotes }),
    ...(modes.botProtection && { botProtection: modes.botProtection }),
    ...(modes.accountAge && { accountAge: modes.accountAge }),
  }
}
