import type { TokenVerdict } from '../centrifugo/session.js'
import type { Clock } from '../clock.js'
import { SandboxError } from '../errors.js'
import type { Exchange } from '../http-exchange.js'
import { completeRoom, type RoomOptions } from '../options.js'
import { createRandom, type Random } from '../random.js'
import { strikeRequest, type RequestFault } from '../request-fault.js'
import type { AccessToken } from './api/access-token.js'
import type { DropClaimRecord } from './api/drop-book.js'
import { createKickApi, type KickRequest } from './api/kick-api.js'
import { createRoomDesk } from './api/room-desk.js'
import type { ApiRoom } from './api/world.js'
import { createCast } from './cast.js'
import { kickChannelNames } from './channel-names.js'
import { createIdentity, type RoomIdentity } from './identity.js'
import type { KickApp } from './oauth/app.js'
import type { KickOauthSandbox } from './oauth/oauth.js'
import type { RealtimeProvider } from './realtime/offers.js'
import { createRealtime, type KickRealtimeSandbox } from './realtime/realtime.js'
import { createEmit, type KickRoom, type RoomOutlet } from './room.js'
import { createRoomActions } from './room-actions.js'
import { createMemory, type Emission, type Scene } from './scene.js'
import { createStoryteller } from './storyteller.js'
import { createTraffic } from './traffic.js'
import { answerSite, type SiteRoom, type SiteRooms } from './site.js'
import type { KickWebhooksSandbox } from './webhooks/webhooks.js'

/** The Kick side of a sandbox. */
export type KickSandbox = {
  /** Where the site answers; use it in place of `https://kick.com`. */
  readonly siteUrl: string
  /** Where the official API answers; use it in place of `https://api.kick.com`. */
  readonly apiUrl: string
  /** Where the live socket is negotiated; use it in place of `https://web.kick.com`. */
  readonly realtimeUrl: string
  /** How the live socket is negotiated. */
  readonly realtime: KickRealtimeSandbox
  /** The OAuth server. */
  readonly oauth: KickOauthSandbox
  /** The webhooks of the app, which hear what happens in the rooms. */
  readonly webhooks: KickWebhooksSandbox
  /** What the official API, the OAuth server and the site were asked, oldest first; the newest 1,000 are kept. */
  readonly requests: readonly KickRequest[]
  /** Lets somebody claim a drop of the organization; the webhook of drops is told by `webhooks.sendDrop`. */
  claimDrop(userId: number, campaignId?: string): DropClaimRecord
  readonly rooms: readonly KickRoom[]
  /** A room by its slug. Throws `unknown_room`, naming the rooms there are. */
  room(slug: string): KickRoom
  /** Adds a room. Throws `room_exists`, `invalid_options`. */
  addRoom(room: string | RoomOptions): KickRoom
}

type KickParts = {
  seed: number
  messagesPerMinute: number
  clock: Clock
  app: KickApp
  accessTokens: readonly AccessToken[]
  realtime: { tokenSeconds: number; prefer: RealtimeProvider }
  /** What a client needs to reach a provider. */
  credentialsOf: (provider: RealtimeProvider) => object
  takeRequestFault: (path: string) => RequestFault | undefined
  siteUrl: () => string
  outlet: RoomOutlet
  /** Throws `closed` once the sandbox is closing. */
  demandOpen: () => void
}

/** The Kick side with what the servers need of it. */
export type KickWorld = KickSandbox & {
  /** Answers every address of Kick: negotiation, site, OAuth server and API. */
  answer(exchange: Exchange): Promise<boolean>
  readToken: (token: string) => TokenVerdict
  close(): void
}

/** Makes a Kick without rooms. */
export function createKick(parts: KickParts): KickWorld {
  const { seed, clock, outlet } = parts
  const rooms = new Map<string, ApiRoom & { site: SiteRoom }>()
  const api = createKickApi({
    seed,
    clock,
    app: parts.app,
    accessTokens: parts.accessTokens,
    url: parts.siteUrl,
    rooms: () => [...rooms.values()],
  })

  const realtime = createRealtime({
    ...parts.realtime,
    random: createRandom(`${seed}/realtime`),
    now: () => clock.now(),
    credentialsOf: parts.credentialsOf,
    hasChannel: (channelId) => site.byChannelId(channelId) !== undefined,
  })

  const site: SiteRooms = {
    bySlug: (slug) => rooms.get(slug)?.site,
    byChannelId: (channelId) => [...rooms.values()].find(({ room }) => room.channelId === channelId)?.site,
  }

  async function answer(exchange: Exchange): Promise<boolean> {
    const { pathname } = exchange.url
    if (!/^\/(api|public|oauth)\//.test(pathname)) return false
    const strike = async (): Promise<boolean> => {
      const fault = parts.takeRequestFault(pathname)
      return fault !== undefined && strikeRequest(exchange, fault, clock)
    }
    if (await realtime.answer(exchange, strike)) return true
    api.note(exchange)
    return (await strike()) || answerSite(exchange, site) || api.answer(exchange)
  }

  /** Two slugs may draw the same number; the later room then draws again. */
  function freshIdentity(slug: string, username: string): RoomIdentity {
    const taken = new Set(
      [...rooms.values()].flatMap(({ room }) => [room.channelId, room.chatroomId, room.userId]),
    )
    for (let turn = 0; ; turn += 1) {
      const identity = createIdentity(seed, turn === 0 ? slug : `${slug}#${turn}`, username)
      const ids = [identity.channelId, identity.chatroomId, identity.userId]
      if (!ids.some((id) => taken.has(id))) return { ...identity, slug }
    }
  }

  function createRoom(identity: RoomIdentity): ApiRoom & { site: SiteRoom } {
    const chanceFor = (what: string): Random => createRandom(`${seed}/${what}/${identity.slug}`)
    const channels = kickChannelNames(identity)
    const memory = createMemory(chanceFor('followers').integer(200, 90_000))
    const cast = createCast(seed, identity)
    const publish = createEmit(channels, outlet)
    const emit = (emission: Emission): void => {
      publish(emission)
      api.hear(entry, emission)
    }
    const shared = { room: identity, cast, memory, now: () => clock.now(), emit }
    const send: KickRoom['send'] = (event, data, on = 'chat') => {
      outlet({ channel: channels[on], event, data })
    }
    // Two hands in one room, each with chance of its own: what you do by hand leaves the traffic's ids as they are.
    const trafficScene: Scene = { ...shared, random: chanceFor('traffic') }
    const storyteller = createStoryteller(trafficScene, createRoomActions(trafficScene), send)
    const traffic = createTraffic(storyteller, clock, chanceFor('pace'), {
      messagesPerMinute: parts.messagesPerMinute,
      demandOpen: parts.demandOpen,
    })
    const manualActions = createRoomActions({ ...shared, random: chanceFor('manual') })
    const room: KickRoom = { ...identity, ...manualActions, channels, cast, traffic, send }
    const entry = { room, memory, desk: createRoomDesk(), site: { identity, memory } }
    return entry
  }

  return {
    get siteUrl() {
      return parts.siteUrl()
    },
    get apiUrl() {
      return parts.siteUrl()
    },
    get realtimeUrl() {
      return parts.siteUrl()
    },
    realtime: realtime.sandbox,
    oauth: api.oauth,
    webhooks: api.webhooks,
    get requests() {
      return api.requests()
    },
    claimDrop: (userId, campaignId) => api.claimDrop(userId, campaignId),
    answer,
    readToken: realtime.readToken,
    get rooms() {
      return [...rooms.values()].map(({ room }) => room)
    },
    room(slug) {
      const found = rooms.get(slug)
      if (found !== undefined) return found.room
      const known = [...rooms.keys()].join(', ') || 'none yet'
      throw new SandboxError(
        'unknown_room',
        `There is no room ${slug}; rooms: ${known}. Name it in the option rooms or add it with addRoom().`,
      )
    },
    addRoom(given) {
      const options = completeRoom(given, parts.messagesPerMinute)
      if (rooms.has(options.slug)) {
        throw new SandboxError(
          'room_exists',
          `The room ${options.slug} is there already; get it with room().`,
        )
      }
      const identity = freshIdentity(options.slug, options.username)
      const entry = createRoom(identity)
      rooms.set(identity.slug, entry)
      if (options.messagesPerMinute > 0) entry.room.traffic.start(options.messagesPerMinute)
      return entry.room
    },
    close() {
      for (const { room } of rooms.values()) room.traffic.stop()
      api.close()
    },
  }
}
