import type { Call, CallOptions } from '@wireloom/http-core'
import { KickError } from '../kick-error.js'
import { checkFlag, checkKey, checkText, checkWhole, given, invalid } from './check.js'
import { flag, integer, key, list, object, optional, text, type Decoder } from './decode.js'
import type { KickClient } from './kick-client.js'
import { RedemptionsApi } from './redemptions.js'

/** What viewers can spend their channel points on. */
export interface Reward {
  readonly id: string
  readonly title: string
  /** In channel points. */
  readonly cost: number
  readonly description: string | undefined
  /** `#rrggbb` */
  readonly backgroundColor: string | undefined
  readonly isEnabled: boolean
  readonly isPaused: boolean
  readonly isUserInputRequired: boolean
  readonly shouldRedemptionsSkipRequestQueue: boolean
}

/** A reward to be made. */
export interface NewReward {
  /** 1 to 50 characters. */
  readonly title: string
  /** At least 1. */
  readonly cost: number
  /** At most 200 characters. */
  readonly description?: string | undefined
  /** `#rrggbb`. Default `#00e701`. */
  readonly backgroundColor?: string | undefined
  /** Default `true`. */
  readonly isEnabled?: boolean | undefined
  /** Default `false`. */
  readonly isUserInputRequired?: boolean | undefined
  /** Default `false`. */
  readonly shouldRedemptionsSkipRequestQueue?: boolean | undefined
}

/** What to change of a reward: at least one of these. */
export interface RewardChanges extends Partial<NewReward> {
  readonly isPaused?: boolean | undefined
}

const reward: Decoder<Reward> = object<Reward>({
  id: key,
  title: text,
  cost: integer,
  description: optional(text),
  backgroundColor: optional(text),
  isEnabled: flag,
  isPaused: (value, place) => optional(flag)(value, place) ?? false,
  isUserInputRequired: flag,
  shouldRedemptionsSkipRequestQueue: flag,
})

const path = '/public/v1/channels/rewards'
const one = `${path}/{id}` as const

/**
 * Channel points: the rewards of the token's user, at most 15. Every call needs a user's token.
 * {@link https://docs.kick.com/apis/channel-rewards}
 */
export class RewardsApi {
  readonly #client: KickClient
  /** What was redeemed. */
  readonly redemptions: RedemptionsApi

  constructor(client: KickClient) {
    this.#client = client
    this.redemptions = new RedemptionsApi(client)
  }

  /** All rewards (`GET /public/v1/channels/rewards`, scope `channel:rewards:read` or `:write`). */
  list(options?: CallOptions): Call<readonly Reward[]> {
    return this.#client.call(
      () => ({
        method: 'GET',
        path,
        needs: 'user',
        scopes: ['channel:rewards:read', 'channel:rewards:write'],
        data: list(reward),
      }),
      options,
    )
  }

  /** Makes a reward (`POST /public/v1/channels/rewards`, scope `channel:rewards:write`). */
  create(newReward: NewReward, options?: CallOptions): Call<Reward> {
    return this.#client.call(() => {
      const { title, cost } = newReward ?? {}
      if (title === undefined) throw invalid('title', '1 to 50 characters long', title)
      if (cost === undefined) throw invalid('cost', 'a whole number above 0', cost)
      return {
        method: 'POST',
        path,
        // Kick knows it of a change alone, and a reward that was read has it.
        json: { ...toBody(newReward), is_paused: undefined },
        needs: 'user',
        scopes: ['channel:rewards:write'],
        data: reward,
      }
    }, options)
  }

  /**
   * Changes a reward (`PATCH /public/v1/channels/rewards/{id}`, scope `channel:rewards:write`). Only the app that made
   * it may; else `forbidden`.
   */
  update(rewardId: string, changes: RewardChanges, options?: CallOptions): Call<Reward> {
    return this.#client.call(() => {
      const json = toBody(changes ?? {})
      if (Object.values(json).every((value) => value === undefined)) {
        throw new KickError('invalid_argument', 'changes has to hold at least one thing to change.')
      }
      return {
        method: 'PATCH',
        path: one,
        parameters: { id: checkKey('rewardId', rewardId) },
        json,
        needs: 'user',
        scopes: ['channel:rewards:write'],
        data: reward,
      }
    }, options)
  }

  /**
   * Takes a reward away (`DELETE /public/v1/channels/rewards/{id}`, scope `channel:rewards:write`). Only the app that
   * made it may; else `forbidden`.
   */
  delete(rewardId: string, options?: CallOptions): Call<void> {
    return this.#client.call(
      () => ({
        method: 'DELETE',
        path: one,
        parameters: { id: checkKey('rewardId', rewardId) },
        needs: 'user',
        scopes: ['channel:rewards:write'],
      }),
      options,
    )
  }
}

function toBody(changes: RewardChanges): Readonly<Record<string, unknown>> {
  return {
    title: given(changes.title, (title) => checkText('title', title, 1, 50)),
    cost: given(changes.cost, (cost) =>
      checkWhole('cost', cost, 1, Number.MAX_SAFE_INTEGER, 'a whole number above 0'),
    ),
    description: given(changes.description, (words) => checkText('description', words, 0, 200)),
    background_color: given(changes.backgroundColor, checkColor),
    is_enabled: given(changes.isEnabled, flagNamed('isEnabled')),
    is_paused: given(changes.isPaused, flagNamed('isPaused')),
    is_user_input_required: given(changes.isUserInputRequired, flagNamed('isUserInputRequired')),
    should_redemptions_skip_request_queue: given(
      changes.shouldRedemptionsSkipRequestQueue,
      flagNamed('shouldRedemptionsSkipRequestQueue'),
    ),
  }
}

function flagNamed(name: string): (value: boolean) => boolean {
  return (value) => checkFlag(name, value)
}

function checkColor(color: string): string {
  if (typeof color === 'string' && /^#[\da-f]{6}$/i.test(color)) return color
  throw invalid('backgroundColor', 'a color such as #00e701', color)
}
