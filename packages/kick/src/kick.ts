import { HttpClient, type HttpClientOptions } from '@wireloom/http-core'
import { ChatApi } from './api/chat.js'
import { readRefusal } from './api/envelope.js'
import { KickError } from './kick-error.js'

/** What a client is made of; times, repetitions, hooks and logger as {@link HttpClientOptions} says. */
export interface KickOptions extends Omit<HttpClientOptions, 'baseUrl' | 'errorClass' | 'readErrorBody'> {
  /** The bearer token: a text that never changes, or a source such as a `TokenSession`. */
  readonly token: NonNullable<HttpClientOptions['token']>
  /** Where the API answers. Default `https://api.kick.com`. */
  readonly baseUrl?: string | undefined
}

/**
 * Kick's official API, by what it is about.
 *
 * @example
 * ```ts
 * const kick = new Kick({ token })
 * const { messageId } = await kick.chat.send({ broadcasterUserId, content: 'hello' }, { signal })
 * ```
 */
export class Kick {
  /** Sending and deleting messages. */
  readonly chat: ChatApi

  /** @throws KickError `invalid_options`, naming the option. Sends nothing. */
  constructor(options: KickOptions) {
    if (options?.token === undefined) {
      throw new KickError('invalid_options', 'token is missing: an access token, or a source of them.')
    }
    const client = new HttpClient({
      ...options,
      baseUrl: options.baseUrl ?? 'https://api.kick.com',
      errorClass: KickError,
      readErrorBody: readRefusal,
    })
    this.chat = new ChatApi(client)
  }
}
