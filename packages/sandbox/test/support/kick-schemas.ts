/** A JSON schema. */
export type Schema = Readonly<Record<string, unknown>>

const int: Schema = { type: 'integer' }
const id: Schema = { type: 'integer', minimum: 1 }
const text: Schema = { type: 'string' }
const bool: Schema = { type: 'boolean' }
const uuid: Schema = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }
const ulid: Schema = { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}$' }
/** RFC 3339, with `Z` or an offset. */
const time: Schema = {
  type: 'string',
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`,
}
const color: Schema = { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' }
const texts = list(text)
const nothing: Schema = { type: 'object', maxProperties: 0 }

/** An object with these members and no other; those in `optional` may be absent. */
function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required, additionalProperties: false }
}

function list(items: Schema, bounds: Schema = {}): Schema {
  return { type: 'array', items, ...bounds }
}

const oneOf = (...values: readonly (string | null)[]): Schema => ({ enum: values })
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
const atLeastOne = (schema: Schema): Schema => ({ ...schema, minProperties: 1 })
const shortText = (maxLength: number, minLength: number = 0): Schema => ({
  type: 'string',
  minLength,
  maxLength,
})

const shortCategory = object({ id, name: text, thumbnail: text })
const reward = object({
  id: ulid,
  title: shortText(50, 1),
  cost: id,
  description: shortText(200),
  background_color: color,
  is_enabled: bool,
  is_paused: bool,
  is_user_input_required: bool,
  should_redemptions_skip_request_queue: bool,
})
const livestream = object({
  id: text,
  broadcaster_user: object({ id, username: text, profile_picture: text }),
  channel: object({ slug: text }),
  category: orNull(shortCategory),
  title: text,
  language_code: text,
  has_mature_content: bool,
  started_at: time,
  tags: texts,
  thumbnail: text,
  viewer_count: int,
})
const leaders = list(object({ user_id: id, username: text, rank: id, gifted_amount: int }))
const decided = list(object({ id: text, reason: oneOf('UNKNOWN', 'NOT_PENDING', 'NOT_FOUND', 'NOT_OWNED') }))
const rewardChanges = {
  title: shortText(50, 1),
  cost: id,
  description: shortText(200),
  background_color: color,
  is_enabled: bool,
  is_user_input_required: bool,
  should_redemptions_skip_request_queue: bool,
}
const decisions = object({ ids: list(text, { minItems: 1, maxItems: 25, uniqueItems: true }) })

/** What an endpoint takes and gives. */
export type EndpointSchema = {
  /** The `data` of a success; none where the answer is 204. */
  readonly data?: Schema
  /** Whether `pagination` stands beside it. */
  readonly isPaged?: boolean
  /** The body it takes. */
  readonly body?: Schema
  readonly status?: number
}

/** Every endpoint of Kick's official API, written down from its documentation and what its clients agree on. */
export const endpointSchemas: Readonly<Record<string, EndpointSchema>> = {
  'GET /public/v2/categories': {
    data: list(object({ id, name: text, tags: texts, thumbnail: text })),
    isPaged: true,
  },
  'GET /public/v1/categories': { data: list(shortCategory) },
  'GET /public/v1/categories/{category_id}': {
    data: object({ id, name: text, tags: texts, thumbnail: text, viewer_count: int }),
  },
  'GET /public/v1/users': {
    data: list(object({ user_id: id, name: text, email: text, profile_picture: text }, ['email'])),
  },
  'GET /public/v1/channels': {
    data: list(
      object(
        {
          broadcaster_user_id: id,
          slug: text,
          channel_description: orNull(text),
          banner_picture: orNull(text),
          stream_title: text,
          category: orNull(shortCategory),
          stream: orNull(
            object({
              is_live: bool,
              is_mature: bool,
              language: text,
              start_time: text,
              thumbnail: text,
              viewer_count: int,
              custom_tags: texts,
              url: text,
              key: text,
            }),
          ),
          active_subscribers_count: int,
          active_gifted_subscribers_count: int,
          canceled_subscribers_count: int,
        },
        ['active_subscribers_count', 'active_gifted_subscribers_count', 'canceled_subscribers_count'],
      ),
    ),
  },
  'PATCH /public/v1/channels': {
    body: atLeastOne(
      object(
        { category_id: id, stream_title: shortText(1_000, 1), custom_tags: list(text, { maxItems: 10 }) },
        ['category_id', 'stream_title', 'custom_tags'],
      ),
    ),
    status: 204,
  },
  'GET /public/v1/channels/rewards': { data: list(reward) },
  'POST /public/v1/channels/rewards': {
    data: reward,
    body: object(
      rewardChanges,
      Object.keys(rewardChanges).filter((name) => name !== 'title' && name !== 'cost'),
    ),
  },
  'PATCH /public/v1/channels/rewards/{id}': {
    data: reward,
    body: atLeastOne(
      object({ ...rewardChanges, is_paused: bool }, [...Object.keys(rewardChanges), 'is_paused']),
    ),
  },
  'DELETE /public/v1/channels/rewards/{id}': { status: 204 },
  'GET /public/v1/channels/rewards/redemptions': {
    data: list(
      object({
        reward: object(
          { id: ulid, title: text, cost: id, description: text, can_manage: bool, is_deleted: bool },
          ['cost', 'description', 'can_manage', 'is_deleted'],
        ),
        redemptions: list(
          object({
            id: ulid,
            redeemed_at: time,
            redeemer: object({ user_id: id }),
            status: oneOf('pending', 'accepted', 'rejected'),
            user_input: text,
          }),
        ),
      }),
    ),
    isPaged: true,
  },
  'POST /public/v1/channels/rewards/redemptions/accept': { data: decided, body: decisions },
  'POST /public/v1/channels/rewards/redemptions/reject': { data: decided, body: decisions },
  'POST /public/v1/chat': {
    data: object({ is_sent: bool, message_id: uuid }),
    body: {
      ...object(
        {
          // In JSON schema a length counts code points, as the limit is taken to do.
          content: shortText(500, 1),
          type: oneOf('user', 'bot'),
          broadcaster_user_id: id,
          reply_to_message_id: uuid,
        },
        ['broadcaster_user_id', 'reply_to_message_id'],
      ),
      if: { type: 'object', properties: { type: { const: 'user' } } },
      // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON schema
      then: { type: 'object', properties: { broadcaster_user_id: {} }, required: ['broadcaster_user_id'] },
    },
  },
  'DELETE /public/v1/chat/{message_id}': { status: 204 },
  'POST /public/v1/moderation/bans': {
    data: nothing,
    body: object(
      {
        broadcaster_user_id: id,
        user_id: id,
        duration: { type: 'integer', minimum: 1, maximum: 10_080 },
        reason: shortText(100),
      },
      ['duration', 'reason'],
    ),
  },
  'DELETE /public/v1/moderation/bans': {
    data: nothing,
    body: object({ broadcaster_user_id: id, user_id: id }),
  },
  'GET /public/v2/livestreams': { data: list(livestream), isPaged: true },
  'GET /public/v1/users/livestreams': { data: list(livestream) },
  'GET /public/v1/livestreams': {
    data: list(
      object({
        broadcaster_user_id: id,
        channel_id: id,
        slug: text,
        stream_title: text,
        category: orNull(shortCategory),
        language: text,
        has_mature_content: bool,
        thumbnail: text,
        profile_picture: text,
        started_at: time,
        viewer_count: int,
        custom_tags: texts,
      }),
    ),
  },
  'GET /public/v1/livestreams/stats': { data: object({ total_count: int }) },
  'GET /public/v1/public-key': {
    data: object({ public_key: { type: 'string', pattern: '^-----BEGIN PUBLIC KEY-----\n' } }),
  },
  'GET /public/v1/kicks/leaderboard': { data: object({ lifetime: leaders, month: leaders, week: leaders }) },
  'GET /public/v1/events/subscriptions': {
    data: list(
      object({
        id: ulid,
        app_id: text,
        broadcaster_user_id: id,
        event: text,
        version: int,
        method: oneOf('webhook'),
        created_at: time,
        updated_at: time,
      }),
    ),
  },
  'POST /public/v1/events/subscriptions': {
    data: list(
      object({ name: text, version: int, subscription_id: ulid, error: text }, ['subscription_id', 'error']),
    ),
    body: object(
      {
        broadcaster_user_id: id,
        method: oneOf('webhook'),
        events: list(object({ name: text, version: int }), { minItems: 1 }),
      },
      ['broadcaster_user_id'],
    ),
  },
  'DELETE /public/v1/events/subscriptions': { status: 204 },
  'GET /public/v1/drops/claims': {
    data: object({
      claims: list(
        object({
          claim_id: ulid,
          user_id: id,
          campaign_id: ulid,
          reward_id: ulid,
          external_id: text,
          external_status: text,
          created_at: time,
          updated_at: time,
        }),
      ),
      cursor: text,
    }),
  },
  'PATCH /public/v1/drops/claims': {
    body: object({
      claims: list(object({ claim_id: ulid, external_status: text }), { minItems: 1, maxItems: 100 }),
    }),
    status: 204,
  },
  'POST /public/v1/ads/ad-break': {
    data: object({ id: uuid, remaining_ad_breaks: int }),
    body: object({ id: uuid, break_duration_seconds: { type: 'integer', minimum: 7, maximum: 300 } }),
    status: 202,
  },
  'GET /public/v1/ads/ad-break-status': {
    data: object(
      {
        opted_in: bool,
        ads_blocked: bool,
        remaining_ad_breaks: int,
        ad_breaks: list(
          object({ id: uuid, status: text, break_duration_seconds: int, created_at: time, source: text }),
        ),
        limits: object({ max: int, period_seconds: int }),
        auto_ads_active: bool,
      },
      ['auto_ads_active'],
    ),
  },
  'POST /public/v1/ads/enroll': { data: nothing },
}

/** The envelope of every refusal; `data` may carry the detail. */
export const refusalSchema: Schema = object({ data: orNull(text), message: text }, ['data'])

/** The envelope of a success. */
export function envelopeSchema(data: Schema, isPaged: boolean): Schema {
  const message = oneOf('OK', 'Accepted')
  return object(isPaged ? { data, message, pagination: object({ next_cursor: text }) } : { data, message })
}
