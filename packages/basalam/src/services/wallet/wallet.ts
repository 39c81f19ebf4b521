import type { Call, CallOptions } from '@wireloom/http-core'
import { isPlain } from '../../case.js'
import { itemsOf } from '../../decode.js'
import type {
  BalanceFilter,
  Transaction,
  WalletGetBalanceInput,
  WalletListTransactionsInput,
} from '../../generated/wallet.js'
import type { ListCall, ListPage } from '../../list-call.js'
import type { Operation } from '../../operation.js'
import { type Numbered, numberedPage } from '../../pages.js'
import type { ServiceClient } from '../../service-client.js'

const getBalance: Operation<readonly number[]> = {
  method: 'POST',
  path: '/v1/users/{user_id}/balance',
  headers: { operatorId: 'x-operator-id' },
  body: 'json',
  effect: 'read',
  decode: toBalances,
}

const listTransactions: Operation<ListPage<Transaction, Numbered>> = {
  method: 'GET',
  path: '/v1/users/{user_id}/transactions',
  query: ['page', 'per_page'],
  headers: { operatorId: 'x-operator-id' },
  limits: { page: [1], perPage: [1, 100] },
  decode: numberedPage,
}

/** The document says a list of numbers, the official SDKs an object. @throws TypeError where no number is found */
function toBalances(body: unknown): readonly number[] {
  const isList =
    Array.isArray(body) || (isPlain(body) && Object.values(body).some((member) => Array.isArray(member)))
  const values = isList ? itemsOf(body) : isPlain(body) ? Object.values(body) : [body]
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.length === 0 || (isList && numbers.length < values.length)) {
    throw new TypeError('The answer holds no balance.')
  }
  return numbers
}

/** Whose balance, and of which part of it. */
export interface BalanceInput extends Omit<WalletGetBalanceInput, 'filters'> {
  /** One number is answered for each. Default: one that leaves nothing out. */
  readonly filters?: readonly BalanceFilter[] | undefined
}

/** The wallet of a user. The documents name no unit of its amounts. */
export class WalletApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** What is in a user's wallet: one number for each filter. (`POST /v1/users/{user_id}/balance`) */
  getBalance(input: BalanceInput, options?: CallOptions): Call<readonly number[]> {
    return this.#client.call(getBalance, { ...input, filters: input?.filters ?? [{}] }, options)
  }

  /** What went into a user's wallet and out of it. (`GET /v1/users/{user_id}/transactions`) */
  listTransactions(
    input: WalletListTransactionsInput,
    options?: CallOptions,
  ): ListCall<Transaction, Numbered> {
    return this.#client.list(listTransactions, input, options)
  }
}
