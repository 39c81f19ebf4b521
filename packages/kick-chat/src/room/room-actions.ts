import type { Author, MessageRef } from '@wireloom/chat-core'
import type { CallOptions, Kick } from '@wireloom/kick'
import type { ChatroomInfo } from '../chatroom/lookup.js'
import { describeValue } from '../check-option.js'
import { kickError } from '../errors.js'
import { readUserId, type UserId } from '../ids.js'

/** What a chat needs of a client of Kick's official API. */
export type KickActions = Pick<Kick, 'chat' | 'moderation' | 'channels'>

/** A message of one's own. */
export interface SendOptions extends CallOptions {
  /** The message it answers, or its id. */
  readonly replyTo?: MessageRef | string | undefined
  /** Who says it: the token's user, or the app as a bot, which Kick puts into the channel of the token whatever the room. Default `user`. */
  readonly as?: 'user' | 'bot' | undefined
}

/** Who is kept out, and why. */
export interface BanOptions extends CallOptions {
  /** At most 100 characters. */
  readonly reason?: string | undefined
}

/** Somebody in a chat: their user id, or the author of a message. */
export type Person = UserId | number | Pick<Author, 'id'>

/** What is done in a room by Kick's official API. */
export class RoomActions {
  readonly #info: ChatroomInfo
  readonly #kick: KickActions | undefined
  #userId: Promise<number> | undefined

  constructor(info: ChatroomInfo, kick: KickActions | undefined) {
    this.#info = info
    this.#kick = kick
  }

  async send(content: string, { replyTo, as = 'user', ...options }: SendOptions = {}): Promise<string> {
    const { chat } = this.#demandKick('send')
    const replyToMessageId = typeof replyTo === 'object' ? replyTo.id : replyTo
    const message = { content, replyToMessageId }
    const sent =
      as === 'bot'
        ? await chat.send({ ...message, type: 'bot' }, options)
        : await chat.send(
            { ...message, type: as, broadcasterUserId: await this.#broadcaster(options) },
            options,
          )
    return sent.messageId
  }

  async delete(target: MessageRef | string, options?: CallOptions): Promise<void> {
    const { chat } = this.#demandKick('delete')
    await chat.delete(typeof target === 'object' ? target.id : target, options)
  }

  async ban(
    person: Person,
    durationMinutes: number | undefined,
    { reason, ...options }: BanOptions = {},
  ): Promise<void> {
    const { moderation } = this.#demandKick(durationMinutes === undefined ? 'ban' : 'timeout')
    const userId = toUser(person)
    const broadcasterUserId = await this.#broadcaster(options)
    await moderation.ban({ broadcasterUserId, userId, durationMinutes, reason }, options)
  }

  async release(person: Person, options: CallOptions = {}): Promise<void> {
    const { moderation } = this.#demandKick('release')
    const userId = toUser(person)
    await moderation.unban({ broadcasterUserId: await this.#broadcaster(options), userId }, options)
  }

  /** The streamer's user id, asked for once where only the slug is known. */
  async #broadcaster(options: CallOptions): Promise<number> {
    const { userId, slug } = this.#info
    if (userId !== undefined) return userId
    if (slug === undefined) {
      throw kickError(
        'invalid_argument',
        'This room was joined without its streamer’s user id: join by slug, or by { chatroomId, userId }.',
      )
    }
    this.#userId ??= this.#ask(slug, options).catch((error: unknown) => {
      this.#userId = undefined
      throw error
    })
    return this.#userId
  }

  async #ask(slug: string, { signal }: CallOptions): Promise<number> {
    const { channels } = this.#demandKick('send')
    const { broadcasterUserId } = await channels.get({ slug }, { signal })
    return broadcasterUserId
  }

  #demandKick(what: string): KickActions {
    if (this.#kick !== undefined) return this.#kick
    throw kickError(
      'no_kick',
      `room.${what} asks Kick’s official API, and this chat has no client of it: pass new Kick({ token }) as "kick".`,
    )
  }
}

function toUser(person: Person): number {
  const given = typeof person === 'object' && person !== null ? person.id : person
  const id = readUserId(given)
  if (id !== undefined) return id
  throw kickError(
    'invalid_argument',
    `The user has to be a user id above 0, or an author who has one, not ${describeValue(given)}.`,
  )
}
