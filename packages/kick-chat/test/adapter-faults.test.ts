import { ChatError, createHub, createMemoryStore, defineStore, type Store } from '@wireloom/chat-core'
import { Kick } from '@wireloom/kick'
import { describe, expect, test } from 'vitest'
import { kickAdapter } from '../src/index.js'
import { openHubStage, type HubStage } from './support/adapter-stage.js'
import { until } from './support/wait.js'

const appToken = 'sandbox-app-token-78'

/** A store of which some calls are refused, as of a file that is read-only or damaged. */
function createBrokenStore(refuses: readonly ('get' | 'set')[], code: 'unavailable' | 'forbidden'): Store {
  const { cursors, kv } = createMemoryStore()
  const refuse = async (): Promise<never> => {
    throw new ChatError(code, 'The file cannot be used.')
  }
  return defineStore({
    durable: true,
    cursors,
    kv: {
      get: refuses.includes('get') ? refuse : (key) => kv.get(key),
      set: refuses.includes('set') ? refuse : (key, value, timeToLiveMs) => kv.set(key, value, timeToLiveMs),
      delete: (key) => kv.delete(key),
    },
  })
}

describe('a store that fails', () => {
  test.each([
    [['set'], 'unavailable'],
    [['set'], 'forbidden'],
    [['get'], 'unavailable'],
    [['get', 'set'], 'forbidden'],
  ] as const)(
    'by %j as %s keeps nobody from reading, in rooms joined now or later',
    async (refuses, code) => {
      const stage = await openHubStage({ socket: 'pusher' }, { store: createBrokenStore(refuses, code) })
      stage.sandbox.kick.addRoom('cat')
      const { userId } = stage.sandbox.kick.room('cat')
      await stage.hub.room({ ...stage.room.ref, room: String(userId) }).join()
      await stage.settle()
      stage.roomOf(stage.room.ref).say('joined at the start')
      stage.sandbox.kick.room('cat').say('joined later')
      await stage.settle()
      expect(stage.of('message').map(({ message }) => message.text)).toEqual([
        'joined at the start',
        'joined later',
      ])
    },
  )
})

describe('webhooks that cannot be had at once', () => {
  const path = '/public/v1/events/subscriptions'

  test.each([
    ['of a list', 'GET', { status: 503 }, 'unavailable', 30_000],
    ['of an answer to go slower', 'POST', { status: 429, retryAfterSeconds: 40 }, 'rate_limited', 60_000],
  ] as const)('because %s are asked for again soon, not after a quarter of an hour', async (...given) => {
    const [, method, fault, code, withinMs] = given
    const stage = await openHubStage({ socket: 'pusher' })
    const { apiUrl, webhooks } = stage.sandbox.kick
    let isArmed = true
    const app = new Kick({
      token: appToken,
      baseUrl: apiUrl,
      retry: false,
      fetch: async (input, init) => {
        const request = new Request(input, init)
        if (isArmed && request.method === method) {
          isArmed = false
          stage.sandbox.faults.failRequests({ path, ...fault, next: 1 })
        }
        return fetch(request)
      },
    })
    const { eventSubscriptions } = app
    const adapter = kickAdapter({
      account: stage.room.ref.account,
      webhook: { subscriptions: { eventSubscriptions } },
    })
    const hub = createHub({ clock: stage.clock })
    const heard: (readonly [string, string | undefined])[] = []
    hub.on('status', ({ error, state }) => void heard.push([state, error?.code]))
    await hub.add(adapter, { rooms: [stage.room.ref] })
    await until(() => heard.length === 1)
    expect(heard).toEqual([['degraded', code]])
    await stage.clock.advance(withinMs)
    await until(() => heard.length === 2)
    expect(heard[1]).toEqual(['live', undefined])
    expect(webhooks.subscriptions.length).toBeGreaterThan(0)
    await hub.close()
  })

  test('are told of as degraded, also where the hub was full at that moment', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    let open: (() => void) | undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const states: string[] = []
    const slow = { name: 'slow', limit: 1, overflow: 'block' } as const
    stage.hub.on(
      ['message', 'status'],
      async (event) => {
        await gate
        if (event.type === 'status') states.push(event.state)
      },
      slow,
    )
    for (const text of ['one', 'two']) {
      stage.roomOf(stage.room.ref).say(text)
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await stage.settle()
    }
    stage.sandbox.kick.webhooks.isEnabled = false
    await stage.clock.advance(900_000)
    await stage.settle()
    open?.()
    await stage.settle()
    expect(states).toContain('degraded')
  })
})

describe('subscriptions that Kick dropped', () => {
  test.each([
    ['alone', undefined, false],
    ['beside a socket', 'pusher', 'unknown'],
  ] as const)(
    'are a gap once they are back, of the room whose they were (%s)',
    async (_name, socket, complete) => {
      const stage = await openHubStage({ hasWebhook: true, ...(socket !== undefined && { socket }) })
      await stage.clock.advance(900_000)
      await stage.settle()
      const seenAtMs = stage.clock.now()
      expect(stage.of('gap')).toEqual([])
      stage.sandbox.kick.webhooks.loseSubscriptions(
        ({ broadcasterUserId }) => String(broadcasterUserId) === stage.room.ref.room,
      )
      stage.roomOf(stage.room.ref).say('perhaps unheard')
      await stage.clock.advance(900_000)
      await stage.settle()
      expect(stage.of('gap')).toEqual([
        {
          type: 'gap',
          room: stage.room.ref,
          fromMs: seenAtMs,
          toMs: stage.clock.now(),
          cause: 'reconnect',
          recovered: 0,
          complete,
        },
      ])
    },
  )

  test('are none where the room was left meanwhile, and joined again', async () => {
    const stage = await openHubStage({ hasWebhook: true })
    await stage.room.leave()
    await stage.settle()
    await stage.clock.advance(1_000_000)
    await stage.room.join()
    await stage.settle()
    expect(stage.of('gap')).toEqual([])
    stage.roomOf(stage.room.ref).say('heard')
    await stage.settle()
    expect(stage.of('message')).toHaveLength(1)
  })
})

describe('the key that deliveries are checked with', () => {
  test('is asked for by the fetch of the hub', async () => {
    const asked: string[] = []
    const stage = await openHubStage(
      { hasWebhook: true, adapter: { webhook: {} } },
      {
        fetch: async (input, init) => {
          const request = new Request(input, init)
          const { pathname } = new URL(request.url)
          asked.push(pathname)
          return fetch(new URL(pathname, stage.sandbox.kick.apiUrl))
        },
      },
    )
    // Signed by the sandbox, whose key is not the one that is built in.
    const body = {
      broadcaster: { user_id: Number(stage.room.ref.room) },
      follower: { user_id: 5, username: 'dan' },
    }
    await stage.sandbox.kick.webhooks.send('channel.followed', body)
    await stage.settle()
    expect(asked).toEqual(['/public/v1/public-key'])
    expect(stage.of('activity')).toHaveLength(1)
  })
})

describe('a delivery that is turned away', () => {
  test('is told of to whoever wants to know, with the reason, and to nobody else', async () => {
    const refusals: unknown[] = []
    const stage: HubStage = await openHubStage({
      hasWebhook: true,
      adapter: {
        webhook: {
          publicKey: { current: () => stage.sandbox.kick.webhooks.publicKey() },
          onRefused: (refusal) => void refusals.push(refusal),
        },
      },
    })
    const { webhooks } = stage.sandbox.kick
    const type = 'channel.followed'
    const broadcaster = { user_id: Number(stage.room.ref.room) }
    const body = { broadcaster, follower: { user_id: 5, username: 'dan' } }
    await webhooks.send(type, body, { hasBadSignature: true })
    await stage.settle()
    const signed = await webhooks.sign(type, body)
    await stage.clock.advance(1_201_000)
    const request = new Request('https://bot.example/', { method: 'POST', ...signed })
    expect((await stage.hub.webhook(request, { platform: 'kick' })).status).toBe(400)
    const message: unknown = expect.any(String)
    expect(refusals).toMatchObject([
      { reason: 'signature', message },
      { reason: 'stale', message },
    ])
    expect(stage.of('activity')).toEqual([])
  })
})
