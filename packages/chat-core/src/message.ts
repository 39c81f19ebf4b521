import type { Author } from './author.js'
import type { MessageRef } from './message-ref.js'
import type { Part } from './part.js'

/** The message that another one answers, as far as the answer tells. */
export interface ReplyTo {
  readonly ref: MessageRef
  /** Who wrote it; often no more than an id and a name. */
  readonly author?: Partial<Author>
  /** What it said, as plain text. */
  readonly text?: string
}

/** One chat message. `Raw` is the platform's own form of it. */
export interface Message<Raw = unknown> {
  readonly ref: MessageRef
  readonly author: Author
  /** What it says, piece by piece. */
  readonly parts: readonly Part[]
  /** What it says as plain text, emotes as their names: `renderText(parts)`. */
  readonly text: string
  /** When it was sent, by the platform's clock: milliseconds since 1970, no finer than the platform tells. */
  readonly sentAt: number
  /** When it was last changed, in milliseconds since 1970. */
  readonly editedAt?: number
  /** When the other side saw it, in milliseconds since 1970. */
  readonly seenAt?: number
  readonly replyTo?: ReplyTo
  /** The id its sender gave it before the platform gave one. */
  readonly clientId?: string
  /** The platform's own form. */
  readonly raw: Raw
}
