import type { AdapterSession } from '../adapter.js'
import type { Clock } from '../clock.js'
import type { Echoes } from '../delivery/echoes.js'
import type { ChatError } from '../error.js'
import type { Outgoing, Receipt, SendOptions } from '../outgoing.js'
import type { RoomRef } from '../room-ref.js'
import type { OutboxStore } from '../store.js'

/** What sending needs of its hub. */
export interface SenderParts {
  readonly clock: Clock
  readonly store: OutboxStore | undefined
  readonly echoes: Echoes
  /** Throws ChatError `not_found`, `closed`. */
  session(room: RoomRef): AdapterSession
  failed(error: ChatError): void
}

/** Brings messages on their way that were found fit to be sent. */
export interface Sender {
  readonly counts: { readonly waiting: number; readonly sending: number }
  send(room: RoomRef, pieces: readonly Outgoing[], options: SendOptions): Promise<Receipt>
  /** Goes on with what an earlier process left. */
  restore(platform: string, account: string): Promise<void>
  /** Sends nothing more; what waits is rejected. */
  close(): void
  /** Sessions are closed: what is not answered by now is not waited for. */
  end(): void
}

/** How a hub comes to send otherwise than at once: `createOutbox()`. */
export interface SenderFactory {
  open(parts: SenderParts): Sender
}

/** One receipt for a message that became several. */
export function joinReceipts(receipts: readonly Receipt[]): Receipt {
  return { refs: receipts.flatMap(({ refs }) => refs), sentAt: receipts.at(-1)?.sentAt ?? 0 }
}
