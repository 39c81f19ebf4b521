import type { Call, CallOptions } from '@wireloom/http-core'
import { BasalamError, invalidArgument } from '../../basalam-error.js'
import { isPlain } from '../../case.js'
import type { Operation } from '../../operation.js'
import type { ServiceClient } from '../../service-client.js'

/** Whose call, and how it is sent; all ways do the same. */
export interface BotCall<Method extends string> {
  /** The bot's own token. It stands in the address, and is kept out of errors and logs. */
  readonly token: string
  readonly method?: Method | undefined
}

type GetOrPost = 'GET' | 'POST'

function operationOf(
  name: string,
  method: Operation<unknown>['method'],
  effect: 'read' | 'write',
): Operation<unknown> {
  return {
    method,
    path: `/v1/bots/{token}/${name}`,
    effect,
    secrets: ({ token }) => [token],
    decode: readResult,
  }
}

/** @throws BasalamError `refused` where the answer says that it was not done */
function readResult(body: unknown): unknown {
  if (!isPlain(body) || typeof body['ok'] !== 'boolean')
    throw new TypeError('The answer says neither yes nor no.')
  const { ok, result, description, error_code: status } = body
  if (ok) return result
  const words = typeof description === 'string' ? description : undefined
  throw new BasalamError(
    'refused',
    `The bot's call was refused.${words === undefined ? '' : ` The server says: ${words}`}`,
    {
      serverMessage: words,
      ...(typeof status === 'number' && { status }),
    },
  )
}

/**
 * Bots. What they answer is in no document, and comes as it is; an answer that says no rejects as `refused`. The API
 * offers nothing that lets a bot write.
 */
export class BotsApi {
  readonly #client: ServiceClient

  constructor(client: ServiceClient) {
    this.#client = client
  }

  /** Who the bot is; by GET unless said otherwise. (`GET` or `POST /v1/bots/{token}/getMe`) */
  getMe(input: BotCall<GetOrPost>, options?: CallOptions): Call<unknown> {
    return this.#call('getMe', ['GET', 'POST'], input, 'read', options)
  }

  /**
   * Where what the bot hears is sent to; by GET unless said otherwise.
   * (`GET` or `POST /v1/bots/{token}/getWebhookInfo`)
   */
  getWebhookInfo(input: BotCall<GetOrPost>, options?: CallOptions): Call<unknown> {
    return this.#call('getWebhookInfo', ['GET', 'POST'], input, 'read', options)
  }

  /**
   * Ends that it is sent anywhere; by DELETE unless said otherwise.
   * (`DELETE`, `POST` or `GET /v1/bots/{token}/deleteWebhook`)
   */
  deleteWebhook(input: BotCall<'DELETE' | GetOrPost>, options?: CallOptions): Call<unknown> {
    return this.#call('deleteWebhook', ['DELETE', 'POST', 'GET'], input, 'write', options)
  }

  /** Signs the bot out; by POST unless said otherwise. (`POST` or `GET /v1/bots/{token}/logOut`) */
  logOut(input: BotCall<GetOrPost>, options?: CallOptions): Call<unknown> {
    return this.#call('logOut', ['POST', 'GET'], input, 'write', options)
  }

  #call<Method extends Operation<unknown>['method']>(
    name: string,
    methods: readonly [Method, ...Method[]],
    input: BotCall<Method>,
    effect: 'read' | 'write',
    options?: CallOptions,
  ): Call<unknown> {
    const { method = methods[0], token } = (input ?? {}) as Partial<BotCall<Method>>
    const check = (): object => {
      if (!methods.includes(method)) throw invalidArgument(`method has to be ${methods.join(' or ')}.`)
      return { token }
    }
    return this.#client.call(operationOf(name, method, effect), check, options)
  }
}
