import { SandboxError } from '../errors.js'
import { toUser, type Chatter } from './chatter.js'
import type { Scene } from './scene.js'

/** A gift of KICKs, as the shop lists it. */
export type KicksGift = { id: string; name: string; amount: number; tier: string }

/** Giving: subscriptions, gifts, KICKs, channel points. Names are usernames. */
export type SupportActions = {
  /** Somebody subscribes. Sends the event and the four older doubles of it that the feed carries. @default 1 month */
  subscribe(username: string, months?: number): void
  /**
   * Somebody gives subscriptions away. A drop of more than 20 comes in chunks with one `correlation_id`; the older
   * doubles and the leaderboard follow. `form` picks the shape: `current`, the `prefixed` one on the chat channel, or the `newer` one.
   */
  giftSubscriptions(
    gifter: string,
    receivers: readonly string[],
    form?: 'current' | 'prefixed' | 'newer',
  ): void
  /** Somebody gives KICKs; the KICKs leaderboard follows. */
  giveKicks(username: string, gift?: KicksGift, message?: string): void
  /** Somebody redeems a reward with channel points. */
  redeemReward(username: string, title: string, input?: string): void
  /** Channel points changed. The real payload is unknown; this one is a guess and marked as such in its data. */
  updatePoints(username: string, balance: number): void
}

/** Gifts one can give. */
export const kicksGifts = [
  { id: 'hell_yeah', name: 'Hell Yeah', amount: 1, tier: 'BASIC' },
  { id: 'full_send', name: 'Full Send', amount: 10, tier: 'BASIC' },
  { id: 'rage_quit', name: 'Rage Quit', amount: 500, tier: 'MID' },
  { id: 'pump_it_up', name: 'Pump It Up', amount: 1000, tier: 'MID' },
] as const

const receiversPerChunk = 20
const leaderboardSize = 10

/** Giving in a scene. */
export function createSupportActions(scene: Scene): SupportActions {
  const { room, cast, memory, random } = scene
  const shortChannel = { id: room.channelId, user_id: room.userId, slug: room.slug }

  function giveInChunks(gifter: Chatter, receivers: readonly string[], total: number): void {
    const totalChunks = Math.ceil(receivers.length / receiversPerChunk)
    const correlationId = Buffer.from(random.uuid()).toString('base64')
    for (let index = 0; index < totalChunks; index += 1) {
      scene.emit({
        event: 'giftedSubscriptions',
        data: {
          chatroom_id: room.chatroomId,
          gifter_username: gifter.username,
          gifted_usernames: receivers.slice(index * receiversPerChunk, (index + 1) * receiversPerChunk),
          gifter_total: total,
          gifted_total: receivers.length,
          correlation_id: correlationId,
          chunk_details:
            totalChunks === 1
              ? null
              : { correlation_id: correlationId, chunk_index: index, total_chunks: totalChunks },
        },
      })
    }
  }

  function giveNewer(gifter: Chatter, receivers: readonly string[]): void {
    scene.emit({
      event: 'subscriptionGifted',
      data: {
        id: random.uuid(),
        user: toUser(gifter),
        gift: { tier: 1 },
        gifted_users: receivers.map((name) => toUser(cast.byName(name))),
        created_at: new Date(scene.now()).toISOString(),
      },
    })
  }

  function tellGiftDoubles(gifter: Chatter, receivers: readonly string[]): void {
    scene.emit({
      event: 'luckyUsers',
      data: { channel: shortChannel, usernames: receivers, gifter_username: gifter.username },
    })
    scene.emit({
      event: 'chatMessageSent',
      data: {
        message: { action: 'gift', subscriptions_count: receivers.length, giftedUsers: receivers },
        user: toUser(gifter),
      },
    })
    const leaderboard = rank(memory.giftTotals)
    scene.emit({
      event: 'giftsLeaderboardUpdated',
      data: {
        channel: shortChannel,
        leaderboard,
        weekly_leaderboard: leaderboard.slice(0, 5),
        monthly_leaderboard: leaderboard,
        gifter_id: gifter.id,
        gifter_username: gifter.username,
        gifted_quantity: receivers.length,
      },
    })
  }

  function rank(totals: ReadonlyMap<string, number>): readonly object[] {
    return [...totals]
      .toSorted(([, left], [, right]) => right - left)
      .slice(0, leaderboardSize)
      .map(([username, quantity]) => ({ user_id: cast.byName(username).id, username, quantity }))
  }

  return {
    subscribe(name, months = 1) {
      const { id, username, slug } = cast.byName(name)
      scene.emit({
        event: 'subscription',
        data: { chatroom_id: room.chatroomId, username, months },
      })
      scene.emit({
        event: 'channelSubscription',
        data: { user_ids: [id], username, channel_id: room.channelId },
      })
      scene.emit({
        event: 'chatMessageSent',
        data: {
          message: {
            action: 'subscribe',
            months_subscribed: months,
            subscriptions_count: 0,
            giftedUsers: [],
          },
          user: { id, username, slug },
        },
      })
      scene.emit({
        event: 'newSubscriberUpdated',
        data: { channel_id: room.channelId, user_id: id, username, months },
      })
      scene.emit({
        event: 'newActivityFeed',
        data: { type: 'subscription', channel_id: room.channelId, username, months },
      })
    },

    giftSubscriptions(name, receivers, form = 'current') {
      if (receivers.length === 0) {
        throw new SandboxError('invalid_argument', 'giftSubscriptions: name at least one receiver.')
      }
      const gifter = cast.byName(name)
      const total = (memory.giftTotals.get(gifter.username) ?? 0) + receivers.length
      memory.giftTotals.set(gifter.username, total)
      if (form === 'current') giveInChunks(gifter, receivers, total)
      else if (form === 'newer') giveNewer(gifter, receivers)
      else {
        scene.emit({
          event: 'giftedSubscriptionsPrefixed',
          data: {
            chatroom_id: room.chatroomId,
            gifted_usernames: receivers,
            gifter_username: gifter.username,
          },
        })
      }
      tellGiftDoubles(gifter, receivers)
    },

    giveKicks(name, gift = kicksGifts[0], message = '') {
      const giver = cast.byName(name)
      memory.kickTotals.set(giver.username, (memory.kickTotals.get(giver.username) ?? 0) + gift.amount)
      const isBasic = gift.tier === 'BASIC'
      scene.emit({
        event: 'kicksGifted',
        data: {
          gift_transaction_id: random.uuid(),
          message,
          sender: {
            id: giver.id,
            username: giver.username,
            username_color: giver.color,
            profile_picture: `https://files.kick.com/images/user/${giver.id}/profile_image/fullsize.webp`,
          },
          gift: {
            gift_id: gift.id,
            name: gift.name,
            amount: gift.amount,
            type: isBasic ? 'BASIC' : 'LEVEL_UP',
            tier: gift.tier,
            character_limit: isBasic ? 0 : 100,
            pinned_time: isBasic ? 0 : 600,
          },
          created_at: new Date(scene.now()).toISOString().replace('Z', '327703Z'),
          expires_at: isBasic ? null : new Date(scene.now() + 600_000).toISOString(),
        },
      })
      scene.emit({
        event: 'kicksLeaderboardUpdated',
        data: { lifetime: rank(memory.kickTotals), month: rank(memory.kickTotals) },
      })
    },

    redeemReward(name, title, input = '') {
      const user = cast.byName(name)
      scene.emit({
        event: 'rewardRedeemed',
        data: {
          reward_title: title,
          user_id: user.id,
          channel_id: room.channelId,
          username: user.username,
          user_input: input,
          reward_background_color: '#1475E1',
        },
      })
    },

    updatePoints(name, balance) {
      scene.emit({
        event: 'pointsUpdated',
        data: { user_id: cast.byName(name).id, channel_id: room.channelId, balance, shape: 'guessed' },
      })
    },
  }
}
