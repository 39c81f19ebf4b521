import { abortedError } from '../abort.js'
import { checkFunction, checkObject, invalid } from '../check-option.js'
import { isKickError, kickError, type KickChatError } from '../errors.js'
import { isWire, parseJson, readNumber, readText } from '../event/read.js'
import { readChannelId, readChatroomId, readUserId } from '../ids.js'
import { cacheLookup, type LookupCacheOptions } from './cache.js'
import { slugVariant, type ChatroomInfo, type ChatroomLookup } from './lookup.js'
import type { SiteChannelWire, SiteChatroomWire, SiteUserWire } from './site-lookup.wire.js'

/** What a lookup needs of `fetch`; the platform's own fits. */
export type LookupFetch = (
  url: string,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<{
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}>

/** How to ask Kick's site. */
export interface SiteLookupOptions {
  /** Default `https://kick.com`. */
  readonly baseUrl?: string
  /** Asks; pass one that goes through a proxy where yours needs it. Default: the platform's `fetch`. */
  readonly fetch?: LookupFetch
  /** How long one answer may take. Default 10,000. */
  readonly timeoutMs?: number
  /** What is remembered; see {@link LookupCacheOptions}. */
  readonly cache?: LookupCacheOptions
}

/**
 * A lookup over the address Kick's own site uses, `GET /api/v2/channels/<slug>`. Unofficial: it may change, or be
 * closed to programs, on any day.
 *
 * A name that is not found is tried once more with `_` and `-` exchanged, as Kick writes names either way. Answers
 * are remembered, and asked for once where several ask at the same time.
 *
 * It fails with a KickError: `not_found`; `edge_blocked` where something in front of Kick answered in its place
 * (403, 423, 429, or an answer that is no JSON), which the chatroom id avoids; `unavailable`, `network`, `timeout`;
 * `malformed` where the answer has no chatroom id; `aborted`.
 *
 * @throws KickError `invalid_options` for a base address or time that cannot be right
 */
export function siteLookup(options: SiteLookupOptions = {}): ChatroomLookup {
  const {
    baseUrl = 'https://kick.com',
    timeoutMs = 10_000,
    cache = {},
  } = checkObject('The options of siteLookup', options)
  if (options.fetch !== undefined) checkFunction('fetch', options.fetch)
  const askFetch: LookupFetch = options.fetch ?? ((url, init) => fetch(url, init))
  const base = checkBaseUrl(baseUrl)
  const { origin } = new URL(base)
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0) || timeoutMs > 2_147_483_647) {
    throw invalid('timeoutMs', timeoutMs, 'above 0 milliseconds and below 25 days')
  }

  return cacheLookup(async (slug, { signal }) => {
    const found = await ask(slug, signal)
    if (found !== undefined) return found
    const variant = slugVariant(slug)
    const other = variant === undefined ? undefined : await ask(variant, signal)
    if (other !== undefined) return other
    const tried = variant === undefined ? slug : `${slug}" or "${variant}`
    throw kickError('not_found', `Kick has no channel "${tried}": check the name in its address.`, {
      status: 404,
    })
  }, cache)

  /** The answer for one spelling; undefined where Kick has no such channel. */
  async function ask(slug: string, signal: AbortSignal | undefined): Promise<ChatroomInfo | undefined> {
    const timeout = AbortSignal.timeout(timeoutMs)
    const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
    try {
      const response = await askFetch(`${base}/api/v2/channels/${encodeURIComponent(slug)}`, {
        headers: { accept: 'application/json' },
        signal: either,
      })
      const text = await response.text()
      return readAnswer(slug, response.status, response.headers.get('retry-after'), text)
    } catch (cause) {
      if (isKickError(cause)) throw cause
      if (signal?.aborted) throw abortedError(`the ids of ${slug}`, signal)
      if (timeout.aborted) {
        throw kickError('timeout', `${origin} did not answer for "${slug}" within ${timeoutMs} ms.`, {
          cause,
        })
      }
      throw kickError('network', `${origin} was not reached for "${slug}": ${describeFailure(cause)}.`, {
        cause,
      })
    }
  }
}

function checkBaseUrl(baseUrl: string): string {
  const isAddress = typeof baseUrl === 'string' && /^https?:\/\/[^\s/?#]+[^\s?#]*$/.test(baseUrl)
  if (!isAddress || !URL.canParse(baseUrl)) {
    throw invalid('baseUrl', baseUrl, 'an address such as https://kick.com')
  }
  const { username, password } = new URL(baseUrl)
  if (username !== '' || password !== '') {
    // Not quoted: there is a secret in it.
    throw kickError('invalid_options', 'baseUrl must be an address without a user and a password in it.')
  }
  return baseUrl.replace(/\/+$/, '')
}

/** Why a request never arrived: the system's code where there is one, which fetch hides in causes. */
function describeFailure(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure)
  const inner = failure instanceof AggregateError ? (failure.errors[0] as unknown) : failure.cause
  const code = 'code' in failure ? failure.code : undefined
  if (typeof code === 'string') return code
  return inner === undefined ? failure.message : describeFailure(inner)
}

function readAnswer(
  slug: string,
  status: number,
  retryAfter: string | null,
  text: string,
): ChatroomInfo | undefined {
  if (status === 404) return undefined
  if (status >= 500) {
    throw kickError('unavailable', `Kick could not answer for "${slug}": status ${status}.`, { status })
  }
  const body = parseJson(text)
  if (status === 403 || status === 423 || status === 429 || body === undefined) {
    throw edgeBlocked(slug, status, retryAfter)
  }
  if (status !== 200) {
    throw kickError('malformed', `Kick answered for "${slug}" with status ${status}.`, { status })
  }
  return readInfo(slug, body)
}

function edgeBlocked(slug: string, status: number, retryAfter: string | null): KickChatError {
  const seconds = readNumber(retryAfter)
  return kickError(
    'edge_blocked',
    `Something in front of Kick answered for "${slug}" (status ${status}), which happens to programs: ` +
      `join by the chatroom id, chat.join({ chatroomId }), which stands under "chatroom" at ` +
      `kick.com/api/v2/channels/${slug} when opened in a browser.`,
    {
      status,
      retryable: status === 429,
      ...(seconds !== undefined && seconds >= 0 && { retryAfterMs: seconds * 1_000 }),
    },
  )
}

function readInfo(slug: string, body: unknown): ChatroomInfo {
  const wire: SiteChannelWire = isWire(body) ? body : {}
  const chatroom: SiteChatroomWire = isWire(wire.chatroom) ? wire.chatroom : {}
  const user: SiteUserWire = isWire(wire.user) ? wire.user : {}
  const chatroomId = readChatroomId(chatroom.id)
  if (chatroomId === undefined) {
    throw kickError('malformed', `Kick's answer for "${slug}" has no chatroom.id: join by the chatroom id.`)
  }
  const channelId = readChannelId(wire.id)
  const userId = readUserId(wire.user_id)
  const username = readText(user.username)
  return {
    chatroomId,
    slug: readText(wire.slug) ?? slug,
    ...(channelId !== undefined && { channelId }),
    ...(userId !== undefined && { userId }),
    ...(username !== undefined && { username }),
  }
}
