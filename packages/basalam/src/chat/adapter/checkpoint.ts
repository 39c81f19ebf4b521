import { ChatError, type Cursor, type KeyValueStore } from '@wireloom/chat-core'
import { checkCursor, type ChatCursor } from '../chat-cursor.js'

/**
 * What has to be kept of an account beside the place in each chat: where everything stood at the very first start, and
 * since when chats may have changed of which not all was handled. A run after a restart reads the list down to there.
 */
export class Checkpoint {
  readonly #store: KeyValueStore
  readonly #key: string
  #kept: ChatCursor | undefined
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

  /** Keeps where everything stands before anything is told. */
  async begin(start: ChatCursor): Promise<void> {
    this.#kept = start
    await this.#store.set(this.#key, JSON.stringify(start))
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
   */
  async advance(
    watermark: string | undefined,
    handled: (chatId: number) => Promise<Cursor | undefined>,
  ): Promise<void> {
    if (this.#kept === undefined || watermark === undefined) return
    if (this.#candidate === undefined && watermark !== this.#kept.watermark) {
      this.#candidate = { watermark, open: new Set(this.#offered.keys()) }
    }
    if (this.#candidate === undefined) return
    const { open } = this.#candidate
    for (const chatId of open) {
      // oxlint-disable-next-line no-await-in-loop -- a look into the store for each
      if ((await handled(chatId)) !== this.#offered.get(chatId)) continue
      open.delete(chatId)
      this.#offered.delete(chatId)
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
