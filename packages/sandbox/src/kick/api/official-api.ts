import { readBody, send, sendJson, type Exchange } from '../../http-exchange.js'
import { readBearer, type AccessToken } from './access-token.js'
import { adRoutes } from './ads.js'
import { categoryRoutes } from './categories.js'
import { channelRoutes } from './channels.js'
import { chatRoutes } from './chat.js'
import { dropRoutes } from './drops.js'
import { kicksRoutes } from './kicks.js'
import { livestreamRoutes } from './livestreams.js'
import { moderationRoutes } from './moderation.js'
import { publicKeyRoutes } from './public-key.js'
import { redemptionRoutes } from './redemptions.js'
import { rewardRoutes } from './rewards.js'
import { forbidden, matchPath, notFound, refuse, type ApiAnswer, type ApiRoute } from './route.js'
import { subscriptionRoutes } from './subscriptions.js'
import { userRoutes } from './users.js'
import type { ApiWorld } from './world.js'

// Those with a fixed last part stand before those with a name in its place.
const routes: readonly ApiRoute[] = [
  ...categoryRoutes,
  ...userRoutes,
  ...redemptionRoutes,
  ...rewardRoutes,
  ...channelRoutes,
  ...chatRoutes,
  ...moderationRoutes,
  ...livestreamRoutes,
  ...publicKeyRoutes,
  ...kicksRoutes,
  ...subscriptionRoutes,
  ...dropRoutes,
  ...adRoutes,
]

const maxBodyBytes = 64 * 1024
const nobody: AccessToken = { token: '', username: '', channel: undefined, scopes: [], kind: 'app' }

/** Answers every address of the official API below `/public/`, in Kick's envelope. */
export async function answerOfficialApi(exchange: Exchange, world: ApiWorld): Promise<boolean> {
  const { method, url, request } = exchange
  if (!url.pathname.startsWith('/public/')) return false
  const text = await readBody(exchange, maxBodyBytes)
  const token = world.tokens.find(readBearer(request.headers.authorization) ?? '')
  for (const route of routes) {
    const parameters = route.method === method ? matchPath(route.path, url.pathname) : undefined
    if (parameters === undefined) continue
    const call = { parameters, query: url.searchParams, body: readMembers(text), text, world }
    const refusal = admit(route, token)
    // oxlint-disable-next-line no-await-in-loop -- the first route that fits ends the search
    write(exchange, refusal ?? (await route.answer({ ...call, token: token ?? nobody })))
    return true
  }
  write(exchange, token === undefined ? unauthorized : notFound)
  return true
}

const unauthorized = refuse(401, 'Unauthorized')

/** Why a token does not open a route; undefined where it does. */
function admit(route: ApiRoute, token: AccessToken | undefined): ApiAnswer | undefined {
  if (route.token === 'none') return undefined
  if (token === undefined) return unauthorized
  if (route.token !== 'either' && route.token !== token.kind) return unauthorized
  const lacks = route.scopes !== undefined && !route.scopes.some((scope) => token.scopes.includes(scope))
  return token.kind === 'user' && lacks ? forbidden : undefined
}

function write(exchange: Exchange, { status, data, message, nextCursor }: ApiAnswer): void {
  if (status === 204) {
    send(exchange, 204, 'application/json', '')
    return
  }
  sendJson(exchange, status, {
    data,
    message,
    ...(nextCursor !== undefined && { pagination: { next_cursor: nextCursor } }),
  })
}

function readMembers(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}
