import type { Author, MessageRef } from '@wireloom/chat-core'
import { describeValue } from '../check-option.js'
import { kickError, type KickChatError } from '../errors.js'
import { readUserId, type UserId } from '../ids.js'

/** Somebody in a chat: their user id, or the author of a message. */
export type Person = UserId | number | Pick<Author, 'id'>

const mostCodePoints = 500
const mostReasonCodePoints = 100
const mostMinutes = 10_080

/**
 * What Kick's API would refuse is refused here already: the client of it does so as well, but only when the streamer's
 * user id has been asked for.
 */
export function checkContent(content: string): void {
  const length = codePointsOf(content)
  if (length >= 1 && length <= mostCodePoints) return
  throw refusal('content', `1 to ${mostCodePoints} characters long`, length < 0 ? content : length)
}

export function checkReason(reason: string): void {
  const length = codePointsOf(reason)
  if (length >= 0 && length <= mostReasonCodePoints) return
  throw refusal('reason', `at most ${mostReasonCodePoints} characters long`, length < 0 ? reason : length)
}

export function checkMinutes(durationMinutes: number): void {
  if (Number.isInteger(durationMinutes) && durationMinutes >= 1 && durationMinutes <= mostMinutes) return
  throw refusal('durationMinutes', `a whole number from 1 to ${mostMinutes}`, durationMinutes)
}

export function toMessageId(name: string, target: MessageRef | string): string {
  const id: unknown = typeof target === 'object' && target !== null ? target.id : target
  if (typeof id === 'string' && id.trim() !== '') return id
  throw refusal(name, 'a message’s id or its reference', id)
}

export function toUser(person: Person): number {
  const given = typeof person === 'object' && person !== null ? person.id : person
  const id = readUserId(given)
  if (id !== undefined) return id
  throw refusal('The user', 'a user id above 0, or an author who has one', given)
}

/** The refusal of one argument, before anything is sent. */
export function refusal(name: string, wanted: string, value: unknown): KickChatError {
  return kickError('invalid_argument', `${name} has to be ${wanted}, not ${describeValue(value)}.`)
}

/** As many as Kick counts; below 0 for what is no text. */
function codePointsOf(text: unknown): number {
  return typeof text === 'string' ? Array.from(text).length : -1
}
