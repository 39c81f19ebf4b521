import type { Call, CallOptions } from '@wireloom/http-core'
import { open } from '../../decode.js'
import type {
  BankAccountsCreateInput,
  BankAccountsDeleteInput,
  BankAccountsListInput,
  BankAccountsUpdateInput,
  BankAccountsVerifyInput,
  BankAccountsVerifyOtpInput,
} from '../../generated/core.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const listAll: Operation<unknown> = {
  method: 'GET',
  path: '/v1/users/{user_id}/bank-accounts',
  headers: { prefer: 'Prefer' },
  decode: open,
}

const create: Operation<unknown> = {
  method: 'POST',
  path: '/v1/users/{user_id}/bank-accounts',
  headers: { prefer: 'Prefer' },
  body: 'json',
  decode: open,
}

const update: Operation<unknown> = {
  method: 'PATCH',
  path: '/v1/users/{user_id}/bank-accounts/{bank_account_id}',
  body: 'json',
  decode: open,
}

const remove: Operation<unknown> = {
  method: 'DELETE',
  path: '/v1/users/{user_id}/bank-accounts/{bank_account_id}',
  decode: open,
}

const verifyOtp: Operation<unknown> = {
  method: 'POST',
  path: '/v1/users/{user_id}/bank-accounts/verify-otp',
  body: 'json',
  decode: open,
}

const verify: Operation<unknown> = {
  method: 'POST',
  path: '/v1/users/{user_id}/bank-accounts/verify',
  body: 'json',
  decode: open,
}

/** Bank accounts of users. No document says what is answered: it comes as it is. */
export class BankAccountsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** A user's bank accounts. (`GET /v1/users/{user_id}/bank-accounts`) */
  list(input: BankAccountsListInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(listAll, input, options)
  }

  /** Adds a bank account. (`POST /v1/users/{user_id}/bank-accounts`) */
  create(input: BankAccountsCreateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(create, input, options)
  }

  /** Changes a bank account. (`PATCH /v1/users/{user_id}/bank-accounts/{bank_account_id}`) */
  update(input: BankAccountsUpdateInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(update, input, options)
  }

  /** Removes a bank account. (`DELETE /v1/users/{user_id}/bank-accounts/{bank_account_id}`) */
  delete(input: BankAccountsDeleteInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(remove, input, options)
  }

  /**
   * Proves a bank account by the one-time code that was sent.
   * (`POST /v1/users/{user_id}/bank-accounts/verify-otp`)
   */
  verifyOtp(input: BankAccountsVerifyOtpInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(verifyOtp, input, options)
  }

  /** Proves a bank account by the owner's details. (`POST /v1/users/{user_id}/bank-accounts/verify`) */
  verify(input: BankAccountsVerifyInput, options?: CallOptions): Call<unknown> {
    return this.#client.call(verify, input, options)
  }
}
