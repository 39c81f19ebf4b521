import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { BasketsApi } from './order/baskets.js'
import { InvoicesApi } from './order/invoices.js'
import { PaymentsApi } from './order/payments.js'

export type {
  Basket,
  BasketAddress,
  BasketCity,
  BasketCost,
  BasketCosts,
  BasketItem,
  BasketOrigin,
  BasketTotal,
  BasketVendor,
} from './order/basket.js'
export type { BasketsApi } from './order/baskets.js'
export type { InvoicesApi, PayableInput } from './order/invoices.js'
export type { PaymentsApi } from './order/payments.js'
export type {
  BasketsGetInput,
  BasketsGetProductStatusInput,
  InvoicesListUnpaidInput,
  PaymentDriver,
  PaymentsCreateCallbackInput,
  PaymentsCreateInput,
  PaymentsGetCallbackInput,
  SortDirection,
  UnpaidInvoiceStatus,
} from '../generated/order.js'

/** The order service alone, for programs that need no other. */
export class OrderClient {
  readonly baskets: BasketsApi
  readonly payments: PaymentsApi
  readonly invoices: InvoicesApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('order', options)
    this.baskets = new BasketsApi(client)
    this.payments = new PaymentsApi(client)
    this.invoices = new InvoicesApi(client)
  }
}
