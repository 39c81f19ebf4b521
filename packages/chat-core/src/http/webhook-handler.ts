import { isChatError } from '../error.js'
import type { Hub, WebhookTarget } from '../hub.js'
import { readBody } from './read-body.js'

/** How deliveries are taken. */
export interface WebhookOptions {
  /** How large a delivery may be, in bytes. Default 1,048,576. */
  readonly mostBytes?: number
}

/**
 * Makes what answers a platform's deliveries for one account: a function from a `Request` to a `Response`, as web
 * servers and edge platforms call one. It never rejects; what it cannot take it answers so that it comes again.
 */
export function createWebhookHandler(
  hub: Pick<Hub, 'webhook'>,
  target: WebhookTarget,
  { mostBytes = 1_048_576 }: WebhookOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const body = await readBody(request, mostBytes)
      if (body === undefined) return new Response(null, { status: 413 })
      const { headers, method, url } = request
      return await hub.webhook(new Request(url, { method, headers, body }), target)
    } catch (error) {
      return new Response(null, { status: statusOf(error) })
    }
  }
}

function statusOf(error: unknown): number {
  if (!isChatError(error)) return 500
  switch (error.code) {
    case 'not_found':
    case 'unsupported':
      return 404
    case 'closed':
    case 'unavailable':
      return 503
    default:
      return 500
  }
}
