import type { Clock } from '../clock.js'
import { SandboxError } from '../errors.js'
import type { ApiAnswer, ApiCall } from './answer-api.js'
import { answerFiles, type KeptFile } from './answer-files.js'
import { answerUsers, ownVendorId } from './answer-users.js'
import { answerBots, botToken } from './chat/answer-bots.js'
import { answerChats } from './chat/answer-chats.js'
import { createChatBook, type KeptMessage } from './chat/chat-book.js'
import { createPeople, type Booth, type Person } from './chat/people.js'
import { createStoryteller } from './deliveries.js'
import { answerOrders } from './shop/answer-orders.js'
import { answerProducts } from './shop/answer-products.js'
import { createOrderBook, type KeptOrder, type NewOrder } from './shop/order-book.js'
import { createProductBook, type KeptProduct } from './shop/product-book.js'
import { answerWebhooks } from './webhooks/answer-webhooks.js'
import { createWebhookBook } from './webhooks/webhook-book.js'
import { createWebhookSender, type WebhookSender } from './webhooks/webhooks.js'

/** What the sandbox remembers: people, what they wrote, ordered and sell, what was uploaded. */
export interface BasalamWorld {
  /** Whose personal token the sandbox gives out: the vendor. */
  readonly owner: Person
  /** The vendor that they are. */
  readonly vendorId: number
  /** Somebody who is there from the start. */
  readonly customer: Person
  /** The token of the one bot there is. */
  readonly botToken: string
  /** Files that were uploaded, oldest first. */
  readonly files: readonly KeptFile[]
  /** Products that were made by the API, oldest first. */
  readonly products: readonly KeptProduct[]
  /** Orders, oldest first. */
  readonly orders: readonly KeptOrder[]
  /** What stands in a chat, oldest first, read or not. */
  messages(chatId: number): readonly StandingMessage[]
  /** Adds somebody to chat with. @param vendor the booth that is theirs. Default: none */
  addPerson(name?: string, vendor?: Booth): Person
  /** A message from somebody to the owner, in their chat, which is made where there is none. Throws `unknown_message`. */
  receive(message: ReceivedMessage): WrittenMessage
  /** Lets a message be read that was withheld. Throws `unknown_message`. */
  release(messageId: number): void
  /** The platform itself writes into the chat with somebody: a label, a notification. */
  notify(notice: Notice): WrittenMessage
  /** The owner blocks somebody, or no more. */
  block(person: Person, isBlocked?: boolean): void
  /** The owner puts the chat with somebody away, under a word of the platform's; null takes it out again. */
  archive(person: Person, state: string | null): void
  /** Somebody says something else in a message of theirs. Throws `unknown_message`. */
  edit(messageId: number, content: Readonly<Record<string, unknown>>): void
  /** A message is gone, whoever wrote it. Throws `unknown_message`. */
  remove(messageId: number): void
  /** Somebody has seen all that the owner wrote in their chat. */
  see(person: Person): void
  /** The owner has seen all that somebody wrote, in the app, since the API has no call for it. */
  read(person: Person): void
  /** Somebody orders a product of the owner. */
  order(order: NewOrder): KeptOrder
}

/** What somebody writes to the owner. */
export interface ReceivedMessage {
  readonly from: Person
  readonly text?: string
  /** @default 'text' */
  readonly type?: string
  /** Whatever else the content holds, as the server spells it. */
  readonly content?: Readonly<Record<string, unknown>>
  /** The id of the message it answers. */
  readonly replyTo?: number
  /** When it was written, in milliseconds since 1970, where it took long to be there. @default now */
  readonly sentAtMs?: number
  /** Whether it cannot be read before it is released, though it has its id: a server that is behind. @default false */
  readonly isWithheld?: boolean
}

/** What the platform itself writes. */
export interface Notice {
  /** In whose chat with the owner. */
  readonly to: Person
  readonly text: string
  /** @default 'notification' */
  readonly type?: string
}

/** A message as it stands now. */
export type StandingMessage = Readonly<
  Pick<KeptMessage, 'id' | 'senderId' | 'type' | 'content' | 'repliedId'>
>

/** Where a message stands. */
export type WrittenMessage = Pick<KeptMessage, 'id' | 'chatId'>

/** The world with what the server needs of it. */
export interface AnsweringWorld extends BasalamWorld {
  readonly webhooks: WebhookSender
  answer(call: ApiCall): ApiAnswer | undefined
}

export function createBasalamWorld(clock: Clock): AnsweringWorld {
  let lastMs = 0
  /** Two things never happen in one millisecond: times are what lists are paged by. */
  function now(): number {
    lastMs = Math.max(clock.now(), lastMs + 1)
    return lastMs
  }
  const people = createPeople()
  const owner = people.add('فروشنده', { id: ownVendorId, title: 'غرفه' })
  const customer = people.add('سارا')
  const webhookBook = createWebhookBook(now)
  const webhooks = createWebhookSender(webhookBook, clock, owner.id)
  const storyteller = createStoryteller(webhooks, owner.id)
  const book = createChatBook(now, storyteller.tellMessage)
  const products = createProductBook(now, storyteller.tellProduct)
  const orders = createOrderBook(now, storyteller.tellOrder)
  const files: KeptFile[] = []

  function demandMessage(id: number): KeptMessage {
    const message = book.findMessage(id)
    if (message !== undefined) return message
    throw new SandboxError('unknown_message', `There is no message ${id}.`)
  }

  function markSeen(person: Person, writer: Person): void {
    for (const message of book.between(owner, person).messages) {
      if (message.senderId === writer.id) message.seenAtMs ??= now()
    }
  }

  return {
    owner,
    vendorId: ownVendorId,
    customer,
    botToken,
    files,
    webhooks,
    get products() {
      return products.products
    },
    get orders() {
      return orders.orders
    },
    messages: (chatId) => (book.find(chatId)?.messages ?? []).toSorted((a, b) => a.id - b.id),
    addPerson: (name, vendor) => people.add(name, vendor),
    receive({ from, text, type = 'text', content, replyTo, sentAtMs, isWithheld }) {
      if (replyTo !== undefined) demandMessage(replyTo)
      return book.write(book.between(owner, from), from.id, {
        type,
        content: { ...(text !== undefined && { text }), ...content },
        repliedId: replyTo,
        createdAtMs: sentAtMs,
        isWithheld,
      })
    },
    release: (messageId) => book.release(demandMessage(messageId)),
    notify({ to, text, type = 'notification' }) {
      // Nobody's: the platform has no user.
      return book.write(book.between(owner, to), 0, { type, content: { text } })
    },
    block(person, isBlocked = true) {
      book.between(owner, person).isBlocked = isBlocked
    },
    archive(person, state) {
      book.between(owner, person).archiveState = state
    },
    edit: (messageId, content) => book.edit(demandMessage(messageId), content),
    remove: (messageId) => book.deleteMessages([demandMessage(messageId).id]),
    see: (person) => markSeen(person, owner),
    read: (person) => markSeen(person, person),
    order({ by, productId, title, quantity = 1, price }) {
      const known = productId === undefined ? undefined : products.find(productId)
      const name = known?.given['name']
      return orders.add({
        by,
        productId: productId ?? 9,
        title: title ?? (typeof name === 'string' ? name : 'عسل'),
        quantity,
        price: price ?? (Number(known?.given['primary_price']) || 1_000_000),
      })
    },
    answer: (call) =>
      answerChats(call, book, people) ??
      answerBots(call) ??
      answerFiles(call, files) ??
      answerUsers(call, people, owner.id) ??
      answerWebhooks(call, webhookBook) ??
      answerProducts(call, products) ??
      answerOrders(call, orders, owner.id),
  }
}
