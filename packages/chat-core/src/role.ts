/**
 * Every role an author can have, most trusted first.
 *
 * A role is a meaning shared by platforms; what one platform happens to draw beside a name is a `Badge`.
 */
export const roles = [
  'owner',
  'staff',
  'moderator',
  'vendor',
  'bot',
  'verified',
  'vip',
  'og',
  'founder',
  'subscriber',
  'gifter',
  'customer',
] as const

/**
 * What an author is in a room.
 *
 * - `owner`: the room is theirs (Kick: the broadcaster)
 * - `staff`: works for the platform, or is the platform speaking
 * - `moderator`: may remove messages and restrict people
 * - `vendor`, `customer`: the two sides of a conversation with a shop
 * - `bot`: a program that says so
 * - `verified`: the platform vouches for the account
 * - `vip`, `og`, `founder`, `subscriber`, `gifter`: standing in a stream's community
 */
export type Role = (typeof roles)[number]
