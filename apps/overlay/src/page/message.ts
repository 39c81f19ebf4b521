/** A piece of what somebody wrote, as it is drawn. */
export type ShownPart =
  | { readonly type: 'text' | 'mention' | 'link'; readonly text: string }
  | { readonly type: 'emote'; readonly name: string; readonly image: string | undefined }

/** A badge, as it is drawn. */
export interface ShownBadge {
  readonly type: string
  readonly text: string
  readonly count: number | undefined
  readonly image: string | undefined
}

/** What a message answers. */
export interface ShownReply {
  readonly key: string
  readonly authorKey: string | undefined
  readonly name: string
  readonly text: string
}

/** A message, as it is drawn. */
export interface ShownMessage {
  /** Tells it from every other one. */
  readonly key: string
  readonly roomKey: string
  /** Who wrote it, in this room. */
  readonly authorKey: string
  readonly name: string
  /** `#RRGGBB`, as the platform has it; undefined where there is none. */
  readonly color: string | undefined
  readonly badges: readonly ShownBadge[]
  /** Whether it is of somebody with a say: the owner, a moderator, staff. */
  readonly hasSay: boolean
  readonly parts: readonly ShownPart[]
  readonly reply: ShownReply | undefined
  readonly sentAtMs: number
}

/** What the overlay makes something of. */
export type OverlayEvent =
  | {
      readonly type: 'message'
      readonly message: ShownMessage
      readonly isLate: boolean
      readonly atMs: number
    }
  | { readonly type: 'edit'; readonly message: ShownMessage }
  | { readonly type: 'delete'; readonly key: string }
  | { readonly type: 'clear'; readonly roomKey: string; readonly atMs: number }
  | {
      readonly type: 'restrict'
      readonly authorKey: string
      /** Until when, in milliseconds since 1970; `Infinity` for good, 0 where it is lifted. */
      readonly untilMs: number
    }
  | { readonly type: 'gap'; readonly lost: number | undefined }
  /** Whether events reach the relay by one way: `way` tells it from others, for all rooms or for one. */
  | { readonly type: 'status'; readonly way: string; readonly isLive: boolean }
