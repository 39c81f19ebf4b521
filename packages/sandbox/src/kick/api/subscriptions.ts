import type { SubscriptionRecord } from '../webhooks/subscription-book.js'
import { badRequest, noContent, ok, type ApiCall, type ApiRoute } from './route.js'
import { accountOf, findRoom } from './world.js'

const path = '/public/v1/events/subscriptions'
const scopes = ['events:subscribe']
const maxDeletions = 50

export const subscriptionRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path,
    token: 'either',
    scopes,
    answer(call) {
      const wanted = call.query.get('broadcaster_user_id')
      return ok(
        visible(call)
          .filter(({ broadcasterUserId }) => wanted === null || broadcasterUserId === Number(wanted))
          .map((record) => ({
            id: record.id,
            app_id: call.world.app.appId,
            broadcaster_user_id: record.broadcasterUserId,
            event: record.event,
            version: record.version,
            method: 'webhook',
            created_at: record.createdAt,
            updated_at: record.createdAt,
          })),
      )
    },
  },
  {
    method: 'POST',
    path,
    token: 'either',
    scopes,
    answer(call) {
      const { body, token, world } = call
      const { events, method, broadcaster_user_id: named } = body
      if (!Array.isArray(events) || events.length === 0 || method !== 'webhook') return badRequest()
      const own = accountOf(call)?.own.room.userId
      const target = findRoom(world, token.kind === 'user' ? own : named)
      if (target === undefined) return badRequest('Channel not found')
      return ok(
        events.map((event: unknown) => {
          const { name, version } = (event ?? {}) as Readonly<Record<string, unknown>>
          const made = world.subscriptions.create(target.room.userId, String(name), Number(version))
          return typeof made === 'string'
            ? { name, version, error: made }
            : { name, version, subscription_id: made.id, error: '' }
        }),
      )
    },
  },
  {
    method: 'DELETE',
    path,
    token: 'either',
    scopes,
    answer(call) {
      const ids = call.query.getAll('id')
      if (ids.length === 0 || ids.length > maxDeletions) return badRequest()
      const mine = new Set(visible(call).map(({ id }) => id))
      call.world.subscriptions.delete(ids.filter((id) => mine.has(id)))
      return noContent
    },
  },
]

/** The app sees all of its own; a user's token those of its channel. */
function visible(call: ApiCall): readonly SubscriptionRecord[] {
  const { records } = call.world.subscriptions
  if (call.token.kind === 'app') return records
  const own = accountOf(call)?.own.room.userId
  return records.filter(({ broadcasterUserId }) => broadcasterUserId === own)
}
