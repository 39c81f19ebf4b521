import { ChatError } from '../error.js'
import type { Outgoing, Receipt, SendOptions } from '../outgoing.js'
import type { RoomRef } from '../room-ref.js'
import { sendOnce } from './send-once.js'
import { joinReceipts, type Sender, type SenderParts } from './sender.js'

/** A name is none of them: where nothing is remembered, it is a name and no more. */
const needOutbox = ['priority', 'deadlineMs', 'onUnknown', 'coalesce'] as const

/** Sends at once, or fails at once. */
export class DirectSender implements Sender {
  readonly #parts: SenderParts
  #sending = 0

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  get counts(): { readonly waiting: number; readonly sending: number } {
    return { waiting: 0, sending: this.#sending }
  }

  async send(room: RoomRef, pieces: readonly Outgoing[], options: SendOptions): Promise<Receipt> {
    const needless = needOutbox.find((name) => options[name] !== undefined)
    if (needless !== undefined) {
      throw new ChatError('invalid', `"${needless}" needs an outbox: createHub({ outbox: createOutbox() }).`)
    }
    const { clock, echoes } = this.#parts
    const { signal } = options
    if (signal?.aborted === true)
      throw new ChatError('closed', 'The message was taken back before it was sent.')
    const session = this.#parts.session(room)
    const receipts: Receipt[] = []
    this.#sending += 1
    try {
      for (const outgoing of pieces) {
        echoes.expect(outgoing.clientId, clock.now())
        // oxlint-disable-next-line no-await-in-loop -- pieces of one message, in their order
        const receipt = await sendOnce(session, room, outgoing, { signal })
        echoes.register(receipt, clock.now())
        receipts.push(receipt)
      }
    } finally {
      this.#sending -= 1
    }
    return joinReceipts(receipts)
  }

  restore(): Promise<void> {
    return Promise.resolve()
  }

  close(): void {}

  end(): void {}
}
