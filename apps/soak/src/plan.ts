/** What a worker has to know: where the platforms are, and where it keeps what it learns. */
export interface Plan {
  readonly folder: string
  readonly kick: {
    readonly siteUrl: string
    readonly apiUrl: string
    readonly token: string
    readonly rooms: readonly string[]
    readonly pusher: { readonly key: string; readonly host: string; readonly port: number }
  }
  readonly basalam: { readonly apiUrl: string; readonly token: string }
}

/** What a worker tells its master. */
export type WorkerReport =
  /** It hears both platforms. */
  | { readonly type: 'live' }
  /** A message that ends a room's story was handled. */
  | { readonly type: 'ended'; readonly text: string }
  /** It cannot go on. */
  | { readonly type: 'failed'; readonly message: string }

/** Where a store and its two logs lie in a folder. */
export const files = { store: 'chat.sqlite', handled: 'handled.log', gaps: 'gaps.log' } as const

/** What a question begins with, what its answer does, and what ends a room's story. */
export const marks = { question: 'ask ', answer: 'answer to ', end: 'end ' } as const
