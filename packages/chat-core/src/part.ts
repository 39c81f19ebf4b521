import type { Media } from './media.js'

/** What a card stands for. The names known here are completed by editors; the set is open. */
export type CardKind =
  | 'product'
  | 'vendor'
  | 'user'
  | 'coupon'
  | 'order'
  | 'order_process'
  | 'review'
  | 'story'
  | 'post'
  | (string & {})

/** Words. */
export interface TextPart {
  readonly type: 'text'
  /** The words, with every space and line break as sent. */
  readonly text: string
}

/** A platform's picture word. */
export interface EmotePart {
  readonly type: 'emote'
  /** The provider's id of the emote. */
  readonly id: string
  /** Its name, which stands for it in plain text. */
  readonly name: string
  /** Whose emote it is: `kick`, or a third party. */
  readonly provider: string
  /** Address of the picture. */
  readonly image?: string
}

/** Somebody addressed by name. */
export interface MentionPart {
  readonly type: 'mention'
  /** The platform's user id, where the message says it. */
  readonly userId?: string
  /** The name as written, without the `@`. */
  readonly name: string
}

/** A web address. */
export interface LinkPart {
  readonly type: 'link'
  /** The address as written. */
  readonly url: string
  /** Words shown in its place. */
  readonly text?: string
  /** True where the platform says the address is its own. */
  readonly internal?: boolean
}

/** One file. */
export interface MediaPart {
  readonly type: 'image' | 'voice' | 'video' | 'file' | 'sticker'
  readonly media: Media
}

/** Several pictures sent as one. */
export interface GalleryPart {
  readonly type: 'gallery'
  readonly media: readonly Media[]
}

/** A place on earth, in decimal degrees. */
export interface LocationPart {
  readonly type: 'location'
  readonly latitude: number
  readonly longitude: number
  readonly label?: string
}

/** A thing of the platform shown in the conversation: a product, an order, a shop. */
export interface CardPart {
  readonly type: 'card'
  readonly card: CardKind
  /** The platform's id of that thing. */
  readonly entityId: string
  readonly title?: string
  readonly url?: string
  readonly image?: string
}

/** Something this version does not know. Never dropped, never thrown. */
export interface UnknownPart {
  readonly type: 'unknown'
  /** The platform's name for it. */
  readonly platformType: string
  /** Words to show in its place; may be empty. */
  readonly fallback: string
}

/** One piece of a message, joined by `type`. A message is its parts in order. */
export type Part =
  | TextPart
  | EmotePart
  | MentionPart
  | LinkPart
  | MediaPart
  | GalleryPart
  | LocationPart
  | CardPart
  | UnknownPart
