import type { Hub } from '@wireloom/chat-core'
import { createFeed, createHubHandler } from '@wireloom/chat-core/http'

export function createRelay(hub: Hub, secret: string): (request: Request) => Promise<Response> {
  const feed = createFeed(hub, { types: ['message', 'edit', 'delete'] })
  const authorize = (request: Request): boolean => request.headers.get('authorization') === `Bearer ${secret}`
  return createHubHandler(hub, { feed, authorize })
}
