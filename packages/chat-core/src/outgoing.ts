import type { MessageRef } from './message-ref.js'
import type { Part } from './part.js'

/** A message to be said. */
export interface Outgoing {
  /** What it says, piece by piece. */
  readonly parts: readonly Part[]
  /** What it says as plain text: `renderText(parts)`. */
  readonly text: string
  /** The message it answers. */
  readonly replyTo?: MessageRef
  /** An id of our own, handed to the platform where it takes one, so that the message is known again when it comes back. */
  readonly clientId: string
}

/** What became of a message that was sent. */
export interface Receipt {
  /** The messages it became; more than one where the platform needed several. */
  readonly refs: readonly MessageRef[]
  /** When the platform took it, in milliseconds since 1970. */
  readonly sentAt: number
}

/**
 * Who goes first when sends have to wait: moderation before replies before chatter.
 */
export type SendPriority = 'moderation' | 'reply' | 'chatter'

/**
 * What to do where a send may or may not have happened: tell the caller (`fail`), look for it in the history and send
 * again only if it is not there (`verify`), or send again, at the risk of saying it twice (`retry`).
 */
export type UnknownOutcomePolicy = 'fail' | 'verify' | 'retry'

/** Makes several texts of one that is too long, each within the limits; undefined where it cannot. */
export type TextSplitter = (
  text: string,
  limits: { readonly maxCharacters?: number; readonly maxBytes?: number },
) => readonly string[] | undefined

/** How a message is sent. Those that speak of waiting need an outbox, see `HubOptions.outbox`. */
export interface SendOptions {
  /** The message it answers. */
  readonly replyTo?: MessageRef
  /** Makes several messages of a text that is too long, such as `splitText`. Default: it is refused as `too_long`. */
  readonly split?: TextSplitter
  /** Makes a text of parts the room cannot show, such as `asText`. Default: they are refused as `unsupported`. */
  readonly degrade?: (parts: readonly Part[]) => string
  /** Gives up waiting; rejects as `closed` where it was not handed to the platform yet. */
  readonly signal?: AbortSignal
  /** Default `reply` where it answers one, else `chatter`. */
  readonly priority?: SendPriority
  /** How long it may wait for its turn, in milliseconds, before it rejects as `timeout`. Default 60,000. */
  readonly deadlineMs?: number
  /** Default `fail`. */
  readonly onUnknown?: UnknownOutcomePolicy
  /** Joins an identical text that still waits in the same room; both get the one receipt. Default false. */
  readonly coalesce?: boolean
  /**
   * Names this send. With an outbox in the store, a second send of the same name is not sent but given the first one's
   * receipt, also after a restart: name it by the event it answers. Default: a name of its own.
   */
  readonly key?: string
}
