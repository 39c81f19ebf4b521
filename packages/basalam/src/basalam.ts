import type { BasalamOptions } from './options.js'
import { AppsClient } from './services/apps.js'
import { ChatClient, type ChatsApi } from './services/chat.js'
import { CoreClient } from './services/core.js'
import { OrderClient } from './services/order.js'
import { OrderProcessingClient } from './services/order-processing.js'
import { SearchClient } from './services/search.js'
import { ShippingClient } from './services/shipping.js'
import { StoryClient } from './services/story.js'
import { UploadClient } from './services/upload.js'
import { WalletClient } from './services/wallet.js'
import { WebhookClient } from './services/webhook.js'

/**
 * Basalam's API, by what it is about. Every call rejects with a {@link BasalamError} and with nothing else.
 *
 * @example
 * ```ts
 * const basalam = new Basalam({ token })
 * const { id } = await basalam.chats.create({ userId: 430 })
 * await basalam.chats.sendMessage({ chatId: id, content: 'سلام' }, { signal })
 * ```
 */
export class Basalam {
  /** Chats and the messages in them. */
  readonly chats: ChatClient['chats']
  /** Bots. */
  readonly bots: ChatClient['bots']
  /** Users, the token's own above all. */
  readonly users: CoreClient['users']
  /** Products. */
  readonly products: CoreClient['products']
  /** Changes of many products at once. */
  readonly batchJobs: CoreClient['batchJobs']
  /** Vendors, the booths that sell. */
  readonly vendors: CoreClient['vendors']
  /** Discounts on products. */
  readonly discounts: CoreClient['discounts']
  /** Bank accounts of users. */
  readonly bankAccounts: CoreClient['bankAccounts']
  /** Categories of products. */
  readonly categories: CoreClient['categories']
  /** Shelves, on which vendors group products. */
  readonly shelves: CoreClient['shelves']
  /** Baskets. */
  readonly baskets: OrderClient['baskets']
  /** Invoices. */
  readonly invoices: OrderClient['invoices']
  /** Payments of invoices. */
  readonly payments: OrderClient['payments']
  /** What customers have ordered. */
  readonly orders: OrderProcessingClient['orders']
  /** What vendors have to send. */
  readonly parcels: OrderProcessingClient['parcels']
  /** The search for products. */
  readonly search: SearchClient['search']
  /** Files that products, users, vendors and messages are made of. */
  readonly files: UploadClient['files']
  /** What is in wallets, and what went through them. */
  readonly wallet: WalletClient['wallet']
  /** What is taken from wallets. */
  readonly expenses: WalletClient['expenses']
  /** Addresses to which events are delivered. */
  readonly webhooks: WebhookClient['webhooks']
  /** Sets of zones and rates that products follow. */
  readonly shippingProfiles: ShippingClient['shippingProfiles']
  /** Places with the same rates. */
  readonly shippingZones: ShippingClient['shippingZones']
  /** Products with their shipping profiles. */
  readonly shippingProducts: ShippingClient['shippingProducts']
  /** The places that zones are made of. */
  readonly shippingLocations: ShippingClient['shippingLocations']
  /** How the profiles of one basket are combined. */
  readonly shippingStrategy: ShippingClient['shippingStrategy']
  /** Carriers. */
  readonly carriers: ShippingClient['carriers']
  /** Rates of carriers. */
  readonly carrierRates: ShippingClient['carrierRates']
  /** Rates of the vendor's own. */
  readonly ownRates: ShippingClient['ownRates']
  /** Stories. */
  readonly stories: StoryClient['stories']
  /** Reels. */
  readonly reels: StoryClient['reels']
  /** Payments to apps. */
  readonly appPayments: AppsClient['appPayments']
  /** Plans of apps, and who has subscribed. */
  readonly plans: AppsClient['plans']

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const chat = new ChatClient(options)
    const core = new CoreClient(options)
    const order = new OrderClient(options)
    const orderProcessing = new OrderProcessingClient(options)
    const search = new SearchClient(options)
    const upload = new UploadClient(options)
    const wallet = new WalletClient(options)
    const webhook = new WebhookClient(options)
    const shipping = new ShippingClient(options)
    const story = new StoryClient(options)
    const apps = new AppsClient(options)
    this.chats = chat.chats
    this.bots = chat.bots
    this.users = core.users
    this.products = core.products
    this.batchJobs = core.batchJobs
    this.vendors = core.vendors
    this.discounts = core.discounts
    this.bankAccounts = core.bankAccounts
    this.categories = core.categories
    this.shelves = core.shelves
    this.baskets = order.baskets
    this.invoices = order.invoices
    this.payments = order.payments
    this.orders = orderProcessing.orders
    this.parcels = orderProcessing.parcels
    this.search = search.search
    this.files = upload.files
    this.wallet = wallet.wallet
    this.expenses = wallet.expenses
    this.webhooks = webhook.webhooks
    this.shippingProfiles = shipping.shippingProfiles
    this.shippingZones = shipping.shippingZones
    this.shippingProducts = shipping.shippingProducts
    this.shippingLocations = shipping.shippingLocations
    this.shippingStrategy = shipping.shippingStrategy
    this.carriers = shipping.carriers
    this.carrierRates = shipping.carrierRates
    this.ownRates = shipping.ownRates
    this.stories = story.stories
    this.reels = story.reels
    this.appPayments = apps.appPayments
    this.plans = apps.plans
  }

  /** {@link ChatsApi.sendMessage}, as the official SDKs have it. */
  createMessage(...given: Parameters<ChatsApi['createMessage']>): ReturnType<ChatsApi['createMessage']> {
    return this.chats.createMessage(...given)
  }

  /** {@link ChatsApi.create}, as the official SDKs have it. */
  createChat(...given: Parameters<ChatsApi['createChat']>): ReturnType<ChatsApi['createChat']> {
    return this.chats.createChat(...given)
  }

  /** {@link ChatsApi.listMessages}, as the official SDKs have it. */
  getMessages(...given: Parameters<ChatsApi['getMessages']>): ReturnType<ChatsApi['getMessages']> {
    return this.chats.getMessages(...given)
  }

  /** {@link ChatsApi.list}, as the official SDKs have it. */
  getChats(...given: Parameters<ChatsApi['getChats']>): ReturnType<ChatsApi['getChats']> {
    return this.chats.getChats(...given)
  }
}
