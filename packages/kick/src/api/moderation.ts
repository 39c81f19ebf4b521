import type { Call, CallOptions } from '@wireloom/http-core'
import { checkId, checkText, checkWhole, given } from './check.js'
import type { KickClient } from './kick-client.js'

/** Who, and from whose channel. */
export interface BanTarget {
  /** The streamer's user id. */
  readonly broadcasterUserId: number
  readonly userId: number
}

/** Somebody to keep out. */
export interface Ban extends BanTarget {
  /** For how long, 1 to 10,080 minutes (a week): a timeout. For good where it is left out. */
  readonly durationMinutes?: number | undefined
  /** At most 100 characters. */
  readonly reason?: string | undefined
}

const path = '/public/v1/moderation/bans'

/**
 * Keeping order. Every call needs a user's token with the scope `moderation:ban`.
 * {@link https://docs.kick.com/apis/moderation}
 */
export class ModerationApi {
  readonly #client: KickClient

  constructor(client: KickClient) {
    this.#client = client
  }

  /** Bans somebody, for good or for a time (`POST /public/v1/moderation/bans`). */
  ban(ban: Ban, options?: CallOptions): Call<void> {
    return this.#client.call(
      () => ({
        method: 'POST',
        path,
        json: {
          ...toTarget(ban),
          duration: given(ban?.durationMinutes, (minutes) =>
            checkWhole('durationMinutes', minutes, 1, 10_080),
          ),
          reason: given(ban?.reason, (reason) => checkText('reason', reason, 0, 100)),
        },
        needs: 'user',
        scopes: ['moderation:ban'],
      }),
      options,
    )
  }

  /** Lifts a ban or a timeout (`DELETE /public/v1/moderation/bans`). */
  unban(target: BanTarget, options?: CallOptions): Call<void> {
    return this.#client.call(
      () => ({
        method: 'DELETE',
        path,
        json: toTarget(target),
        needs: 'user',
        scopes: ['moderation:ban'],
      }),
      options,
    )
  }
}

function toTarget(target: BanTarget): Readonly<Record<string, number>> {
  return {
    broadcaster_user_id: checkId('broadcasterUserId', target?.broadcasterUserId),
    user_id: checkId('userId', target?.userId),
  }
}
