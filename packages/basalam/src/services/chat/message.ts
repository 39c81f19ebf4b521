import type { ChatUser } from '../../generated/chat.js'

/** What messages may be, as the API's document of 2026-06 lists them. */
export const messageTypes = [
  'factor',
  'file',
  'old_file',
  'product',
  'vendor',
  'social_post',
  'user',
  'coupon',
  'notification',
  'order_process',
  'story',
  'product_voice',
  'review',
  'order',
  'text',
  'picture',
  'gallery',
  'label',
  'sticker',
  'voice',
  'video',
  'location',
  'voice_call_phone',
  'agreement',
] as const

/** One of {@link messageTypes}. */
export type MessageType = (typeof messageTypes)[number]

/** Messages that are files. */
export type FileMessageType =
  | 'picture'
  | 'video'
  | 'voice'
  | 'file'
  | 'old_file'
  | 'gallery'
  | 'sticker'
  | 'product_voice'

/** Messages that show a thing of Basalam, which `content.entityId` names. */
export type CardMessageType =
  | 'product'
  | 'vendor'
  | 'social_post'
  | 'user'
  | 'coupon'
  | 'order_process'
  | 'story'
  | 'review'
  | 'order'

/** A message of a chat. `type` tells them apart; one that is not in the documents is `unknown`. */
export type Message =
  | TextMessage
  | FileMessage
  | CardMessage
  | LocationMessage
  | OtherMessage
  | UnknownMessage

/** Words. */
export interface TextMessage extends MessageBase {
  readonly type: 'text'
  readonly content: MessageContent & { readonly text: string }
}

/** Files, with a caption in `content.text` where there is one. */
export interface FileMessage extends MessageBase {
  readonly type: FileMessageType
}

/** A product, a vendor or another thing of Basalam. */
export interface CardMessage extends MessageBase {
  readonly type: CardMessageType
}

/** A place. */
export interface LocationMessage extends MessageBase {
  readonly type: 'location'
}

/** What the platform itself writes. */
export interface OtherMessage extends MessageBase {
  readonly type: Exclude<MessageType, FileMessageType | CardMessageType | 'text' | 'location'>
}

/** Of a type that came up later; `messageType` says which. */
export interface UnknownMessage extends MessageBase {
  readonly type: 'unknown'
  /** All of it as it came: what is new in it, nobody here knows. */
  readonly raw: unknown
}

/** The message that another one answers. */
export type RepliedMessage = Omit<MessageBase, 'repliedMessage'> & { readonly type: MessageType | 'unknown' }

interface MessageBase {
  readonly id: number
  readonly chatId: number
  /** The server's own word for the type. */
  readonly messageType: string
  readonly content: MessageContent
  /** Left out of what the platform itself writes. */
  readonly sender?: ChatUser | undefined
  /** When it was written, in the server's spelling. */
  readonly createdAt?: string | undefined
  readonly updatedAt?: string | undefined
  /** When the other side saw it. */
  readonly seenAt?: string | undefined
  readonly forwardFrom?: number | undefined
  readonly repliedMessage?: RepliedMessage | undefined
}

/** What is in a message. */
export interface MessageContent {
  /** Exactly as it was written, whatever letters and marks it has. */
  readonly text?: string | undefined
  readonly files: readonly MessageFile[]
  readonly links: readonly MessageLink[]
  /** The id of the thing that a card shows. */
  readonly entityId?: number | undefined
  /** A place, where one came; the document does not describe it. */
  readonly location?: unknown
  /** As somebody else put it there. */
  readonly metadata?: unknown
  /** Rows of buttons. */
  readonly replyMarkup?: unknown
}

/** A file of a message. No document describes it: any member may be missing, and others may be there. */
export interface MessageFile {
  readonly id?: number | null | undefined
  readonly url?: string | null | undefined
  readonly name?: string | null | undefined
  readonly type?: string | null | undefined
  /** In bytes. */
  readonly size?: number | null | undefined
  /** In pixels. */
  readonly width?: number | null | undefined
  /** In pixels. */
  readonly height?: number | null | undefined
  /** In seconds. */
  readonly duration?: number | null | undefined
  readonly blurHash?: string | null | undefined
  readonly [member: string]: unknown
}

/** An address in the text. */
export interface MessageLink {
  readonly url?: string | null | undefined
  readonly startIndex?: number | null | undefined
  readonly endIndex?: number | null | undefined
  readonly isBasalamLink?: boolean | null | undefined
  readonly [member: string]: unknown
}
