import type { Call, CallOptions } from '@wireloom/http-core'
import { one, open } from '../../decode.js'
import type {
  AppPaymentsCreatePreTransactionInput,
  AppPaymentsGetTransactionInput,
  AppPaymentsListMethodsInput,
  AppPaymentsListTransactionsInput,
  AppPaymentsListUnverifiedInput,
  AppPaymentsVerifyTransactionInput,
  PreTransaction,
  PublicTransaction,
  Transaction,
} from '../../generated/apps.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const listMethods: Operation<unknown> = {
  method: 'GET',
  path: '/v1/pay/methods',
  query: ['include_disabled'],
  headers: { gatewaySecret: 'X-Gateway-Secret' },
  decode: open,
}

const listTransactions: Operation<ListPage<Transaction, Numbered>> = {
  method: 'GET',
  path: '/v1/pay/transactions',
  query: ['page', 'per_page', 'status', 'from_date', 'to_date'],
  headers: { gatewaySecret: 'X-Gateway-Secret' },
  limits: { page: [1], perPage: [1, 50] },
  decode: numberedPage,
}

const listUnverified: Operation<ListPage<Transaction, Numbered>> = {
  method: 'GET',
  path: '/v1/pay/transactions/unverified',
  query: ['page', 'per_page'],
  headers: { gatewaySecret: 'X-Gateway-Secret' },
  limits: { page: [1], perPage: [1, 50] },
  decode: numberedPage,
}

const getTransaction: Operation<PublicTransaction> = {
  method: 'GET',
  path: '/v1/pay/transactions/{hash_id}/inquiry',
  headers: { gatewaySecret: 'X-Gateway-Secret' },
  decode: one,
}

const verifyTransaction: Operation<PublicTransaction> = {
  method: 'POST',
  path: '/v1/pay/transactions/{hash_id}/verify',
  headers: { gatewaySecret: 'X-Gateway-Secret' },
  decode: one,
}

const createPreTransaction: Operation<PreTransaction> = {
  method: 'POST',
  path: '/v1/pay/pre-transactions',
  headers: { gatewaySecret: 'X-Gateway-Secret' },
  body: 'json',
  decode: one,
}

/** Payments to apps of the app store. Amounts are in rial, 10,000 at least. */
export class AppPaymentsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The ways to pay that an app may offer. Needs the app's `gatewaySecret`. (`GET /v1/pay/methods`) */
  listMethods(input?: AppPaymentsListMethodsInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(listMethods, input, options)
  }

  /** An app's transactions. Needs the app's `gatewaySecret`. (`GET /v1/pay/transactions`) */
  listTransactions(
    input?: AppPaymentsListTransactionsInput,
    options?: CallOptions,
  ): ListCall<Transaction, Numbered> {
    return this.#client.list(listTransactions, input, options)
  }

  /**
   * Transactions that were paid and not yet verified. Needs the app's `gatewaySecret`.
   * (`GET /v1/pay/transactions/unverified`)
   */
  listUnverified(
    input?: AppPaymentsListUnverifiedInput,
    options?: CallOptions,
  ): ListCall<Transaction, Numbered> {
    return this.#client.list(listUnverified, input, options)
  }

  /** How a transaction stands. Needs the app's `gatewaySecret`. (`GET /v1/pay/transactions/{hash_id}/inquiry`) */
  getTransaction(input: AppPaymentsGetTransactionInput, options?: CallOptions): Call<PublicTransaction> {
    return this.#client.call(getTransaction, input, options)
  }

  /**
   * Takes a paid transaction as done; a second time is refused. Needs the app's `gatewaySecret`.
   * (`POST /v1/pay/transactions/{hash_id}/verify`)
   */
  verifyTransaction(
    input: AppPaymentsVerifyTransactionInput,
    options?: CallOptions,
  ): Call<PublicTransaction> {
    return this.#client.call(verifyTransaction, input, options)
  }

  /**
   * Begins a payment, and gives the address to send the user to. Needs the app's `gatewaySecret`.
   * (`POST /v1/pay/pre-transactions`)
   */
  createPreTransaction(
    input: AppPaymentsCreatePreTransactionInput,
    options?: CallOptions,
  ): Call<PreTransaction> {
    return this.#client.call(createPreTransaction, input, options)
  }
}
