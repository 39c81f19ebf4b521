import { ChatError, type Cursor, type KeyValueStore } from '@wireloom/chat-core'
import { checkCursor, type ChatCursor } from '../chat-cursor.js'

/** Where all chats of an account stand, as seen from the places that a hub keeps of each. */
export interface Places {
  /** Where a chat goes on after what was told; undefined where that is of no interest. */
  told(chatId: number): Cursor | undefined
  /** The same after what was handled, as the hub has kept it. */
  handled(chatId: number): Promise<Cursor | undefined>
}

/**
 * What has to be kept of an account beside the place in each chat: where everything stood at the very first start, and
 * since when chats may have changed of which not all was handled. A run after a restart reads the list down to there.
 */
export class Checkpoint {
  readonly #store: KeyValueStore
  readonly #key: string
  #kept: ChatCursor | undefined
  /** Chats of which something was told since the last candidate. */
  #touched = new Set<number>()
  /** A watermark that will hold once what was told of these chats is handled. */
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

  /** Keeps where everything stands before anything is told. */
  async begin(start: ChatCursor): Promise<void> {
    this.#kept = start
    await this.#store.set(this.#key, JSON.stringify(start))
  }

  /** Something was told of a chat. */
  touch(chatId: number): void {
    this.#touched.add(chatId)
  }

  /**
   * After a look: keeps the watermark of an earlier one, if all that was told until then is handled by now.
   *
   * @param watermark whatever changed before was told
   */
  async advance(watermark: string | undefined, places: Places): Promise<void> {
    if (this.#kept === undefined || watermark === undefined) return
    if (this.#candidate === undefined && watermark !== this.#kept.watermark) {
      this.#candidate = { watermark, open: this.#touched }
      this.#touched = new Set()
    }
    if (this.#candidate === undefined) return
    const { open } = this.#candidate
    for (const chatId of open) {
      const told = places.told(chatId)
      // oxlint-disable-next-line no-await-in-loop -- a look into the store for each
      if (told === undefined || (await places.handled(chatId)) === told) open.delete(chatId)
    }
    if (open.size > 0) return
    this.#kept = { ...this.#kept, watermark: this.#candidate.watermark }
    this.#candidate = undefined
    await this.#store.set(this.#key, JSON.stringify(this.#kept))
  }
}

function read(text: string, key: string): ChatCursor {
  try {
    return checkCursor(JSON.parse(text))
  } catch (cause) {
    const message = `What the store keeps as “${key}” cannot be read; delete it to begin anew, from now on.`
    throw new ChatError('protocol', message, { platform: 'basalam', operation: 'receive.poll', cause })
  }
}
