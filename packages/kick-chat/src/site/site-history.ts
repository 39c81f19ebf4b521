import { kickError } from '../errors.js'
import { isWire, readKey } from '../event/read.js'
import type { ChatHistory } from '../room/history.js'
import { SiteClient, type SiteOptions } from './site-client.js'
import type { SiteHistoryPageWire, SiteHistoryWire } from './site-history.wire.js'

/**
 * The messages that Kick's own site shows when a chat is opened, `GET /api/v2/channels/<channelId>/messages`.
 * Unofficial: it may change, or be closed to programs, on any day. The base address is `https://kick.com` by default.
 *
 * It fails with a KickError: `not_found`, `edge_blocked`, `unavailable`, `network`, `timeout`, `malformed`, `aborted`.
 *
 * @throws KickError `invalid_options`, naming the option
 */
export function siteHistory(options: SiteOptions = {}): ChatHistory {
  const site = new SiteClient('siteHistory', options, 'https://kick.com')

  return async ({ channelId, cursor, signal }) => {
    const about = `the messages of channel ${channelId}`
    const { status, body } = await site.ask({
      path: `/api/v2/channels/${channelId}/messages${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`,
      about,
      whenBlocked: 'go without, or ask from another network.',
      signal,
    })
    if (status === 404) throw kickError('not_found', `Kick knows nothing of ${about}.`, { status })
    const wire: SiteHistoryWire = isWire(body) ? body : {}
    const page: SiteHistoryPageWire = isWire(wire.data) ? wire.data : {}
    if (status !== 200 || !Array.isArray(page.messages)) {
      throw kickError('malformed', `Kick answered for ${about} with status ${status} and no messages.`, {
        status,
      })
    }
    return { messages: page.messages, cursor: readKey(page.cursor) }
  }
}
