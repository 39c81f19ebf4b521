import { describeValue } from './check-option.js'
import { kickError } from './errors.js'

declare const kind: unique symbol

/** A Kick user: what the official API and webhooks call `user_id` and `broadcaster_user_id`. */
export type UserId = number & { readonly [kind]: 'user' }

/** A Kick channel: the site's `id`, and the number in `channel.<id>`. Not the user's id, and not the chatroom's. */
export type ChannelId = number & { readonly [kind]: 'channel' }

/** A Kick chatroom: the site's `chatroom.id`, and the number in `chatrooms.<id>.v2`. No official call returns it. */
export type ChatroomId = number & { readonly [kind]: 'chatroom' }

/** Reads a user id from a number or a string of digits. @throws KickError `invalid_argument` for anything else */
export function toUserId(value: number | string): UserId {
  return readUserId(value) ?? refuse('user', value)
}

/** Reads a channel id from a number or a string of digits. @throws KickError `invalid_argument` for anything else */
export function toChannelId(value: number | string): ChannelId {
  return readChannelId(value) ?? refuse('channel', value)
}

/** Reads a chatroom id from a number or a string of digits. @throws KickError `invalid_argument` for anything else */
export function toChatroomId(value: number | string): ChatroomId {
  return readChatroomId(value) ?? refuse('chatroom', value)
}

/** The user id in a payload, where there is one. Zero is how Kick writes that it does not say. */
export function readUserId(value: unknown): UserId | undefined {
  const id = toPositiveInteger(value)
  return isUserId(id) ? id : undefined
}

/** The channel id in a payload, where there is one. */
export function readChannelId(value: unknown): ChannelId | undefined {
  const id = toPositiveInteger(value)
  return isChannelId(id) ? id : undefined
}

/** The chatroom id in a payload, where there is one. */
export function readChatroomId(value: unknown): ChatroomId | undefined {
  const id = toPositiveInteger(value)
  return isChatroomId(id) ? id : undefined
}

// The three guards cannot tell the ids apart, nothing at run time can: they mark where one is first named.
const isUserId = (value: number | undefined): value is UserId => value !== undefined
const isChannelId = (value: number | undefined): value is ChannelId => value !== undefined
const isChatroomId = (value: number | undefined): value is ChatroomId => value !== undefined

const digits = /^\d{1,16}$/

/** Ids are JSON numbers in most payloads and strings of digits in some. */
function toPositiveInteger(value: unknown): number | undefined {
  const id = typeof value === 'string' && digits.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined
}

function refuse(what: string, value: unknown): never {
  throw kickError(
    'invalid_argument',
    `A ${what} id is a positive whole number, as a number or a string of digits, but ${describeValue(value)} was given.`,
  )
}
