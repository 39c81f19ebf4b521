import { defaultCentrifugoTimes, type CentrifugoTimes } from './centrifugo/times.js'
import { systemClock, type Clock } from './clock.js'
import { SandboxError } from './errors.js'
import {
  completeAccessTokens,
  defaultAccessToken,
  type AccessToken,
  type AccessTokenOptions,
} from './kick/api/access-token.js'
import { completeKickApp, type KickApp, type KickAppOptions } from './kick/oauth/app.js'
import type { RealtimeProvider } from './kick/realtime/offers.js'
import { defaultRecordLimits, type RecordLimits } from './record.js'

/** A Kick room to have from the start. */
export type RoomOptions = {
  /** The name in addresses: letters, digits, `_` and `-`; lower case is the custom. */
  slug: string
  /** The streamer's name as shown. @default the slug */
  username?: string
  /** Chat messages a minute that come by themselves; 0 leaves the room quiet. @default the sandbox's `messagesPerMinute` */
  messagesPerMinute?: number
}

/** How Kick's negotiated live socket behaves. */
export type RealtimeOptions = Partial<CentrifugoTimes> & {
  /** Which provider is answered where both are accepted. @default 'centrifugo' */
  prefer?: RealtimeProvider
  /** How many seconds a token lives. @default 2700 */
  tokenSeconds?: number
}

/** How to start a sandbox. Every option has a default. */
export type SandboxOptions = {
  /** The port on 127.0.0.1; 0 takes a free one. @default 0 */
  port?: number
  /** Where chance comes from: the same seed gives the same rooms, chatters and traffic. @default 1 */
  seed?: number
  /** Kick rooms, by slug or with details. @default [] */
  rooms?: readonly (string | RoomOptions)[]
  /** Chat messages a minute in each room that does not say otherwise; 0 leaves rooms quiet. @default 0 */
  messagesPerMinute?: number
  /** What the Kick API takes as bearer tokens: texts, or with details. @default ['sandbox-token'] */
  accessTokens?: readonly (string | AccessTokenOptions)[]
  /** The developer's app that Kick's OAuth server and API know. @default client id `sandbox-app`, secret `sandbox-app-secret` */
  kickApp?: KickAppOptions
  /** Kick's negotiated live socket. */
  realtime?: RealtimeOptions
  /** The Pusher app id. @default 'sandbox' */
  appId?: string
  /** The Pusher app key. @default '32cbd69e4b950bf97679', the key the Kick site has used */
  key?: string
  /** The Pusher app secret. @default 'sandbox-secret' */
  secret?: string
  /** What the handshake tells clients: quiet milliseconds after which they should ping. @default 120_000 */
  activityTimeoutMs?: number
  /** Quiet milliseconds after which the server pings a client. @default 120_000 */
  pingAfterMs?: number
  /** Milliseconds a client has to answer the server's ping. @default 30_000 */
  pongTimeoutMs?: number
  /** How much the record keeps. @default 100_000 events and 100_000 frames */
  record?: Partial<RecordLimits>
  /** Where time comes from. @default the machine's clock */
  clock?: Clock
}

/** Options with nothing missing. */
export type CompleteOptions = Required<
  Omit<SandboxOptions, 'rooms' | 'record' | 'accessTokens' | 'kickApp' | 'realtime'>
> & {
  realtime: Required<RealtimeOptions>
  kickApp: KickApp
  accessTokens: readonly AccessToken[]
  rooms: readonly Required<RoomOptions>[]
  record: RecordLimits
}

const defaults = {
  port: 0,
  seed: 1,
  rooms: [],
  messagesPerMinute: 0,
  accessTokens: [defaultAccessToken],
  kickApp: {},
  realtime: {},
  appId: 'sandbox',
  key: '32cbd69e4b950bf97679',
  secret: 'sandbox-secret',
  activityTimeoutMs: 120_000,
  pingAfterMs: 120_000,
  pongTimeoutMs: 30_000,
  record: defaultRecordLimits,
  clock: systemClock,
} as const satisfies Required<SandboxOptions>

const realtimeDefaults = {
  ...defaultCentrifugoTimes,
  prefer: 'centrifugo',
  tokenSeconds: 2700,
} as const satisfies Required<RealtimeOptions>

/** The most messages a minute a room can be asked for. */
export const highestRate = 600_000

/** Fills in defaults. Throws `invalid_options` that names the option and what it may be. */
export function completeOptions(options: SandboxOptions = {}): CompleteOptions {
  demandObject('options', options)
  const merged = { ...defaults, ...withoutUndefined(options) }
  demandObject('record', merged.record)
  demandObject('kickApp', merged.kickApp)
  const record = { ...defaultRecordLimits, ...withoutUndefined(merged.record) }

  demand(isWhole(merged.port, 0, 65_535), 'port', 'a whole number from 0 to 65535', merged.port)
  demand(Number.isSafeInteger(merged.seed), 'seed', 'a whole number', merged.seed)
  demandRate('messagesPerMinute', merged.messagesPerMinute)
  for (const name of ['activityTimeoutMs', 'pingAfterMs', 'pongTimeoutMs'] as const) {
    demandDuration(name, merged[name])
  }
  demandMethods('clock', merged.clock, ['now', 'after'])
  demand(isText(merged.appId, /^[\w-]+$/), 'appId', 'letters, digits, _ and -', merged.appId)
  demand(isText(merged.key, /^[\w-]+$/), 'key', 'letters, digits, _ and -', merged.key)
  demand(
    isText(merged.secret, /./s),
    'secret',
    'some text',
    typeof merged.secret === 'string' ? '' : typeof merged.secret,
  )
  demand(
    Array.isArray(merged.accessTokens) && merged.accessTokens.every(isToken),
    'accessTokens',
    'a list of tokens, each a text or an object',
    'something else',
  )
  for (const name of ['maxEvents', 'maxFrames'] as const) {
    demand(isWhole(record[name], 1, 10_000_000), `record.${name}`, 'from 1 to 10000000', record[name])
  }
  return {
    ...merged,
    record,
    rooms: completeRooms(merged.rooms, merged.messagesPerMinute),
    accessTokens: completeAccessTokens(merged.accessTokens),
    kickApp: completeKickApp(merged.kickApp),
    realtime: completeRealtime(merged.realtime),
  }
}

function completeRealtime(given: RealtimeOptions): Required<RealtimeOptions> {
  demandObject('realtime', given)
  const realtime = { ...realtimeDefaults, ...withoutUndefined(given) }
  const { prefer, tokenSeconds } = realtime
  demand(prefer === 'centrifugo' || prefer === 'pusher', 'realtime.prefer', 'centrifugo or pusher', prefer)
  demand(isNumber(tokenSeconds) && tokenSeconds > 0, 'realtime.tokenSeconds', 'seconds above 0', tokenSeconds)
  for (const name of ['pingMs', 'pongTimeoutMs', 'expiryGraceMs', 'connectTimeoutMs'] as const) {
    demandDuration(`realtime.${name}`, realtime[name])
  }
  return realtime
}

/** One room's options, checked and filled in. */
export function completeRoom(room: string | RoomOptions, messagesPerMinute: number): Required<RoomOptions> {
  const given = typeof room === 'string' ? { slug: room } : room
  demandObject('rooms', given, 'slugs or objects with a slug')
  const complete = { messagesPerMinute, username: given.slug, ...withoutUndefined(given) }
  demand(isText(complete.slug, /^[\w-]{1,25}$/), 'slug', '1 to 25 letters, digits, _ and -', complete.slug)
  demand(isText(complete.username, /./s), 'username', 'some text', complete.username)
  demandRate('messagesPerMinute', complete.messagesPerMinute)
  return complete
}

function completeRooms(
  rooms: readonly (string | RoomOptions)[],
  messagesPerMinute: number,
): readonly Required<RoomOptions>[] {
  demand(Array.isArray(rooms), 'rooms', 'a list of slugs or objects with a slug', rooms)
  const complete = rooms.map((room) => completeRoom(room, messagesPerMinute))
  const slugs = complete.map((room) => room.slug)
  demand(new Set(slugs).size === slugs.length, 'rooms', 'rooms with different slugs', slugs.join(', '))
  return complete
}

/** Refuses a rate that is no number of messages a minute this machine could send. */
export function demandRate(name: string, value: number): void {
  demand(isNumber(value) && value >= 0 && value <= highestRate, name, `0 to ${highestRate}`, value)
}

function demand(holds: boolean, name: string, allowed: string, given: unknown): void {
  if (holds) return
  throw new SandboxError(
    'invalid_options',
    `The option ${name} must be ${allowed}; it was given ${describeValue(given)}.`,
  )
}

function demandDuration(name: string, value: number): void {
  demand(isNumber(value) && value > 0 && Number.isFinite(value), name, 'milliseconds above 0', value)
}

function demandObject(name: string, given: unknown, allowed: string = 'an object'): void {
  demand(typeof given === 'object' && given !== null && !Array.isArray(given), name, allowed, given)
}

function demandMethods(name: string, given: object, methods: readonly string[]): void {
  const found = given as Readonly<Record<string, unknown>> | null
  const has = (method: string): boolean => typeof found?.[method] === 'function'
  demand(methods.every(has), name, `an object with ${methods.join(' and ')}`, given)
}

/** What was given, for a message: a text in quotes, so that '80' is not taken for 80, and no object from inside. */
function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return String(value)
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a${typeof value === 'object' ? 'n' : ''} ${typeof value}`
}

const isToken = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value !== null)

const isNumber = (value: unknown): value is number => typeof value === 'number'

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value)
}

function isWhole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high
}

function withoutUndefined<Options extends object>(options: Options): Options {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Options
}
