import type { CallOptions } from '@wireloom/http-core'
import type { InvoicesListPayableInput, InvoicesListUnpaidInput } from '../../generated/order.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, openPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listPayable: Operation<ListPage<unknown, Numbered>> = {
  method: 'GET',
  path: '/v1/invoices/payable',
  query: ['page', 'per_page'],
  decode: openPage,
}

const listUnpaid: Operation<ListPage<unknown, Numbered>> = {
  method: 'GET',
  path: '/v1/invoices/unpaid',
  query: ['invoice_id', 'status', 'page', 'per_page', 'sort'],
  decode: openPage,
}

/** What `invoices.listPayable` takes (`GET /v1/invoices/payable`). */
export type PayableInput = Partial<InvoicesListPayableInput>

/** Said in so many words, because one of the two lists demands it and a page that is not full is the last. */
const firstPage = { page: 1, perPage: 20 } as const

/** Invoices. No document says what is in them: they come as they are. */
export class InvoicesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** Invoices that can be paid, 20 a page unless said otherwise. (`GET /v1/invoices/payable`) */
  listPayable(input?: PayableInput, options?: CallOptions): ListCall<unknown, Numbered> {
    return this.#client.list(listPayable, { ...firstPage, ...input }, options)
  }

  /** Invoices that were not paid, 20 a page unless said otherwise. (`GET /v1/invoices/unpaid`) */
  listUnpaid(input?: InvoicesListUnpaidInput, options?: CallOptions): ListCall<unknown, Numbered> {
    return this.#client.list(listUnpaid, { ...firstPage, ...input }, options)
  }
}
