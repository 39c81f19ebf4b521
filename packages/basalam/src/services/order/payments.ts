import type { Call, CallOptions } from '@wireloom/http-core'
import { open } from '../../decode.js'
import type {
  PaymentsCreateCallbackInput,
  PaymentsCreateInput,
  PaymentsGetCallbackInput,
} from '../../generated/order.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const create: Operation<unknown> = {
  method: 'POST',
  path: '/v1/invoices/{invoice_id}/payments',
  body: 'json',
  decode: open,
}

const getCallback: Operation<unknown> = {
  method: 'GET',
  path: '/v1/payments/{payment_id}/callbacks',
  query: ['callback'],
  // Though it is a GET: what it tells may be acted upon.
  effect: 'write',
  decode: open,
}

const createCallback: Operation<unknown> = {
  method: 'POST',
  path: '/v1/payments/{payment_id}/callbacks',
  query: ['callback'],
  decode: open,
}

/** Payments of invoices. No document says what is answered: it comes as it is. */
export class PaymentsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** Begins to pay an invoice. (`POST /v1/invoices/{invoice_id}/payments`) */
  create(input: PaymentsCreateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(create, input, options)
  }

  /** What came of a payment, as its gateway calls back. (`GET /v1/payments/{payment_id}/callbacks`) */
  getCallback(input: PaymentsGetCallbackInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(getCallback, input, options)
  }

  /** Tells what came of a payment, as its gateway would. (`POST /v1/payments/{payment_id}/callbacks`) */
  createCallback(input: PaymentsCreateCallbackInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(createCallback, input, options)
  }
}
