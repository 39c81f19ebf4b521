import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { OrdersApi } from './order-processing/orders.js'
import { ParcelsApi } from './order-processing/parcels.js'

export type { OrdersApi } from './order-processing/orders.js'
export type { ParcelsApi } from './order-processing/parcels.js'
export type {
  ButtonHint,
  City,
  Coupon,
  CouponResult,
  Customer,
  CustomerHint,
  EstimateConfirm,
  EstimateSend,
  EstimatedDelivery,
  FilesHint,
  Hint,
  HintAction,
  HintBar,
  HintCompositional,
  HintFormat,
  HintText,
  HintVariant,
  InvoiceCoupon,
  ItemOfParcel,
  ItemOfParcelSummary,
  NamedMethod,
  NamedValue,
  Order,
  OrderAmounts,
  OrderHints,
  OrderItem,
  OrderItemStatus,
  OrderItemSummary,
  OrderOfItem,
  OrderOfParcel,
  OrderStatistic,
  OrderStats,
  OrderSummary,
  OrdersGetInput,
  OrdersGetItemInput,
  OrdersGetParcelHintsInput,
  OrdersGetStatsInput,
  OrdersListInput,
  OrdersListItemsInput,
  Parcel,
  ParcelConfirmation,
  ParcelHint,
  ParcelOfItem,
  ParcelOfItemSummary,
  ParcelOfOrder,
  ParcelOfOrderSummary,
  ParcelSummary,
  ParcelsGetInput,
  ParcelsListInput,
  ParcelsSetPostedInput,
  ParcelsSetPreparationInput,
  Picture,
  PostReceipt,
  ProductSummary,
  ProductVariation,
  Recipient,
  SectionHint,
  Shipping,
  ShippingMethod,
  TextHint,
  User,
  UserSummary,
  VariationProperties,
  VariationProperty,
  VariationValue,
  Vendor,
  VendorServiceLevel,
} from '../generated/order-processing.js'

/** The order-processing service alone, for programs that need no other. */
export class OrderProcessingClient {
  readonly orders: OrdersApi
  readonly parcels: ParcelsApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('order-processing', options)
    this.orders = new OrdersApi(client)
    this.parcels = new ParcelsApi(client)
  }
}
