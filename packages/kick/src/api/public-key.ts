import type { Call, CallOptions } from '@wireloom/http-core'
import { key, object, type Decoder } from './decode.js'
import type { KickClient } from './kick-client.js'

const publicKey: Decoder<{ readonly publicKey: string }> = object<{ readonly publicKey: string }>({
  publicKey: key,
})

/** The key that webhooks are signed with. {@link https://docs.kick.com/apis/public-key} */
export class PublicKeyApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /** The key as PEM (`GET /public/v1/public-key`). Needs no token, and is sent without. */
  get(options?: CallOptions): Call<string> {
    return this.#client.call(
      () => ({
        method: 'GET',
        path: '/public/v1/public-key',
        needs: 'none',
        data: (value, place) => publicKey(value, place).publicKey,
      }),
      options,
    )
  }
}
