/** A message as the memory platform keeps and sends it. */
export interface Line {
  readonly room: string
  /** Grows with each message of the platform. */
  readonly sequence: number
  readonly id: string
  readonly user: string
  readonly text: string
  readonly sentAtMs: number
  readonly editedAtMs?: number
  readonly replyTo?: string
  readonly clientId?: string
}

/** What the memory platform sends over a connection, as JSON. */
export type Frame =
  | { readonly type: 'hello' }
  | { readonly type: 'line'; readonly line: Line }
  | { readonly type: 'edited'; readonly line: Line }
  | { readonly type: 'removed'; readonly room: string; readonly id: string }
  | { readonly type: 'restricted'; readonly room: string; readonly user: string; readonly untilMs?: number }
  | { readonly type: 'wave'; readonly room: string; readonly user: string }

/** What it can be asked for. */
export type Call =
  | {
      readonly do: 'send'
      readonly room: string
      readonly text: string
      readonly replyTo?: string
      readonly clientId?: string
    }
  | { readonly do: 'edit'; readonly room: string; readonly id: string; readonly text: string }
  | { readonly do: 'delete'; readonly room: string; readonly ids: readonly string[] }
  | { readonly do: 'restrict'; readonly room: string; readonly user: string; readonly untilMs?: number }
  | { readonly do: 'release'; readonly room: string; readonly user: string }
  /** What leaves nothing behind but that it took place. */
  | { readonly do: 'seen' | 'typing' | 'open' | 'upload'; readonly room: string }
  | {
      readonly do: 'history'
      readonly room: string
      readonly before?: number
      readonly after?: number
      readonly limit: number
    }

/** Why it does not do what it was asked for. */
export type RefusalCode = 'unauthenticated' | 'forbidden' | 'rate_limited' | 'unavailable'

/** What it answers: `lost` stands for a connection that ended before the answer was there. */
export type Answer =
  | { readonly status: 'done'; readonly lines: readonly Line[]; readonly isAll?: boolean }
  | {
      readonly status: 'refused'
      readonly code: RefusalCode
      readonly text: string
      readonly retryAfterMs?: number
    }
  | { readonly status: 'lost' }
