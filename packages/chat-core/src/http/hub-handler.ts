import { checkFunction } from '../check.js'
import type { Hub } from '../hub.js'
import { createSseResponse, type SseOptions } from './sse-response.js'
import type { Feed } from './feed.js'
import { judgeHealth } from './health.js'
import { createWebhookHandler, type WebhookOptions } from './webhook-handler.js'

/** What a hub shows over HTTP, and to whom. */
export interface HubHandlerOptions extends WebhookOptions, SseOptions {
  /**
   * Who may read events and the hub's state: conversations may be private. Deliveries need no leave, they are proved by
   * their adapter; and the health answer names no room.
   */
  readonly authorize: (request: Request) => boolean | Promise<boolean>
  /** What is served as `/events`. Default: nothing is. */
  readonly feed?: Feed
  /** How long a source may be silent before health fails, as {@link judgeHealth} has it, in milliseconds. Default 300,000. */
  readonly silentMs?: number
}

const json = { 'content-type': 'application/json', 'cache-control': 'no-store' } as const

/**
 * Makes what answers requests for a hub, under whatever path it is mounted:
 *
 * - `POST …/webhooks/<platform>` or `…/webhooks/<platform>/<account>`: a delivery
 * - `GET …/events`: the feed, as server-sent events; `?cursor=` resumes
 * - `GET …/inspect`: `hub.inspect()`
 * - `GET …/health`: 200, or 503 with what is wrong
 *
 * @throws ChatError `invalid` without `authorize`
 */
export function createHubHandler(
  hub: Hub,
  options: HubHandlerOptions,
): (request: Request) => Promise<Response> {
  const { feed, silentMs = 300_000 } = options
  const authorize = checkFunction('authorize', options.authorize)

  const readable = async (request: Request, answer: () => Response): Promise<Response> => {
    if (request.method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } })
    return (await authorize(request)) ? answer() : new Response(null, { status: 401 })
  }
  return async (request) => {
    const segments = new URL(request.url).pathname.split('/').filter((segment) => segment !== '')
    const at = segments.indexOf('webhooks')
    const [platform, account] = at === -1 ? [] : segments.slice(at + 1).map((segment) => decode(segment))
    if (platform !== undefined && platform !== '') {
      const target = { platform, ...(account !== undefined && { account }) }
      return createWebhookHandler(hub, target, options)(request)
    }
    switch (segments.at(-1)) {
      case 'events':
        return feed === undefined
          ? new Response(null, { status: 404 })
          : readable(request, () => createSseResponse(feed, request, options))
      case 'inspect':
        return readable(request, () => new Response(JSON.stringify(hub.inspect()), { headers: json }))
      case 'health': {
        const health = judgeHealth(hub.inspect(), silentMs)
        return new Response(JSON.stringify(health), { status: health.isHealthy ? 200 : 503, headers: json })
      }
      default:
        return new Response(null, { status: 404 })
    }
  }
}

/** A segment of a path; empty for one that is no text. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}
