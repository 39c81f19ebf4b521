import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  Expense,
  ExpensesCreateInput,
  ExpensesDeleteByReferenceInput,
  ExpensesDeleteInput,
  ExpensesGetByReferenceInput,
  ExpensesGetInput,
} from '../../generated/wallet.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const get: Operation<Expense> = {
  method: 'GET',
  path: '/v1/users/{user_id}/expenses/{expense_id}',
  headers: { operatorId: 'x-operator-id' },
  decode: one,
}

const create: Operation<Expense> = {
  method: 'POST',
  path: '/v1/users/{user_id}/expenses',
  headers: { operatorId: 'x-operator-id' },
  body: 'json',
  decode: one,
}

const remove: Operation<Expense> = {
  method: 'DELETE',
  path: '/v1/users/{user_id}/expenses/{expense_id}',
  headers: { operatorId: 'x-operator-id' },
  body: 'json',
  decode: one,
}

const getByReference: Operation<Expense> = {
  method: 'GET',
  path: '/v1/users/{user_id}/expenses/by-ref/{reason_id}/{reference_id}',
  headers: { operatorId: 'x-operator-id' },
  decode: one,
}

const deleteByReference: Operation<Expense> = {
  method: 'DELETE',
  path: '/v1/users/{user_id}/expenses/by-ref/{reason_id}/{reference_id}',
  headers: { operatorId: 'x-operator-id' },
  body: 'json',
  decode: one,
}

/** What is taken from wallets. The documents name no unit of the amounts. */
export class ExpensesApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** One expense. (`GET /v1/users/{user_id}/expenses/{expense_id}`) */
  get(input: ExpensesGetInput, options?: CallOptions): Call<Expense> {
    return this.#client.call(get, input, options)
  }

  /** Takes an amount from a user's wallet. (`POST /v1/users/{user_id}/expenses`) */
  create(input: ExpensesCreateInput, options?: CallOptions): Call<Expense> {
    return this.#client.call(create, input, options)
  }

  /** Rolls an expense back: the amount returns to the wallet. (`DELETE /v1/users/{user_id}/expenses/{expense_id}`) */
  delete(input: ExpensesDeleteInput, options?: CallOptions): Call<Expense> {
    return this.#client.call(remove, input, options)
  }

  /** One expense, by what it was for. (`GET /v1/users/{user_id}/expenses/by-ref/{reason_id}/{reference_id}`) */
  getByReference(input: ExpensesGetByReferenceInput, options?: CallOptions): Call<Expense> {
    return this.#client.call(getByReference, input, options)
  }

  /**
   * Rolls an expense back, by what it was for.
   * (`DELETE /v1/users/{user_id}/expenses/by-ref/{reason_id}/{reference_id}`)
   */
  deleteByReference(input: ExpensesDeleteByReferenceInput, options?: CallOptions): Call<Expense> {
    return this.#client.call(deleteByReference, input, options)
  }
}
