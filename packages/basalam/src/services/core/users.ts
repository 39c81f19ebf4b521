import type { Call, CallOptions } from '@wireloom/http-core'
import { one } from '../../decode.js'
import type {
  Confirmation,
  User,
  UsersConfirmMobileChangeInput,
  UsersConfirmMobileVerificationInput,
  UsersGetMeInput,
  UsersRequestMobileChangeInput,
  UsersRequestMobileVerificationInput,
  UsersRequestVerificationInput,
} from '../../generated/core.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

const getMe: Operation<User> = {
  method: 'GET',
  path: '/v1/users/me',
  headers: { withoutVendor: 'with-out-vendor' },
  decode: one,
}

const requestMobileVerification: Operation<Confirmation> = {
  method: 'POST',
  path: '/v1/users/{user_id}/mobile-verification-requests',
  decode: one,
}

const confirmMobileVerification: Operation<Confirmation> = {
  method: 'POST',
  path: '/v1/users/{user_id}/mobile-verification-confirmations',
  body: 'json',
  decode: one,
}

const requestMobileChange: Operation<Confirmation> = {
  method: 'POST',
  path: '/v1/users/{user_id}/mobile-change-requests',
  body: 'json',
  decode: one,
}

const confirmMobileChange: Operation<Confirmation> = {
  method: 'POST',
  path: '/v1/users/{user_id}/mobile-change-confirmations',
  body: 'json',
  decode: one,
}

const requestVerification: Operation<User> = {
  method: 'PATCH',
  path: '/v1/users/{user_id}/verification-requests',
  body: 'json',
  decode: one,
}

/** Users of Basalam: the token's own, and what its owner may do. */
export class UsersApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** The user whose token it is, with the vendor unless `withoutVendor`. (`GET /v1/users/me`) */
  getMe(input?: UsersGetMeInput, options?: CallOptions): Call<User> {
    return this.#client.call(getMe, input, options)
  }

  /**
   * Sends a code to the user's mobile, to prove that it is theirs.
   * (`POST /v1/users/{user_id}/mobile-verification-requests`)
   */
  requestMobileVerification(
    input: UsersRequestMobileVerificationInput,
    options?: CallOptions,
  ): Call<Confirmation> {
    return this.#client.call(requestMobileVerification, input, options)
  }

  /**
   * Proves the user's mobile by the code that was sent.
   * (`POST /v1/users/{user_id}/mobile-verification-confirmations`)
   */
  confirmMobileVerification(
    input: UsersConfirmMobileVerificationInput,
    options?: CallOptions,
  ): Call<Confirmation> {
    return this.#client.call(confirmMobileVerification, input, options)
  }

  /** Sends a code to a mobile that is to become the user's. (`POST /v1/users/{user_id}/mobile-change-requests`) */
  requestMobileChange(input: UsersRequestMobileChangeInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(requestMobileChange, input, options)
  }

  /** Changes the user's mobile by the code that was sent. (`POST /v1/users/{user_id}/mobile-change-confirmations`) */
  confirmMobileChange(input: UsersConfirmMobileChangeInput, options?: CallOptions): Call<Confirmation> {
    return this.#client.call(confirmMobileChange, input, options)
  }

  /** Asks for the user's identity to be verified. (`PATCH /v1/users/{user_id}/verification-requests`) */
  requestVerification(input: UsersRequestVerificationInput, options?: CallOptions): Call<User> {
    return this.#client.call(requestVerification, input, options)
  }
}
