import type { ChatEvent } from '../event.js'
import type { Message } from '../message.js'
import { messageKey, type MessageRef } from '../message-ref.js'
import type { Receipt } from '../outgoing.js'
import { DedupeWindow } from './dedupe-window.js'

/** How long what we sent is recognized when it comes back. */
const windowMs = 3_600_000
/** How many of them. */
const limit = 100_000

/** What we said ourselves, so that it is known when it comes back to us. */
export class Echoes {
  readonly #known = new DedupeWindow(windowMs, limit)

  /** Before a message is sent: its echo may be faster than the receipt. */
  expect(clientId: string, nowMs: number): void {
    this.#known.see(0, `#${clientId}`, 1, nowMs)
  }

  /** Before the sender hears of the receipt. */
  register({ refs }: Receipt, nowMs: number): void {
    for (const ref of refs) this.#known.see(0, messageKey(ref), 1, nowMs)
  }

  /** Whether a message is one that we have a receipt for. */
  has(ref: MessageRef, nowMs: number): boolean {
    return this.#known.has(0, messageKey(ref), nowMs)
  }

  /** The event with its author marked as ourselves, where it is a message that we sent; else undefined. */
  recognize(event: ChatEvent, nowMs: number): ChatEvent | undefined {
    if (this.#known.size === 0 || event.type !== 'message') return undefined
    const { message } = event
    const { clientId } = message
    const isOurs =
      this.has(message.ref, nowMs) || (clientId !== undefined && this.#known.has(0, `#${clientId}`, nowMs))
    if (!isOurs) return undefined
    return { type: 'message', message: asSelf(message) }
  }
}

function asSelf(message: Message): Message {
  return message.author.self === true ? message : { ...message, author: { ...message.author, self: true } }
}
