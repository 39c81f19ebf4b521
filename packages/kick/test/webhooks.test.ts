import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Sandbox, SignedDelivery } from '@wireloom/sandbox'
import { describe, expect, expectTypeOf, onTestFinished, test } from 'vitest'
import { toNodeListener } from '../src/node.js'
import {
  builtInPublicKey,
  createWebhookHandler,
  kickPublicKey,
  memoryReplayStore,
  verifySignature,
  type KickWebhookEvent,
  type WebhookHandlerOptions,
  type WebhookRefusal,
} from '../src/webhooks.js'
import { openSandbox } from './support/kick.js'
import { realDelivery, toRequest } from './support/delivery.js'

interface Stage {
  readonly sandbox: Sandbox
  readonly handle: (request: Request) => Promise<Response>
  readonly events: KickWebhookEvent[]
  readonly refusals: WebhookRefusal[]
}

async function openStage(options: Partial<WebhookHandlerOptions> = {}): Promise<Stage> {
  const sandbox = await openSandbox()
  const events: KickWebhookEvent[] = []
  const refusals: WebhookRefusal[] = []
  const handle = createWebhookHandler({
    onEvent: (event) => void events.push(event),
    onRefused: (refusal) => void refusals.push(refusal),
    publicKey: await sandbox.kick.webhooks.publicKey(),
    ...options,
  })
  return { sandbox, handle, events, refusals }
}

function request({ headers, body }: SignedDelivery, changes: RequestInit = {}): Request {
  return new Request('http://localhost/webhook', { method: 'POST', headers, body, ...changes })
}

const follow = { broadcaster: { user_id: 1 }, follower: { user_id: 2, username: 'bob' } }

describe('a signature', () => {
  const parts = { ...realDelivery, body: new TextEncoder().encode(realDelivery.body) }

  test('of Kick’s own is right with the key that is built in', async () => {
    expect(parts.body).toHaveLength(358)
    expect(await verifySignature(parts, builtInPublicKey)).toBe(true)
  })

  test.for<[string, Partial<typeof parts>]>([
    ['one byte more', { body: new TextEncoder().encode(`${realDelivery.body}\n`) }],
    ['another id', { messageId: '01JQR5KV0QC94HMETWYNBWRW4X' as never }],
    ['another time', { timestamp: '2025-04-01T07:56:20Z' as never }],
    ['no base64', { signature: '!' as never }],
    ['an empty one', { signature: '' as never }],
  ])('is wrong with %s', async ([, change]) => {
    expect(await verifySignature({ ...parts, ...change }, builtInPublicKey)).toBe(false)
  })

  test('a key that is none is refused by name', async () => {
    await expect(verifySignature(parts, 'a key')).rejects.toMatchObject({
      name: 'KickError',
      code: 'invalid_argument',
      message: expect.stringContaining('publicKey'),
    })
  })
})

test('Kick’s own delivery is handled, at its time', async () => {
  const events: KickWebhookEvent[] = []
  const handle = createWebhookHandler({
    onEvent: (event) => void events.push(event),
    clock: { now: () => Date.parse('2025-04-01T07:56:20Z') },
  })
  expect((await handle(toRequest(realDelivery))).status).toBe(200)
  expect(events).toMatchObject([
    {
      type: 'livestream.status.updated',
      isLive: true,
      title: 'Multiplatform bot!',
      startedAtMs: Date.UTC(2025, 3, 1, 7, 56, 18),
      endedAtMs: undefined,
      broadcaster: { userId: 4_809_577, username: 'FusedChat', isVerified: undefined, identity: undefined },
      delivery: { id: realDelivery.messageId, subscriptionId: realDelivery.subscriptionId, version: 1 },
    },
  ])
})

describe('what is turned away, with nothing executed', () => {
  test('a wrong signature', async () => {
    const { sandbox, handle, events, refusals } = await openStage()
    const signed = await sandbox.kick.webhooks.sign('channel.followed', follow, { hasBadSignature: true })
    expect((await handle(request(signed))).status).toBe(401)
    expect(events).toEqual([])
    expect(refusals).toEqual([{ status: 401, reason: 'signature', message: 'Kick did not sign this' }])
  })

  test('a body that was parsed and written again', async () => {
    const { sandbox, handle, events } = await openStage()
    const signed = await sandbox.kick.webhooks.sign('channel.followed', '{"broadcaster": {}, "follower": {}}')
    const rewritten = { ...signed, body: JSON.stringify(JSON.parse(signed.body)) }
    expect((await handle(request(rewritten))).status).toBe(401)
    expect((await handle(request(signed))).status).toBe(200)
    expect(events).toHaveLength(1)
  })

  test.for(['GET', 'PUT', 'DELETE', 'HEAD'])('%s: 405, and which method is right', async (method) => {
    const { handle, events } = await openStage()
    const response = await handle(new Request('http://localhost/', { method }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(events).toEqual([])
  })

  test.for(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'content of type "%s": 415',
    async (type) => {
      const { sandbox, handle } = await openStage()
      const signed = await sandbox.kick.webhooks.sign('channel.followed', follow)
      const headers = { ...signed.headers, 'content-type': type }
      expect((await handle(request({ ...signed, headers }))).status).toBe(415)
    },
  )

  test.for([
    'Kick-Event-Message-Id',
    'Kick-Event-Message-Timestamp',
    'Kick-Event-Signature',
    'Kick-Event-Type',
  ])('one without %s: 400 or 401', async (missing) => {
    const { sandbox, handle, events } = await openStage()
    const { headers, body } = await sandbox.kick.webhooks.sign('channel.followed', follow)
    const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== missing))
    expect((await handle(request({ headers: rest, body }))).status).toBe(400)
    expect(events).toEqual([])
  })

  test('a time that is none, one too long ago, and one too far ahead: 400', async () => {
    const { sandbox, handle, refusals } = await openStage({ maxAgeMs: 60_000 })
    for (const atMs of [Date.now() - 61_000, Date.now() + 302_000]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const signed = await sandbox.kick.webhooks.sign('channel.followed', follow, { atMs })
      // oxlint-disable-next-line no-await-in-loop
      expect((await handle(request(signed))).status).toBe(400)
    }
    const signed = await sandbox.kick.webhooks.sign('channel.followed', follow)
    const headers = { ...signed.headers, 'Kick-Event-Message-Timestamp': 'yesterday' }
    expect((await handle(request({ ...signed, headers }))).status).toBe(400)
    expect(refusals.map(({ reason }) => reason)).toEqual(['stale', 'stale', 'headers'])
  })

  test('a body that is too large: 413, by its length or by counting', async () => {
    const { sandbox, handle, refusals } = await openStage({ maxBodyBytes: 100 })
    const signed = await sandbox.kick.webhooks.sign('channel.followed', { ...follow, more: 'x'.repeat(200) })
    expect((await handle(request(signed))).status).toBe(413)
    const stream = new Blob([signed.body]).stream()
    expect((await handle(request(signed, { body: stream, duplex: 'half' }))).status).toBe(413)
    expect(refusals.map(({ reason }) => reason)).toEqual(['too_large', 'too_large'])
  })

  test('a body that is no JSON, though it is signed: 400, and it may come again', async () => {
    const { sandbox, handle, events } = await openStage()
    const signed = await sandbox.kick.webhooks.sign('channel.followed', '{')
    expect((await handle(request(signed))).status).toBe(400)
    expect((await handle(request(signed))).status).toBe(400)
    expect(events).toEqual([])
  })

  test.for<[string, object]>([
    ['onEvent', {}],
    ['maxAgeMs', { onEvent: () => undefined, maxAgeMs: -1 }],
    ['maxBodyBytes', { onEvent: () => undefined, maxBodyBytes: Number.NaN }],
  ])('options with a wrong %s are refused by name', ([name, options]) => {
    expect(() => createWebhookHandler(options as WebhookHandlerOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }),
    )
  })
})

describe('what comes twice', () => {
  test('is handled once, and answered with 200 both times', async () => {
    const { sandbox, handle, events } = await openStage()
    const signed = await sandbox.kick.webhooks.sign('channel.followed', follow)
    expect((await handle(request(signed))).status).toBe(200)
    expect((await handle(request(signed))).status).toBe(200)
    expect(events).toHaveLength(1)
  })

  test('is handled again where the first time failed, and the failure is told', async () => {
    let failures = 1
    const { sandbox, handle } = await openStage({
      onEvent: () => {
        failures -= 1
        if (failures >= 0) throw new RangeError('full')
      },
    })
    const signed = await sandbox.kick.webhooks.sign('channel.followed', follow)
    await expect(handle(request(signed))).rejects.toThrow('full')
    expect((await handle(request(signed))).status).toBe(200)
    expect(failures).toBe(-1)
  })

  test('while the first is being handled: 503, and never two at a time', async () => {
    let release = (): void => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    let running = 0
    const { sandbox, handle } = await openStage({
      onEvent: async () => {
        running += 1
        await gate
      },
    })
    const signed = await sandbox.kick.webhooks.sign('channel.followed', follow)
    const first = handle(request(signed))
    const second = await handle(request(signed))
    release()
    expect([(await first).status, second.status, running]).toEqual([200, 503, 1])
  })

  test('is remembered for as long as it would be taken', async () => {
    let nowMs = Date.now()
    const clock = { now: () => nowMs }
    const store = memoryReplayStore(clock)
    const { sandbox, handle, events } = await openStage({ clock, replayStore: store, maxAgeMs: 60_000 })
    const signed = await sandbox.kick.webhooks.sign('channel.followed', follow, { atMs: nowMs + 200_000 })
    await handle(request(signed))
    nowMs += 259_000
    expect((await handle(request(signed))).status).toBe(200)
    nowMs += 2_000
    expect((await handle(request(signed))).status).toBe(400)
    expect(events).toHaveLength(1)
  })

  test('a store that fails is told, and nothing is handled', async () => {
    const { sandbox, handle, events } = await openStage({
      replayStore: { ...memoryReplayStore(), claim: () => Promise.reject(new RangeError('down')) },
    })
    const signed = await sandbox.kick.webhooks.sign('channel.followed', follow)
    await expect(handle(request(signed))).rejects.toMatchObject({ name: 'KickError', code: 'store_failed' })
    expect(events).toEqual([])
  })

  test('a memory lets go of what nobody asks for any more', () => {
    let nowMs = 0
    const store = memoryReplayStore({ now: () => nowMs })
    expect([store.claim('a', 10), store.claim('a', 10)]).toEqual(['taken', 'running'])
    store.complete('a', 100)
    expect(store.claim('a', 10)).toBe('done')
    nowMs = 100
    expect(store.claim('a', 10)).toBe('taken')
    nowMs = 110
    expect(store.claim('a', 10)).toBe('taken')
  })
})

describe('Kick’s key', () => {
  test('is asked for once a check fails, and the delivery is handled', async () => {
    const sandbox = await openSandbox()
    const events: KickWebhookEvent[] = []
    const handle = createWebhookHandler({
      onEvent: (event) => void events.push(event),
      publicKey: kickPublicKey({ baseUrl: sandbox.kick.apiUrl }),
    })
    const signed = await Promise.all(
      [1, 2, 3].map(() => sandbox.kick.webhooks.sign('channel.followed', follow)),
    )
    const statuses = await Promise.all(signed.map(async (one) => (await handle(request(one))).status))
    expect(statuses).toEqual([200, 200, 200])
    expect(sandbox.kick.requests).toMatchObject([{ path: '/public/v1/public-key', hasToken: false }])
  })

  test('is not asked for again at every wrong signature', async () => {
    const sandbox = await openSandbox()
    let nowMs = Date.now()
    const clock = { now: () => nowMs }
    const publicKey = kickPublicKey({ baseUrl: sandbox.kick.apiUrl, clock })
    const handle = createWebhookHandler({ onEvent: () => undefined, publicKey, clock })
    const send = async (): Promise<number> => {
      const options = { hasBadSignature: true, atMs: nowMs }
      const signed = await sandbox.kick.webhooks.sign('channel.followed', follow, options)
      return (await handle(request(signed))).status
    }
    expect([await send(), await send(), await send()]).toEqual([401, 401, 401])
    expect(sandbox.kick.requests).toHaveLength(1)
    nowMs += 60_000
    expect(await send()).toBe(401)
    expect(sandbox.kick.requests).toHaveLength(2)
  })

  test('that cannot be asked for leaves the delivery refused, and says why', async () => {
    const { sandbox } = await openStage()
    const refusals: WebhookRefusal[] = []
    const handle = createWebhookHandler({
      onEvent: () => undefined,
      onRefused: (refusal) => void refusals.push(refusal),
      publicKey: kickPublicKey({ baseUrl: 'http://127.0.0.1:9' }),
    })
    const signed = await sandbox.kick.webhooks.sign('channel.followed', follow)
    expect((await handle(request(signed))).status).toBe(401)
    expect(refusals).toMatchObject([{ reason: 'signature', cause: { name: 'KickError', code: 'network' } }])
  })

  test('is taken anew after Kick takes another', async () => {
    const sandbox = await openSandbox()
    let nowMs = Date.now()
    const clock = { now: () => nowMs }
    const publicKey = kickPublicKey({ baseUrl: sandbox.kick.apiUrl, clock })
    const handle = createWebhookHandler({ onEvent: () => undefined, publicKey, clock })
    const send = async (): Promise<number> =>
      (await handle(request(await sandbox.kick.webhooks.sign('channel.followed', follow)))).status
    expect(await send()).toBe(200)
    sandbox.kick.webhooks.rotateKeys()
    nowMs += 60_000
    expect(await send()).toBe(200)
  })
})

describe('behind a server of Node', () => {
  async function listen(
    listener: ReturnType<typeof toNodeListener>,
    before?: (raw: Buffer) => object,
  ): Promise<string> {
    const server = createServer(async (incoming, outgoing) => {
      if (before !== undefined) {
        const chunks: Buffer[] = []
        for await (const chunk of incoming) chunks.push(chunk as Buffer)
        Object.assign(incoming, before(Buffer.concat(chunks)))
      }
      listener(incoming, outgoing)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`
  }

  test('what happens in a room arrives, signed, and as the event it is', async () => {
    const { sandbox, handle, events } = await openStage()
    const { webhooks } = sandbox.kick
    webhooks.url = await listen(toNodeListener(handle))
    const room = sandbox.kick.room('ann')
    await webhooks.send('channel.followed', follow)
    expect(webhooks.deliveries).toMatchObject([{ status: 200 }])
    expect(events).toMatchObject([{ type: 'channel.followed', follower: { username: 'bob' } }])
    expect(room.slug).toBe('ann')
  })

  test('a method that fetch does not know is turned away as any other, and shown to nobody', async () => {
    const { handle, events } = await openStage()
    const warnings: unknown[] = []
    const keep = (warning: unknown): void => void warnings.push(warning)
    process.on('warning', keep)
    onTestFinished(() => void process.off('warning', keep))
    const { port } = new URL(await listen(toNodeListener(handle)))
    const socket = connect(Number(port), '127.0.0.1')
    socket.write('TRACE /webhook HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 405 [\s\S]*allow: POST/i)
    await new Promise((resolve) => setImmediate(resolve))
    expect([events, warnings]).toEqual([[], []])
  })

  test('a body that a parser kept is taken, one that is gone is told', async () => {
    const { sandbox, handle, events } = await openStage()
    const warnings: Error[] = []
    const warn = (warning: Error): void => void warnings.push(warning)
    process.on('warning', warn)
    onTestFinished(() => void process.off('warning', warn))
    const { webhooks } = sandbox.kick
    webhooks.url = await listen(toNodeListener(handle), (rawBody) => ({ rawBody }))
    expect((await webhooks.send('channel.followed', follow)).status).toBe(200)
    webhooks.url = await listen(toNodeListener(handle), () => ({}))
    expect((await webhooks.send('channel.followed', follow)).status).toBe(500)
    expect(events).toHaveLength(1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('express.json()')])
  })

  test('a body without an end is answered with 413', async () => {
    const { sandbox, handle } = await openStage({ maxBodyBytes: 1_000 })
    const url = await listen(toNodeListener(handle))
    const signed = await sandbox.kick.webhooks.sign('channel.followed', 'x'.repeat(100_000))
    const response = await fetch(url, { method: 'POST', headers: signed.headers, body: signed.body })
    expect(response.status).toBe(413)
  })
})

test('types: an event is told from others by its type', () => {
  type Chat = Extract<KickWebhookEvent, { type: 'chat.message.sent' }>
  expectTypeOf<Chat['content']>().toEqualTypeOf<string>()
  expectTypeOf<Extract<KickWebhookEvent, { type: 'unknown' }>['raw']>().toEqualTypeOf<unknown>()
})
