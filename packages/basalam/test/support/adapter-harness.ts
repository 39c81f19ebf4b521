import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RoomRef } from '@wireloom/chat-core'
import type { AdapterHarness, FakeClock } from '@wireloom/chat-core/testing'
import { startSandbox, type Person, type Sandbox } from '@wireloom/sandbox'
import { basalamAdapter, type BasalamAdapterOptions } from '../../src/chat.js'
import { Basalam } from '../../src/index.js'
import { toNodeListener } from '../../src/node.js'
import { createWebhookSecret } from '../../src/webhooks.js'
import { QuietWire } from './quiet-wire.js'

const sendOperation = 'POST /v1/chats/{chat_id}/messages'
/** Longer than the longest wait between two looks. */
const longestWaitMs = 70_000

/** The sandbox's time is the suite's; what its sockets wait for is not. */
export function startHeldSandbox(clock: Pick<FakeClock, 'now'>): Promise<Sandbox> {
  return startSandbox({
    clock: {
      now: () => clock.now(),
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs)
        return () => clearTimeout(timer)
      },
    },
  })
}

/** Moves time until the chats were looked at once more, if anybody looks. */
export async function nextLook(wire: QuietWire, clock: FakeClock): Promise<void> {
  await wire.quiet()
  const { lists } = wire
  for (let waitedMs = 0; wire.lists === lists && waitedMs < longestWaitMs; waitedMs += 1_000) {
    // oxlint-disable-next-line no-await-in-loop -- second by second
    await clock.advance(1_000)
  }
  await wire.quiet()
}

/** The sandbox over real HTTP, in the hands of chat-core's suites. */
export function createBasalamHarness(hasWebhook: boolean): AdapterHarness {
  return {
    name: hasWebhook ? 'basalam with a webhook' : 'basalam',
    receives: hasWebhook ? ['poll', 'webhook'] : ['poll'],
    start: async (clock) => {
      const sandbox = await startHeldSandbox(clock)
      const { world, apiUrl, personalToken, userId, webhooks } = sandbox.basalam
      const wire = new QuietWire()
      const token = personalToken.accessToken
      const basalam = new Basalam({ token, baseUrl: apiUrl, fetch: wire.fetch, clock })
      const people = [world.customer, world.addPerson('مریم', { id: 5, title: 'عسل' })] as const
      const rooms = await Promise.all(people.map((person) => openRoom(basalam, person, userId)))
      const personIn = ({ room }: RoomRef): Person =>
        people[rooms.findIndex((each) => each.room === room)] ?? world.customer
      const bell = hasWebhook ? await openBell(basalam) : undefined
      const fail = (fault: object) => () => sandbox.basalam.fail({ operation: sendOperation, ...fault })
      const options: BasalamAdapterOptions = {
        basalam,
        maxRequestsPerMinute: 1_000_000,
        ...(bell !== undefined && { webhook: { secret: bell.secret } }),
      }
      const lastId = (room: RoomRef): number => world.messages(Number(room.room)).at(-1)?.id ?? 0
      return {
        adapter: basalamAdapter(options),
        rooms: rooms as unknown as readonly [RoomRef, RoomRef],
        userId: String(world.customer.id),
        secrets: [token, ...(bell === undefined ? [] : [bell.secret])],
        platform: {
          say: async (room, text, { sentAtMs } = {}) => {
            const { id } = world.receive({
              from: personIn(room),
              text,
              ...(sentAtMs !== undefined && { sentAtMs }),
            })
            await webhooks.settled()
            return String(id)
          },
          repeat: async (room, id) => {
            // What is polled is read again and again by itself.
            webhooks.send('CHAT_RECEIVED_MESSAGE', {
              id: Number(id),
              chat_id: Number(room.room),
              message: {},
            })
            await webhooks.settled()
          },
          sayOutOfOrder: async (room, texts) => {
            const from = personIn(room)
            const ids = texts.map((text) => world.receive({ from, text, isWithheld: true }).id)
            for (const id of ids.toReversed()) {
              world.release(id)
              // oxlint-disable-next-line no-await-in-loop -- each is read before the next is there
              await nextLook(wire, clock)
            }
            return ids.map(String)
          },
          produce: {
            edit: async (room) => world.edit(lastId(room), { text: 'other words' }),
            delete: async (room) => world.remove(lastId(room)),
            seen: async (room) => {
              await basalam.chats.sendMessage({ chatId: Number(room.room), content: 'to be seen' })
              world.see(personIn(room))
            },
            room: async (room) => world.block(personIn(room)),
            activity: async (room) =>
              void world.receive({ from: personIn(room), type: 'order', content: { entity_id: 12 } }),
            other: async (room) =>
              void world.receive({ from: personIn(room), type: 'hologram', text: 'of tomorrow' }),
          },
          messages: ({ room }) =>
            world.messages(Number(room)).map(({ id, content, repliedId }) => ({
              id: String(id),
              text: String(content['text']),
              ...(repliedId !== undefined && { replyTo: String(repliedId) }),
            })),
          counts: () => ({ requests: wire.requests, connections: wire.underWay, frames: 0 }),
          fail: {
            unauthenticated: fail({ status: 401 }),
            forbidden: fail({ status: 403 }),
            not_found: fail({ status: 404 }),
            invalid: fail({ fields: [{ path: 'body.content.text', message: 'no' }] }),
            rate_limited: fail({ status: 429, retryAfter: '2' }),
            outcome_unknown: fail({ cut: 'after' }),
          },
          ...(bell !== undefined && {
            webhook: {
              deliverTo: (receive) => void (bell.receive = receive),
              forge: async ({ room }, text) =>
                new Request(bell.url, {
                  method: 'POST',
                  headers: { 'content-type': 'application/json', 'x-webhook-secret': createWebhookSecret() },
                  body: JSON.stringify({ id: 1, chat_id: Number(room), message: { text } }),
                }),
            },
          }),
          quiet: () => wire.quiet(),
          settle: () => nextLook(wire, clock),
          close: async () => {
            await bell?.close()
            await sandbox.close()
          },
        },
      }
    },
  }
}

async function openRoom(basalam: Basalam, person: Person, userId: number): Promise<RoomRef> {
  const { id } = await basalam.chats.create({ userId: person.id })
  return { platform: 'basalam', account: String(userId), room: String(id), kind: 'direct' }
}

interface Bell {
  readonly url: string
  readonly secret: string
  receive: (request: Request) => Promise<Response>
  close(): Promise<void>
}

/** A server of our own that Basalam delivers to, and its registration. */
async function openBell(basalam: Basalam): Promise<Bell> {
  // Who delivers to a hub that was closed finds nobody.
  const answer = (request: Request): Promise<Response> =>
    bell.receive(request).catch(() => new Response(null, { status: 503 }))
  const server = createServer(toNodeListener(answer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const secret = createWebhookSecret()
  const bell: Bell = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/?event=1`,
    secret,
    receive: async () => new Response(null, { status: 503 }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  await basalam.webhooks.create({
    url: bell.url,
    eventIds: [1],
    requestMethod: 'POST',
    requestHeaders: { 'x-webhook-secret': secret },
    registerMe: true,
  })
  return bell
}
