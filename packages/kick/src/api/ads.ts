import type { Call, CallOptions } from '@wireloom/http-core'
import { checkKey, checkWhole } from './check.js'
import { flag, integer, key, list, object, optional, spelled, text, time, type Decoder } from './decode.js'
import type { KickClient } from './kick-client.js'

/** An ad break to begin. */
export interface NewAdBreak {
  /** 7 to 300. */
  readonly durationSeconds: number
  /** A UUID that makes it one break however often it is asked for. Default a new one. */
  readonly id?: string | undefined
}

/** An ad break that Kick took in. */
export interface StartedAdBreak {
  readonly id: string
  readonly remainingAdBreaks: number
}

/** An ad break that was. */
export interface AdBreak {
  readonly id: string
  /** Such as `inserted`. */
  readonly status: string
  readonly breakDurationSeconds: number
  /** Milliseconds since 1970. */
  readonly createdAtMs: number | undefined
  /** Such as `public_api`. */
  readonly source: string | undefined
}

/** How the channel stands with ads. */
export interface AdStatus {
  readonly optedIn: boolean
  readonly adsBlocked: boolean
  readonly remainingAdBreaks: number
  readonly adBreaks: readonly AdBreak[]
  /** So many breaks in so long. */
  readonly limits: { readonly max: number; readonly periodSeconds: number } | undefined
  readonly autoAdsActive: boolean | undefined
}

const started: Decoder<StartedAdBreak> = object<StartedAdBreak>({ id: key, remainingAdBreaks: integer })

const status: Decoder<AdStatus> = object<AdStatus>({
  optedIn: flag,
  adsBlocked: flag,
  remainingAdBreaks: integer,
  adBreaks: list(
    object<AdBreak>({
      id: key,
      status: text,
      breakDurationSeconds: integer,
      createdAtMs: spelled('created_at', optional(time)),
      source: optional(text),
    }),
  ),
  limits: optional(object<NonNullable<AdStatus['limits']>>({ max: integer, periodSeconds: integer })),
  autoAdsActive: optional(flag),
})

/**
 * Ads in the channel of the token's user. Every call needs a user's token. Kick's documentation does not have these
 * endpoints yet; its own clients do.
 */
export class AdsApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /** Begins an ad break (`POST /public/v1/ads/ad-break`, scope `ads:write`). */
  startBreak(adBreak: NewAdBreak, options?: CallOptions): Call<StartedAdBreak> {
    return this.#client.call(
      () => ({
        method: 'POST',
        path: '/public/v1/ads/ad-break',
        json: {
          id: checkKey('id', adBreak?.id ?? crypto.randomUUID()),
          break_duration_seconds: checkWhole('durationSeconds', adBreak?.durationSeconds, 7, 300),
        },
        needs: 'user',
        scopes: ['ads:write'],
        data: started,
      }),
      options,
    )
  }

  /** What has been and may still be (`GET /public/v1/ads/ad-break-status`, scope `ads:read` or `ads:write`). */
  status(options?: CallOptions): Call<AdStatus> {
    return this.#client.call(
      () => ({
        method: 'GET',
        path: '/public/v1/ads/ad-break-status',
        needs: 'user',
        scopes: ['ads:read', 'ads:write'],
        data: status,
      }),
      options,
    )
  }

  /** Enrolls the channel in ads (`POST /public/v1/ads/enroll`, scope `ads:write`). It cannot be undone. */
  enroll(options?: CallOptions): Call<void> {
    return this.#client.call(
      () => ({ method: 'POST', path: '/public/v1/ads/enroll', needs: 'user', scopes: ['ads:write'] }),
      options,
    )
  }
}
