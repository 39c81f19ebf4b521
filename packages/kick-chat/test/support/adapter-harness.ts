import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChatAdapter, ChatErrorCode, Clock, Operation, RoomRef } from '@wireloom/chat-core'
import type { AdapterHarness, PlatformControl, PlatformMessage } from '@wireloom/chat-core/testing'
import { Kick } from '@wireloom/kick'
import { toNodeListener } from '@wireloom/kick/node'
import { startSandbox, type KickRoom, type RealtimeProvider, type Sandbox } from '@wireloom/sandbox'
import {
  kickAdapter,
  negotiatedSocket,
  pusherSocket,
  siteHistory,
  siteLookup,
  type KickAdapter,
  type KickAdapterOptions,
  type KickSocket,
} from '../../src/index.js'
import { Wiretap } from './wiretap.js'

const token = 'sandbox-user-token-77'
const appToken = 'sandbox-app-token-78'
/** Longer than any case: no silence is to end a connection while time is moved by hours. */
const foreverMs = 1_000_000_000

/** How the adapter is put together. */
export interface KickHarnessOptions {
  readonly name: string
  /** Which socket it listens to. Default none. */
  readonly socket?: RealtimeProvider
  readonly hasWebhook?: boolean
  readonly hasHistory?: boolean
  /** What the token's source says that it allows. Default: it does not say. */
  readonly scopes?: readonly string[]
  /** What else is different. */
  readonly adapter?: Partial<KickAdapterOptions>
}

/** A sandbox and an adapter on it, all of whose traffic is overheard. */
export interface KickStage {
  readonly sandbox: Sandbox
  readonly adapter: KickAdapter
  readonly kick: Kick
  readonly tap: Wiretap
  readonly rooms: readonly [RoomRef, RoomRef]
  readonly platform: PlatformControl
  roomOf(ref: RoomRef): KickRoom
  /** The adapter, which says when it was closed. */
  readonly observed: ChatAdapter
}

/** Starts a sandbox with the rooms of Ann and Bob, and an adapter that time moves by hand for. */
export async function openKickStage(clock: Clock, options: KickHarnessOptions): Promise<KickStage> {
  const sandbox = await startSandbox({
    rooms: ['ann', 'bob'],
    clock: {
      now: () => clock.now(),
      // The server's own waits are real ones: it is the adapter whose time stands still.
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs)
        return () => clearTimeout(timer)
      },
    },
    accessTokens: [
      { token, username: 'wirebot', channel: 'ann' },
      { token: appToken, kind: 'app' },
    ],
    activityTimeoutMs: foreverMs,
    pingAfterMs: 2_147_483_647,
  })
  const cut = (): void => void sandbox.faults.drop()
  const tap = new Wiretap(cut)
  const { scopes } = options
  const source = scopes === undefined ? token : { current: () => ({ accessToken: token, scopes }) }
  const kick = new Kick({ token: source, baseUrl: sandbox.kick.apiUrl, fetch: tap.fetch })
  const app = new Kick({ token: appToken, baseUrl: sandbox.kick.apiUrl, fetch: tap.fetch })
  const server = options.hasWebhook === true ? await startReceiver(sandbox) : undefined
  const adapter = kickAdapter({
    kick,
    lookup: siteLookup({ baseUrl: sandbox.url, fetch: tap.fetch }),
    ...(options.socket !== undefined && { socket: socketTo(sandbox, options.socket, tap, clock) }),
    ...(options.hasHistory === true && { history: siteHistory({ baseUrl: sandbox.url, fetch: tap.fetch }) }),
    ...(server !== undefined && {
      webhook: {
        publicKey: await sandbox.kick.webhooks.publicKey(),
        subscriptions: { eventSubscriptions: app.eventSubscriptions },
      },
    }),
    ...options.adapter,
  })
  const rooms = [await adapter.room('ann'), await adapter.room('bob')] as const
  const roomOf = (ref: RoomRef): KickRoom => {
    const found = sandbox.kick.rooms.find(({ userId }) => String(userId) === ref.room)
    if (found === undefined) throw new TypeError(`no room ${ref.room}`)
    return found
  }
  // Only who is banned can be released.
  for (const ref of rooms) roomOf(ref).ban(userIn(sandbox).username)
  let isOpen = false
  const observed: ChatAdapter = {
    platform: 'kick',
    open: async (context) => {
      const session = await adapter.open(context)
      isOpen = true
      const close = session.close.bind(session)
      const read = session.webhook?.bind(session)
      if (read !== undefined) {
        session.webhook = async (request) => {
          try {
            return await read(request)
          } finally {
            server?.read.add(request)
          }
        }
      }
      session.close = async () => {
        isOpen = false
        await close()
      }
      return session
    },
  }
  const settle = async (): Promise<void> => {
    await tap.settle(() => {
      // What the hub has no room for yet was read all the same, and waits for time to pass.
      if (server !== undefined && sandbox.kick.webhooks.underWay > server.read.size) return false
      // Its client waits by a clock of its own, for some milliseconds, before it comes back.
      return options.socket !== 'centrifugo' || !isOpen || tap.isConnected
    })
  }
  const platform: PlatformControl = {
    say: async (ref, text, { sentAtMs } = {}) =>
      roomOf(ref).say({ content: text, ...(sentAtMs !== undefined && { atMs: sentAtMs }) }).id,
    repeat: async (ref, id) => {
      const room = roomOf(ref)
      const [event] = sandbox.record.events({ channel: room.channels.chat, messageId: id })
      room.send(event?.event ?? '', JSON.parse(String(event?.data)))
      const delivery = sandbox.kick.webhooks.deliveries.find(({ body }) =>
        body.includes(`"message_id":"${id}"`),
      )
      if (delivery !== undefined) await sandbox.kick.webhooks.send(delivery.type, delivery.body)
    },
    sayOutOfOrder: async (ref, texts) => {
      const ids: string[] = []
      for (const [index, content] of texts.toReversed().entries()) {
        const atMs = clock.now() + texts.length - index
        ids.unshift(roomOf(ref).say({ content, atMs }).id)
      }
      return ids
    },
    produce: {
      delete: async (ref) => roomOf(ref).deleteMessage(roomOf(ref).say('to be deleted').id),
      clear: async (ref) => roomOf(ref).clear(),
      pin: async (ref) => roomOf(ref).pin(roomOf(ref).say('to be pinned').id),
      restrict: async (ref) => roomOf(ref).ban('carl'),
      room: async (ref) => roomOf(ref).goLive('Cooking'),
      activity: async (ref) => roomOf(ref).subscribe('dan', 2),
      other: async (ref) => {
        roomOf(ref).send('SomethingNew', { a: 1 })
        if (server === undefined) return
        await sandbox.kick.webhooks.send('something.new', { broadcaster: { user_id: Number(ref.room) } })
      },
    },
    messages: (ref) => messagesOf(sandbox, roomOf(ref)),
    performed: (operation) => performed(sandbox, operation),
    counts: () => ({ requests: tap.requests, connections: sandbox.connections.length, frames: tap.frames }),
    cut,
    cutAfter: (frames) => {
      tap.framesUntilCut = frames
    },
    fail: failures(sandbox),
    ...(server !== undefined && {
      webhook: {
        deliverTo: (receive) => {
          server.receive = receive
        },
        forge: async (ref, text) => {
          const body = { message_id: 'forged', broadcaster: { user_id: Number(ref.room) }, content: text }
          const signed = await sandbox.kick.webhooks.sign('chat.message.sent', body, {
            hasBadSignature: true,
          })
          return new Request('https://bot.example/', { method: 'POST', ...signed })
        },
      },
    }),
    settle,
    close: async () => {
      await server?.close()
      await sandbox.close()
    },
  }
  return { sandbox, adapter, kick, tap, rooms, platform, roomOf, observed }
}

/** The contract suite's harness. */
export function kickHarness(options: KickHarnessOptions): AdapterHarness {
  return {
    name: options.name,
    // Its waits are some milliseconds; a history may take half a minute, and is asked in real time.
    recoveryMs: 25_000,
    receives: [
      ...(options.socket === undefined ? [] : (['socket'] as const)),
      ...(options.hasWebhook === true ? (['webhook'] as const) : []),
    ],
    start: async (clock) => {
      const { sandbox, observed, rooms, platform } = await openKickStage(clock, options)
      return {
        adapter: observed,
        rooms,
        userId: String(userIn(sandbox).id),
        secrets: [token, appToken],
        platform,
      }
    },
  }
}

function userIn(sandbox: Sandbox): { readonly id: number; readonly username: string } {
  return sandbox.kick.room('ann').cast.chatters[3] ?? sandbox.kick.room('ann').cast.chatters[0]
}

function socketTo(sandbox: Sandbox, provider: RealtimeProvider, tap: Wiretap, clock: Clock): KickSocket {
  const { host, port } = sandbox.pusher
  const reconnect = { firstDelayMs: 1, maxDelayMs: 20 }
  const common = { clock, random: () => 0 }
  if (provider === 'pusher') {
    const times = { connectTimeoutMs: foreverMs, pongTimeoutMs: foreverMs, activityTimeoutMs: foreverMs }
    return pusherSocket({ host, port, tls: false, reconnect, socket: tap.pusher, ...times, ...common })
  }
  return negotiatedSocket({
    baseUrl: sandbox.kick.realtimeUrl,
    fetch: tap.fetch,
    isTrusted: ({ hostname }) => hostname === '127.0.0.1',
    centrifugo: { reconnect, webSocket: tap.webSocket },
    ...common,
  })
}

/** What stands in a room, by the record of what was published. */
function messagesOf(sandbox: Sandbox, { channels }: KickRoom): readonly PlatformMessage[] {
  const messages = new Map<string, PlatformMessage>()
  for (const { event, data } of sandbox.record.events({ channel: channels.chat })) {
    const wire = JSON.parse(String(data)) as {
      readonly id: string
      readonly content: string
      readonly message?: { readonly id: string }
      readonly metadata?: { readonly original_message?: { readonly id: string } }
    }
    if (event.endsWith('ChatroomClearEvent')) messages.clear()
    if (event.endsWith('MessageDeletedEvent')) messages.delete(wire.message?.id ?? '')
    if (!event.endsWith('ChatMessageEvent')) continue
    const replyTo = wire.metadata?.original_message?.id
    messages.set(wire.id, { id: wire.id, text: wire.content, ...(replyTo !== undefined && { replyTo }) })
  }
  return [...messages.values()]
}

const requestOf: Readonly<Partial<Record<Operation, string>>> = {
  'user.ban': 'POST',
  'user.timeout': 'POST',
  'user.release': 'DELETE',
}

function performed(sandbox: Sandbox, operation: Operation): number {
  return sandbox.kick.requests.filter(
    ({ method, path }) => path === '/public/v1/moderation/bans' && method === requestOf[operation],
  ).length
}

function failures(sandbox: Sandbox): Readonly<Partial<Record<ChatErrorCode, () => void>>> {
  const path = '/public/v1/chat'
  const fail = (fault: Parameters<Sandbox['faults']['failRequests']>[0]) => () =>
    void sandbox.faults.failRequests({ path, next: 1, ...fault })
  return {
    unauthenticated: fail({ status: 401 }),
    forbidden: fail({ status: 403 }),
    invalid: fail({ status: 400 }),
    quota: fail({ status: 400, message: 'Daily message quota exceeded' }),
    rate_limited: fail({ status: 429, retryAfterSeconds: 2 }),
    edge_blocked: fail({ status: 403, body: 'challenge' }),
    outcome_unknown: fail({ cut: 'after' }),
  }
}

interface Receiver {
  receive: (request: Request) => Promise<Response>
  /** Deliveries that the adapter has read, and that were not answered yet. */
  readonly read: Set<Request>
  close(): Promise<void>
}

/** A server that the sandbox delivers to. */
async function startReceiver(sandbox: Sandbox): Promise<Receiver> {
  const receiver: Receiver = {
    receive: async () => new Response(null, { status: 503 }),
    read: new Set(),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  async function answer(request: Request): Promise<Response> {
    try {
      return await receiver.receive(request)
    } catch {
      // The hub was closed: whoever has a server of their own answers so.
      return new Response(null, { status: 503 })
    } finally {
      receiver.read.delete(request)
    }
  }
  const server = createServer(toNodeListener(answer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sandbox.kick.webhooks.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return receiver
}
