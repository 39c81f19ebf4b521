import { randomUUID } from 'node:crypto'
import type { Sandbox } from '@wireloom/sandbox'
import type { Kick } from '../../src/index.js'

/** A method of the client, and what it asks. */
export interface MethodCase {
  /** As one writes it: `categories.list`. */
  readonly method: string
  readonly endpoint: string
  /** Whose token it takes. */
  readonly token: 'user' | 'app' | 'either' | 'none'
  /** Any one of these. */
  readonly scopes: string
  /** Calls it for good against a sandbox with the rooms of Ann and Bob. */
  readonly call: (kick: Kick, sandbox: Sandbox) => PromiseLike<unknown>
}

const all = { limit: Infinity }
const reading = '`channel:rewards:read` or `channel:rewards:write`'
const writing = '`channel:rewards:write`'

/** A reward of the app, redeemed once; gives the redemption's id. */
async function redeemed(kick: Kick, sandbox: Sandbox): Promise<string> {
  await kick.rewards.create({ title: 'Hydrate', cost: 10 })
  sandbox.kick.room('ann').redeemReward('bob', 'Hydrate')
  const [group] = await kick.rewards.redemptions.list().toArray(all)
  return group?.redemptions[0]?.id ?? ''
}

/** Every method, in the order of the documentation. */
export const methodCases: readonly MethodCase[] = [
  {
    method: 'categories.list',
    endpoint: 'GET /public/v2/categories',
    token: 'either',
    scopes: '',
    call: (kick) => kick.categories.list({ tags: ['mmo'] }).toArray(all),
  },
  {
    method: 'categories.searchV1',
    endpoint: 'GET /public/v1/categories',
    token: 'either',
    scopes: '',
    call: (kick) => kick.categories.searchV1('rune').toArray(all),
  },
  {
    method: 'categories.getV1',
    endpoint: 'GET /public/v1/categories/{category_id}',
    token: 'either',
    scopes: '',
    call: (kick) => kick.categories.getV1(15),
  },
  {
    method: 'users.list',
    endpoint: 'GET /public/v1/users',
    token: 'either',
    scopes: '',
    call: (kick, sandbox) => kick.users.list([sandbox.kick.room('ann').userId]),
  },
  {
    method: 'users.me',
    endpoint: 'GET /public/v1/users',
    token: 'user',
    scopes: '`user:read`',
    call: (kick) => kick.users.me(),
  },
  {
    method: 'channels.get',
    endpoint: 'GET /public/v1/channels',
    token: 'either',
    scopes: '`channel:read`',
    call: (kick) => kick.channels.get({ slug: 'ann' }),
  },
  {
    method: 'channels.list',
    endpoint: 'GET /public/v1/channels',
    token: 'either',
    scopes: '`channel:read`',
    call: (kick) => kick.channels.list({ slugs: ['ann', 'bob'] }),
  },
  {
    method: 'channels.own',
    endpoint: 'GET /public/v1/channels',
    token: 'user',
    scopes: '`channel:read`',
    call: (kick) => kick.channels.own(),
  },
  {
    method: 'channels.update',
    endpoint: 'PATCH /public/v1/channels',
    token: 'user',
    scopes: '`channel:write`',
    call: (kick) => kick.channels.update({ streamTitle: 'New' }),
  },
  {
    method: 'rewards.list',
    endpoint: 'GET /public/v1/channels/rewards',
    token: 'user',
    scopes: reading,
    call: (kick) => kick.rewards.list(),
  },
  {
    method: 'rewards.create',
    endpoint: 'POST /public/v1/channels/rewards',
    token: 'user',
    scopes: writing,
    call: (kick) => kick.rewards.create({ title: 'Hydrate', cost: 10 }),
  },
  {
    method: 'rewards.update',
    endpoint: 'PATCH /public/v1/channels/rewards/{id}',
    token: 'user',
    scopes: writing,
    call: async (kick) => {
      const { id } = await kick.rewards.create({ title: 'Hydrate', cost: 10 })
      return kick.rewards.update(id, { isPaused: true })
    },
  },
  {
    method: 'rewards.delete',
    endpoint: 'DELETE /public/v1/channels/rewards/{id}',
    token: 'user',
    scopes: writing,
    call: async (kick) => {
      const { id } = await kick.rewards.create({ title: 'Hydrate', cost: 10 })
      return kick.rewards.delete(id)
    },
  },
  {
    method: 'rewards.redemptions.list',
    endpoint: 'GET /public/v1/channels/rewards/redemptions',
    token: 'user',
    scopes: reading,
    call: (kick) => kick.rewards.redemptions.list().toArray(all),
  },
  {
    method: 'rewards.redemptions.accept',
    endpoint: 'POST /public/v1/channels/rewards/redemptions/accept',
    token: 'user',
    scopes: writing,
    call: async (kick, sandbox) => kick.rewards.redemptions.accept([await redeemed(kick, sandbox)]),
  },
  {
    method: 'rewards.redemptions.reject',
    endpoint: 'POST /public/v1/channels/rewards/redemptions/reject',
    token: 'user',
    scopes: writing,
    call: async (kick, sandbox) => kick.rewards.redemptions.reject([await redeemed(kick, sandbox)]),
  },
  {
    method: 'chat.send',
    endpoint: 'POST /public/v1/chat',
    token: 'user',
    scopes: '`chat:write`',
    call: (kick) => kick.chat.send({ type: 'bot', content: 'hello' }),
  },
  {
    method: 'chat.delete',
    endpoint: 'DELETE /public/v1/chat/{message_id}',
    token: 'user',
    scopes: '`moderation:chat_message:manage`',
    call: (kick, sandbox) => kick.chat.delete(sandbox.kick.room('ann').say('hello').id),
  },
  {
    method: 'moderation.ban',
    endpoint: 'POST /public/v1/moderation/bans',
    token: 'user',
    scopes: '`moderation:ban`',
    call: (kick, sandbox) => kick.moderation.ban(banTarget(sandbox)),
  },
  {
    method: 'moderation.unban',
    endpoint: 'DELETE /public/v1/moderation/bans',
    token: 'user',
    scopes: '`moderation:ban`',
    call: (kick, sandbox) => {
      sandbox.kick.room('ann').ban('troll')
      return kick.moderation.unban(banTarget(sandbox))
    },
  },
  {
    method: 'livestreams.list',
    endpoint: 'GET /public/v2/livestreams',
    token: 'either',
    scopes: '',
    call: (kick, sandbox) => {
      sandbox.kick.room('ann').goLive()
      return kick.livestreams.list().toArray(all)
    },
  },
  {
    method: 'livestreams.ofUsers',
    endpoint: 'GET /public/v1/users/livestreams',
    token: 'either',
    scopes: '',
    call: (kick, sandbox) => kick.livestreams.ofUsers([sandbox.kick.room('ann').userId]),
  },
  {
    method: 'livestreams.listV1',
    endpoint: 'GET /public/v1/livestreams',
    token: 'either',
    scopes: '',
    call: (kick, sandbox) => {
      sandbox.kick.room('ann').goLive()
      return kick.livestreams.listV1()
    },
  },
  {
    method: 'livestreams.stats',
    endpoint: 'GET /public/v1/livestreams/stats',
    token: 'either',
    scopes: '',
    call: (kick) => kick.livestreams.stats(),
  },
  {
    method: 'publicKey.get',
    endpoint: 'GET /public/v1/public-key',
    token: 'none',
    scopes: '',
    call: (kick) => kick.publicKey.get(),
  },
  {
    method: 'kicks.leaderboard',
    endpoint: 'GET /public/v1/kicks/leaderboard',
    token: 'user',
    scopes: '`kicks:read`',
    call: (kick) => kick.kicks.leaderboard(),
  },
  {
    method: 'eventSubscriptions.list',
    endpoint: 'GET /public/v1/events/subscriptions',
    token: 'either',
    scopes: '`events:subscribe`',
    call: (kick) => kick.eventSubscriptions.list(),
  },
  {
    method: 'eventSubscriptions.create',
    endpoint: 'POST /public/v1/events/subscriptions',
    token: 'either',
    scopes: '`events:subscribe`',
    call: (kick, sandbox) =>
      kick.eventSubscriptions.create({
        broadcasterUserId: sandbox.kick.room('ann').userId,
        events: ['chat.message.sent'],
      }),
  },
  {
    method: 'eventSubscriptions.delete',
    endpoint: 'DELETE /public/v1/events/subscriptions',
    token: 'either',
    scopes: '`events:subscribe`',
    call: (kick) => kick.eventSubscriptions.delete(['01AAAAAAAAAAAAAAAAAAAAAAAA']),
  },
  {
    method: 'drops.claims',
    endpoint: 'GET /public/v1/drops/claims',
    token: 'app',
    scopes: '',
    call: (kick) => kick.drops.claims().toArray(all),
  },
  {
    method: 'drops.update',
    endpoint: 'PATCH /public/v1/drops/claims',
    token: 'app',
    scopes: '',
    call: (kick, sandbox) => {
      const { claim_id: claimId } = sandbox.kick.claimDrop(7)
      return kick.drops.update([{ claimId, externalStatus: 'processed' }])
    },
  },
  {
    method: 'ads.startBreak',
    endpoint: 'POST /public/v1/ads/ad-break',
    token: 'user',
    scopes: '`ads:write`',
    call: async (kick) => {
      await kick.ads.enroll()
      return kick.ads.startBreak({ id: randomUUID(), durationSeconds: 30 })
    },
  },
  {
    method: 'ads.status',
    endpoint: 'GET /public/v1/ads/ad-break-status',
    token: 'user',
    scopes: '`ads:read` or `ads:write`',
    call: (kick) => kick.ads.status(),
  },
  {
    method: 'ads.enroll',
    endpoint: 'POST /public/v1/ads/enroll',
    token: 'user',
    scopes: '`ads:write`',
    call: (kick) => kick.ads.enroll(),
  },
]

function banTarget(sandbox: Sandbox): { broadcasterUserId: number; userId: number } {
  const { userId, cast } = sandbox.kick.room('ann')
  return { broadcasterUserId: userId, userId: cast.byName('troll').id }
}
