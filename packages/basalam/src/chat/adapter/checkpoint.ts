import { ChatError, isChatError, type Cursor, type KeyValueStore } from '@wireloom/chat-core'
import { checkCursor, type ChatCursor } from '../chat-cursor.js'

/**
 * What has to be kept of an account beside the place in each chat: where everything stood at the very first start, and
 * since when chats may have changed of which not all was handled. A run after a restart reads the list down to there.
 */
export class Checkpoint {
  readonly #store: KeyValueStore
  readonly #key: string
  #kept: ChatCursor | undefined
  /** Whether the store has it, too. */
  #isStored = true
  /** Where each chat goes on after what was offered of it last, until that is known to be handled. */
  readonly #offered = new Map<number, Cursor>()
  /** A watermark that will hold once what was offered of these chats is handled. */
  #candidate: { readonly watermark: string; readonly open: Set<number> } | undefined

  constructor(store: KeyValueStore, account: string) {
    this.#store = store
    this.#key = `poll/${account}`
  }

  /** Where an earlier run stood; undefined at the very first start. @throws ChatError `protocol` */
  async load(): Promise<ChatCursor | undefined> {
    const text = await this.#store.get(this.#key)
    if (text !== undefined) this.#kept = read(text, this.#key)
    return this.#kept
  }

  /**
   * Keeps where everything stands before anything is told.
   *
   * @returns why it could not be kept; it is tried again with each `advance`
   */
  async begin(start: ChatCursor): Promise<ChatError | undefined> {
    return this.#keep(start)
  }

  /** Something was offered to the hub, with where to go on after it. */
  offered(chatId: number, cursor: Cursor): void {
    this.#offered.set(chatId, cursor)
  }

  /**
   * After a look: keeps the watermark of an earlier one, if all that was offered until then is handled by now.
   *
   * @param watermark whatever changed before was offered
   * @param handled where a chat goes on after what was handled, as the hub has kept it
   * @returns why it could not be kept; it is tried again the next time
   */
  async advance(
    watermark: string | undefined,
    handled: (chatId: number) => Promise<Cursor | undefined>,
  ): Promise<ChatError | undefined> {
    try {
      const reached = await this.#reach(watermark, handled)
      if (reached !== undefined) return await this.#keep(reached)
      return this.#isStored || this.#kept === undefined ? undefined : await this.#keep(this.#kept)
    } catch (error) {
      return toStoreError(error)
    }
  }

  /** The place that all is handled up to by now; undefined where it is no other than before. */
  async #reach(
    watermark: string | undefined,
    handled: (chatId: number) => Promise<Cursor | undefined>,
  ): Promise<ChatCursor | undefined> {
    if (this.#kept === undefined || watermark === undefined) return undefined
    if (this.#candidate === undefined && watermark !== this.#kept.watermark) {
      this.#candidate = { watermark, open: new Set(this.#offered.keys()) }
    }
    if (this.#candidate === undefined) return undefined
    const { open } = this.#candidate
    for (const chatId of open) {
      // oxlint-disable-next-line no-await-in-loop -- a look into the store for each
      if ((await handled(chatId)) !== this.#offered.get(chatId)) continue
      open.delete(chatId)
      this.#offered.delete(chatId)
    }
    if (open.size > 0) return undefined
    const reached = { ...this.#kept, watermark: this.#candidate.watermark }
    this.#candidate = undefined
    return reached
  }

  async #keep(place: ChatCursor): Promise<ChatError | undefined> {
    this.#kept = place
    this.#isStored = false
    try {
      await this.#store.set(this.#key, JSON.stringify(place))
      this.#isStored = true
      return undefined
    } catch (error) {
      return toStoreError(error)
    }
  }
}

function toStoreError(cause: unknown): ChatError {
  if (isChatError(cause)) return cause
  const message = 'The store could not keep where to go on after a restart; it is tried again.'
  return new ChatError('unavailable', message, { platform: 'basalam', operation: 'receive.poll', cause })
}

function read(text: string, key: string): ChatCursor {
  try {
    return checkCursor(JSON.parse(text))
  } catch (cause) {
    const message = `What the store keeps as “${key}” cannot be read; delete it to begin anew, from now on.`
    throw new ChatError('protocol', message, { platform: 'basalam', operation: 'receive.poll', cause })
  }
}
