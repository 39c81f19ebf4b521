import type { Hub, RoomRef } from '@wireloom/chat-core'
import { createHubHandler, type Feed } from '@wireloom/chat-core/http'

/** A room, and what people call it. */
export interface NamedRoom {
  readonly name: string
  readonly ref: RoomRef
}

/** What is shown, and to whom. */
export interface RequestHandlerParts {
  readonly hub: Hub
  readonly feed: Feed
  readonly authorize: (header: string | null) => boolean
  /** Pages of these origins may read. */
  readonly allowOrigins: readonly string[]
  /** The rooms whose names are known, as of now. */
  readonly rooms: () => readonly NamedRoom[]
  readonly heartbeatMs: number
}

/**
 * Answers what `createHubHandler` of chat-core does, and `GET /rooms`: the names and references of the rooms. Pages of the
 * allowed origins may read the answers.
 */
export function createRequestHandler(parts: RequestHandlerParts): (request: Request) => Promise<Response> {
  const { allowOrigins, feed, heartbeatMs, hub, rooms } = parts
  const authorize = (request: Request): boolean => parts.authorize(request.headers.get('authorization'))
  const answerHub = createHubHandler(hub, { feed, heartbeatMs, authorize })
  const answer = async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' || new URL(request.url).pathname !== '/rooms') return answerHub(request)
    if (!authorize(request)) return new Response(null, { status: 401 })
    return Response.json(rooms(), { headers: { 'cache-control': 'no-store' } })
  }
  return async (request) => {
    const origin = request.headers.get('origin')
    const allowed = origin !== null && allowOrigins.includes(origin) ? origin : undefined
    if (request.method === 'OPTIONS') return answerPreflight(allowed)
    const response = await answer(request)
    if (response.status === 401) response.headers.set('www-authenticate', 'Bearer')
    if (allowOrigins.length > 0) response.headers.append('vary', 'origin')
    if (allowed !== undefined) response.headers.set('access-control-allow-origin', allowed)
    return response
  }
}

function answerPreflight(origin: string | undefined): Response {
  if (origin === undefined) return new Response(null, { status: 403 })
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'authorization, last-event-id',
      'access-control-max-age': '600',
      vary: 'origin',
    },
  })
}
