import type { MessageRef } from '@wireloom/chat-core'
import type { CallOptions, Kick } from '@wireloom/kick'
import { untilAborted } from '../abort.js'
import type { ChatroomInfo } from '../chatroom/lookup.js'
import { checkObject } from '../check-option.js'
import { kickError } from '../errors.js'
import {
  checkContent,
  checkMinutes,
  checkReason,
  refusal,
  toMessageId,
  toUser,
  type Person,
} from './check-action.js'

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

/** What is done in a room by Kick's official API. */
export class RoomActions {
  readonly #info: ChatroomInfo
  readonly #kick: KickActions | undefined
  #userId: Promise<number> | undefined

  constructor(info: ChatroomInfo, kick: KickActions | undefined) {
    this.#info = info
    this.#kick = kick
  }

  async send(content: string, options: SendOptions = {}): Promise<string> {
    const { chat } = this.#demandKick('send')
    const { replyTo, as = 'user', ...callOptions } = checkObject('The options of send', options)
    checkContent(content)
    const replyToMessageId = replyTo === undefined ? undefined : toMessageId('replyTo', replyTo)
    const message = { content, replyToMessageId }
    if (as === 'bot') return (await chat.send({ ...message, type: as }, callOptions)).messageId
    if (as !== 'user') throw refusal('as', "'user' or 'bot'", as)
    const broadcasterUserId = await this.#broadcaster(callOptions)
    return (await chat.send({ ...message, broadcasterUserId }, callOptions)).messageId
  }

  async delete(target: MessageRef | string, options?: CallOptions): Promise<void> {
    const { chat } = this.#demandKick('delete')
    await chat.delete(toMessageId('messageId', target), options)
  }

  async ban(person: Person, options: BanOptions = {}): Promise<void> {
    const { moderation } = this.#demandKick('ban')
    await this.#keepOut(moderation, person, undefined, options)
  }

  async timeout(person: Person, durationMinutes: number, options: BanOptions = {}): Promise<void> {
    const { moderation } = this.#demandKick('timeout')
    // Without it Kick would ban for good.
    checkMinutes(durationMinutes)
    await this.#keepOut(moderation, person, durationMinutes, options)
  }

  async release(person: Person, options: CallOptions = {}): Promise<void> {
    const { moderation } = this.#demandKick('unban')
    const userId = toUser(person)
    const callOptions = checkObject('The options of unban', options)
    await moderation.unban({ broadcasterUserId: await this.#broadcaster(callOptions), userId }, callOptions)
  }

  async #keepOut(
    moderation: KickActions['moderation'],
    person: Person,
    durationMinutes: number | undefined,
    options: BanOptions,
  ): Promise<void> {
    const { reason, ...callOptions } = checkObject('The options of a ban', options)
    const userId = toUser(person)
    if (reason !== undefined) checkReason(reason)
    const broadcasterUserId = await this.#broadcaster(callOptions)
    await moderation.ban({ broadcasterUserId, userId, durationMinutes, reason }, callOptions)
  }

  /** The streamer's user id, asked for once where only the slug is known. */
  async #broadcaster({ signal, token }: CallOptions): Promise<number> {
    const { userId, slug } = this.#info
    if (userId !== undefined) return userId
    if (slug === undefined) {
      throw kickError(
        'invalid_argument',
        'This room was joined without its streamer’s user id: join by slug, or by { chatroomId, userId }.',
      )
    }
    this.#userId ??= this.#ask(slug, token).catch((error: unknown) => {
      this.#userId = undefined
      throw error
    })
    // Shared by all that ask meanwhile: the signal of one of them ends its own wait alone.
    return untilAborted(this.#userId, `the user id of ${slug}`, signal)
  }

  async #ask(slug: string, token: CallOptions['token']): Promise<number> {
    const { channels } = this.#demandKick('send')
    const { broadcasterUserId } = await channels.get({ slug }, { token })
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
