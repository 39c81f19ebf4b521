import type { Clock } from '../clock.js'
import { SandboxError } from '../errors.js'
import type { ApiAnswer, ApiCall } from './answer-api.js'
import { answerFiles, type KeptFile } from './answer-files.js'
import { answerUsers, ownVendorId } from './answer-users.js'
import { answerBots, botToken } from './chat/answer-bots.js'
import { answerChats } from './chat/answer-chats.js'
import { createChatBook, type KeptMessage } from './chat/chat-book.js'
import { createPeople, type Person } from './chat/people.js'
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
  /** Adds somebody to chat with. */
  addPerson(name?: string): Person
  /** A message from somebody to the owner, in their chat, which is made where there is none. Throws `unknown_message`. */
  receive(message: ReceivedMessage): WrittenMessage
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
}

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
  const owner = people.add('فروشنده')
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
    addPerson: (name) => people.add(name),
    receive({ from, text, type = 'text', content, replyTo }) {
      if (replyTo !== undefined) demandMessage(replyTo)
      return book.write(book.between(owner, from), from.id, {
        type,
        content: { ...(text !== undefined && { text }), ...content },
        repliedId: replyTo,
      })
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
