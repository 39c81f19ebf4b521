import { HttpClient, type HttpClientOptions } from '@wireloom/http-core'
import { BasalamError } from './basalam-error.js'

/** The API's services, as they can be given addresses of their own. */
export type ServiceName =
  | 'apps'
  | 'chat'
  | 'core'
  | 'order'
  | 'order-processing'
  | 'search'
  | 'shipping'
  | 'story'
  | 'upload'
  | 'wallet'
  | 'webhook'

/** What a client is made of; times, repetitions, hooks and logger as {@link HttpClientOptions} says. */
export interface BasalamOptions extends Omit<HttpClientOptions, 'baseUrl' | 'errorClass' | 'readErrorBody'> {
  /**
   * The bearer token: a text that never changes, or a source such as `personalToken()` or a session of
   * `BasalamOAuth`. Only the search goes without.
   */
  readonly token?: HttpClientOptions['token']
  /** Where the API answers. Default: the gateway of the environment, `https://openapi.basalam.com`. */
  readonly baseUrl?: string | undefined
  /** Addresses of single services, for those that still answer elsewhere. Default: `baseUrl`. */
  readonly serviceUrls?: Partial<Record<ServiceName, string>> | undefined
  /** `development` is `basalam.dev`, which is in the official SDKs and documented nowhere. Default `production`. */
  readonly environment?: Environment | undefined
}

/** Which of Basalam's two worlds to talk to. */
export type Environment = 'production' | 'development'

/** The domain of an environment. @throws BasalamError `invalid_options` */
export function domainOf(environment: Environment = 'production'): string {
  if (environment === 'production') return 'basalam.com'
  if (environment === 'development') return 'basalam.dev'
  throw new BasalamError('invalid_options', `environment has to be 'production' or 'development'.`)
}

/** @throws BasalamError `invalid_options`, naming the option */
export function createClient(service: ServiceName, options: BasalamOptions = {}): HttpClient {
  const { baseUrl, serviceUrls, environment, ...rest } = options
  return new HttpClient({
    ...rest,
    baseUrl: serviceUrls?.[service] ?? baseUrl ?? `https://openapi.${domainOf(environment)}`,
    errorClass: BasalamError,
  })
}
