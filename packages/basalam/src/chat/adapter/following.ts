/** Which chats are told of: all of the account's, or those that were joined. */
export type FollowedChats = 'all' | 'joined'

/** Knows which chats are told of. */
export class Following {
  readonly #which: FollowedChats
  #joined: ReadonlySet<number> = new Set()
  /** Once joined and not any more: not told of either way. */
  readonly #left = new Set<number>()

  constructor(which: FollowedChats) {
    this.#which = which
  }

  /** Takes note of what is joined now. @returns the chats that were left */
  update(joined: readonly number[]): readonly number[] {
    const before = this.#joined
    this.#joined = new Set(joined)
    const left = [...before].filter((chatId) => !this.#joined.has(chatId))
    for (const chatId of left) this.#left.add(chatId)
    return left
  }

  has(chatId: number): boolean {
    return this.#joined.has(chatId) || (this.#which === 'all' && !this.#left.has(chatId))
  }
}
