import type { BasalamSandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import { toNodeListener } from '../src/node.js'
import {
  createWebhookHandler,
  createWebhookSecret,
  decodeEvent,
  memoryReplayStore,
  webhookEventIds,
  WebhookManager,
  type BasalamWebhookEvent,
  type ChatMessageDelivered,
  type ReplayStore,
  type WebhookHandlerOptions,
  type WebhookRefusal,
} from '../src/webhooks.js'
import { failureOf, openBasalam } from './support/clients.js'
import { serve } from './support/serve.js'

const secret = 'a-secret-of-the-webhook'

interface Stage {
  readonly handle: (request: Request) => Promise<Response>
  readonly events: BasalamWebhookEvent[]
  readonly refusals: WebhookRefusal[]
}

function openStage(options: Partial<WebhookHandlerOptions> = {}): Stage {
  const events: BasalamWebhookEvent[] = []
  const refusals: WebhookRefusal[] = []
  const handle = createWebhookHandler({
    secret,
    onEvent: (event) => void events.push(event),
    onRefused: (refusal) => void refusals.push(refusal),
    ...options,
  })
  return { handle, events, refusals }
}

/** The one payload that the documentation shows, with values of ours. */
const chatPayload = {
  id: 70_001,
  chat_id: 9_001,
  message: {
    text: 'موجود است؟',
    files: [{ id: 5, url: 'https://cdn.example/p.jpg', width: 2, height: 3 }],
    links: {},
    entity_id: 77,
  },
  seen_at: null,
  sender_id: 431,
  created_at: '2026-06-01T10:00:00Z',
  updated_at: '2026-06-01T10:00:00Z',
  message_type: 'text',
  message_source: 'app',
}

function delivery(
  body: unknown,
  { query = '?event=1', ...init }: RequestInit & { query?: string } = {},
): Request {
  return new Request(`http://localhost/hook${query}`, {
    method: 'POST',
    headers: { 'x-webhook-secret': secret, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  })
}

describe('a delivery', () => {
  test('of a chat message comes as messages do in REST', async () => {
    const { handle, events } = openStage()
    expect((await handle(delivery(chatPayload))).status).toBe(200)
    expect(events).toEqual([
      {
        type: 'CHAT_RECEIVED_MESSAGE',
        message: {
          id: 70_001,
          chatId: 9_001,
          type: 'text',
          messageType: 'text',
          content: {
            text: 'موجود است؟',
            files: [{ id: 5, url: 'https://cdn.example/p.jpg', width: 2, height: 3 }],
            links: [],
            entityId: 77,
          },
          sender: { id: 431 },
          createdAt: '2026-06-01T10:00:00Z',
          updatedAt: '2026-06-01T10:00:00Z',
        },
        messageSource: 'app',
        deliveryKey: 'CHAT_RECEIVED_MESSAGE:70001:2026-06-01T10:00:00Z',
        raw: chatPayload,
      },
    ])
  })

  test.for(Object.entries(webhookEventIds))(
    'of %s is told by name, by number or name in the address',
    async ([name, id]) => {
      const { handle, events } = openStage()
      for (const word of [name, String(id)]) {
        const body = { ...chatPayload, updated_at: word, order_id: 5 }
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect((await handle(delivery(body, { query: `?event=${word}` }))).status).toBe(200)
      }
      expect(events.map(({ type }) => type)).toEqual([name, name])
      if (!name.startsWith('CHAT')) expect(events[0]).toMatchObject({ payload: { orderId: 5 } })
    },
  )

  test.for([
    ['', undefined],
    ['?event=', undefined],
    ['?event=toString', undefined],
    ['?event=12', 12],
  ] as const)('whose address ends in "%s" is unknown, and handed on', async ([query, eventId]) => {
    const { handle, events } = openStage()
    expect((await handle(delivery(chatPayload, { query }))).status).toBe(200)
    expect(events).toEqual([expect.objectContaining({ type: 'unknown', raw: chatPayload })])
    expect(events[0]).toEqual(expect.not.objectContaining({ eventId: eventId === undefined ? 12 : 13 }))
    if (eventId !== undefined) expect(events[0]).toMatchObject({ eventId })
  })

  test('of another shape is malformed, and handed on', async () => {
    const { handle, events } = openStage()
    for (const body of [{ ...chatPayload, chat_id: null }, [], 5, null]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await handle(delivery(body))).status).toBe(200)
    }
    expect(events).toMatchObject(
      [{ ...chatPayload, chat_id: null }, [], 5, null].map((raw) => ({
        type: 'malformed',
        name: 'CHAT_RECEIVED_MESSAGE',
        raw,
      })),
    )
  })

  test('nested deeper than anybody can walk is malformed, and handed on', async () => {
    const { handle, events } = openStage()
    const body = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
    for (const query of ['?event=1', '?event=5']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await handle(delivery(body, { query }))).status).toBe(200)
    }
    expect(events.map(({ type }) => type)).toEqual(['malformed', 'malformed'])
  })

  test.for(['PUT', 'PATCH'])('by %s is taken too, as a webhook may be registered so', async (method) => {
    const { handle, events } = openStage()
    expect((await handle(delivery(chatPayload, { method }))).status).toBe(200)
    expect(events).toHaveLength(1)
  })

  test('whatever comes in, there is one event, with all that came', () => {
    const words = fc.constantFrom(
      'id',
      'chat_id',
      'message',
      'message_type',
      'text',
      'sender_id',
      'updated_at',
    )
    const bodies = fc.oneof(fc.jsonValue(), fc.dictionary(words, fc.jsonValue()))
    const names = fc.constantFrom(
      ...(Object.keys(webhookEventIds) as (keyof typeof webhookEventIds)[]),
      undefined,
    )
    fc.assert(
      fc.property(bodies, names, (raw, name) => {
        const event = decodeEvent({ name }, raw, 'digest')
        expect(event.raw).toBe(raw)
        expect([name, 'unknown', 'malformed']).toContain(event.type)
      }),
    )
  })

  test('types: the type tells events apart', () => {
    const narrow = (event: BasalamWebhookEvent): ChatMessageDelivered | undefined =>
      event.type === 'CHAT_RECEIVED_MESSAGE' ? event : undefined
    expect(narrow(decodeEvent({ name: 'CHAT_RECEIVED_MESSAGE' }, chatPayload, 'x'))?.message.id).toBe(70_001)
    expectTypeOf<Exclude<BasalamWebhookEvent['type'], keyof typeof webhookEventIds>>().toEqualTypeOf<
      'unknown' | 'malformed'
    >()
  })
})

describe('what is turned away, with nothing run', () => {
  const headers = { 'x-webhook-secret': secret, 'content-type': 'application/json' }

  test.for<[string, number, WebhookRefusal['reason'], Request]>([
    ['a GET', 405, 'method', new Request('http://localhost/hook?event=1', { headers })],
    ['a DELETE', 405, 'method', delivery(chatPayload, { method: 'DELETE' })],
    ['no secret', 401, 'secret', delivery(chatPayload, { headers: { 'content-type': 'application/json' } })],
    [
      'a wrong one',
      401,
      'secret',
      delivery(chatPayload, { headers: { ...headers, 'x-webhook-secret': `${secret}x` } }),
    ],
    [
      'the beginning of it',
      401,
      'secret',
      delivery(chatPayload, { headers: { ...headers, 'x-webhook-secret': secret.slice(0, -1) } }),
    ],
    [
      'a form',
      415,
      'content_type',
      delivery('a=1', { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } }),
    ],
    [
      'a text',
      415,
      'content_type',
      delivery('{}', { headers: { ...headers, 'content-type': 'text/plain' } }),
    ],
    ['too much', 413, 'too_large', delivery({ text: 'x'.repeat(2_000) })],
    ['no JSON', 400, 'not_json', delivery('{"a":')],
    ['nothing', 400, 'not_json', delivery('')],
  ])('%s: %i', async ([, status, reason, request]) => {
    const { handle, events, refusals } = openStage({ maxBodyBytes: 1_000 })
    const response = await handle(request)
    expect(response.status).toBe(status)
    expect(response.headers.get('allow')).toBe(status === 405 ? 'POST, PUT, PATCH' : null)
    expect(refusals).toMatchObject([{ status, reason }])
    expect(JSON.stringify(refusals)).not.toContain(secret)
    expect(events).toEqual([])
  })

  test('a body without an end is read no further than allowed', async () => {
    const { handle } = openStage({ maxBodyBytes: 1_000 })
    let pulls = 0
    const body = new ReadableStream({
      pull(controller) {
        pulls += 1
        controller.enqueue(new Uint8Array(500))
      },
    })
    const request = new Request('http://localhost/', { method: 'POST', headers, body, duplex: 'half' })
    expect((await handle(request)).status).toBe(413)
    expect(pulls).toBeLessThan(10)
  })

  test('is answered as ever where whoever is told of it throws, which is shown', async () => {
    const shown = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    onTestFinished(() => shown.mockRestore())
    const thrown = new Error('no log')
    const { handle } = openStage({
      onRefused: () => {
        throw thrown
      },
    })
    expect((await handle(delivery(chatPayload, { headers: {} }))).status).toBe(401)
    expect(shown).toHaveBeenCalledWith(thrown)
  })

  test('bytes that are no UTF-8', async () => {
    const { handle } = openStage()
    const body = new Uint8Array([123, 255, 125])
    expect((await handle(new Request('http://localhost/', { method: 'POST', headers, body }))).status).toBe(
      400,
    )
  })
})

describe('the secret', () => {
  test('may be one of several, while one takes another’s place, and in a header of one’s own', async () => {
    const { handle, events } = openStage({
      secret: ['the-old-secret-of-it', 'Bearer the-new-one-of-it'],
      secretHeader: 'Authorization',
    })
    for (const [index, authorization] of ['the-old-secret-of-it', 'Bearer the-new-one-of-it'].entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(
        (
          await handle(
            delivery(
              { ...chatPayload, id: index },
              { headers: { authorization, 'content-type': 'application/json' } },
            ),
          )
        ).status,
      ).toBe(200)
    }
    expect(events).toHaveLength(2)
    expect((await handle(delivery(chatPayload))).status).toBe(401)
  })

  test('that is made is new each time, and good for a header', () => {
    const secrets = Array.from({ length: 100 }, () => createWebhookSecret())
    expect(new Set(secrets).size).toBe(100)
    for (const one of secrets) expect(one).toMatch(/^[\w-]{43}$/)
  })

  test.for<[string, Partial<WebhookHandlerOptions>]>([
    ['onEvent', { onEvent: undefined as never }],
    ['secret', { secret: '' }],
    ['secret', { secret: 'short' }],
    ['secret', { secret: [] }],
    ['secret', { secret: 'with a line\nbreak in it' }],
    ['secretHeader', { secretHeader: 'two words' }],
    ['maxBodyBytes', { maxBodyBytes: 0 }],
    ['rememberMs', { rememberMs: Number.NaN }],
    ['bodyTimeoutMs', { bodyTimeoutMs: -1 }],
  ])('and all else that cannot work is refused by name: %s', ([name, wrong]) => {
    expect(() => openStage(wrong)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }),
    )
  })
})

describe('what comes twice', () => {
  test('is handled once, also where it says that it was seen meanwhile', async () => {
    const { handle, events } = openStage()
    for (const body of [chatPayload, chatPayload, { ...chatPayload, seen_at: 'now' }]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await handle(delivery(body))).status).toBe(200)
    }
    expect(events).toHaveLength(1)
    await handle(delivery({ ...chatPayload, updated_at: 'later' }))
    await handle(delivery(chatPayload, { query: '?event=4' }))
    expect(events).toHaveLength(3)
  })

  test('at the same time, is handled once, and the other is asked to come again', async () => {
    let finish = (): void => undefined
    const { handle, refusals } = openStage({
      onEvent: () => new Promise<void>((resolve) => (finish = resolve)),
    })
    const first = handle(delivery(chatPayload))
    const second = await handle(delivery(chatPayload))
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '60'])
    finish()
    expect((await first).status).toBe(200)
    expect(refusals).toMatchObject([{ reason: 'running' }])
  })

  test('after a failure is handled again', async () => {
    let fails = true
    const { handle } = openStage({
      onEvent: () => {
        if (fails) throw new RangeError('busy')
      },
    })
    await expect(handle(delivery(chatPayload))).rejects.toThrow('busy')
    fails = false
    expect((await handle(delivery(chatPayload))).status).toBe(200)
  })

  test('is forgotten after its time, and the oldest first where there are too many', () => {
    let now = 0
    const store = memoryReplayStore({ now: () => now }, 3)
    expect([store.claim('a', 10), store.claim('a', 10)]).toEqual(['taken', 'running'])
    void store.complete('a', 100)
    expect(store.claim('a', 10)).toBe('done')
    now = 101
    expect(store.claim('a', 10)).toBe('taken')
    for (const key of ['b', 'c', 'd']) void store.complete(key, 1_000)
    expect([store.claim('a', 10), store.claim('d', 10)]).toEqual(['taken', 'done'])
  })

  test('is told by a store of one’s own; where that fails, nothing is lost in silence', async () => {
    const broken: ReplayStore = {
      claim: () => Promise.reject(new RangeError('no connection')),
      complete: () => undefined,
      release: () => undefined,
    }
    const { handle, events } = openStage({ replayStore: broken })
    expect(await failureOf(handle(delivery(chatPayload)))).toMatchObject({
      code: 'store_failed',
      retryable: true,
    })
    expect(events).toEqual([])
  })
})

describe('behind Node', () => {
  const send = (url: string, body: unknown = chatPayload): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'x-webhook-secret': secret, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('a plain server hands on what comes, and what is answered', async () => {
    const { handle, events } = openStage()
    const url = await serve(toNodeListener(handle))
    expect((await send(`${url}/hook?event=1`)).status).toBe(200)
    expect((await fetch(url)).status).toBe(405)
    expect(events).toMatchObject([{ type: 'CHAT_RECEIVED_MESSAGE' }])
  })

  test('a TRACE is turned away, and warns nobody', async () => {
    const shown = vi.spyOn(process, 'emitWarning')
    onTestFinished(() => shown.mockRestore())
    const { port } = new URL(await serve(toNodeListener(openStage().handle)))
    const socket = connect(Number(port), '127.0.0.1')
    socket.write('TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toContain('405')
    expect(shown).not.toHaveBeenCalled()
  })

  test('a body that express.json() has parsed is as good, and the whole address is seen', async () => {
    const { handle, events } = openStage()
    const listen = toNodeListener(handle)
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
      listen(Object.assign(request, { body, originalUrl: request.url, url: '/' }), response)
    })
    expect((await send(`${url}/hook?event=4`)).status).toBe(200)
    expect(events).toMatchObject([{ type: 'CHAT_SEND_MESSAGE', message: { id: 70_001 } }])
  })

  test('a body that is gone, and what the handler rejects with, go to next', async () => {
    const { handle } = openStage({ onEvent: () => Promise.reject(new RangeError('busy')) })
    const listen = toNodeListener(handle)
    const heard: unknown[] = []
    const url = await serve(async (request, response) => {
      if (request.url === '/gone') for await (const _ of request) continue
      listen(request, response, (error) => {
        heard.push(error)
        response.writeHead(500).end()
      })
    })
    expect((await send(`${url}/gone`)).status).toBe(500)
    expect((await send(`${url}/?event=1`)).status).toBe(500)
    expect(heard).toMatchObject([{ code: 'invalid_argument' }, { message: 'busy' }])
  })
})

describe('a request that means no good', () => {
  /** Sends bytes as they are, and gives all that comes back. */
  async function exchange(
    url: string,
    head: readonly string[],
    body: readonly string[],
    ends: 'waits' | 'breaks off' = 'waits',
  ): Promise<string> {
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    let text = ''
    socket.on('data', (piece: Buffer) => (text += piece.toString()))
    socket.on('error', () => undefined)
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.write(
      [`POST /?event=1 HTTP/1.1`, 'host: x', 'content-type: application/json', ...head, '', ''].join('\r\n'),
    )
    for (const piece of body) socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`)
    if (ends === 'breaks off') setTimeout(() => socket.resetAndDestroy(), 20)
    await Promise.race([closed, expect.poll(() => text, { timeout: 5_000 }).toMatch(/^HTTP/)])
    socket.destroy()
    return text
  }

  const right = `x-webhook-secret: ${secret}`
  const large = 'x'.repeat(200_000)

  test('with more than is allowed hears so, also where it does not say how much comes', async () => {
    const { handle, events } = openStage({ maxBodyBytes: 1_000 })
    const url = await serve(toNodeListener(handle))
    expect(await exchange(url, [right, 'content-length: 900000000'], [])).toMatch(
      /^HTTP\/1.1 413 [^]*connection: close/i,
    )
    expect(
      await exchange(
        url,
        [right, 'transfer-encoding: chunked'],
        Array.from({ length: 20 }, () => large),
      ),
    ).toMatch(/^HTTP\/1.1 413/)
    expect(events).toEqual([])
  })

  test('without the secret hears so before any of its body is read', async () => {
    const { handle, refusals } = openStage()
    const url = await serve(toNodeListener(handle))
    expect(
      await exchange(
        url,
        ['transfer-encoding: chunked'],
        Array.from({ length: 20 }, () => large),
      ),
    ).toMatch(/^HTTP\/1.1 401/)
    expect(refusals).toMatchObject([{ reason: 'secret' }])
  })

  test('that does not go on is answered after its time', async () => {
    const { handle, refusals } = openStage({ bodyTimeoutMs: 30 })
    const url = await serve(toNodeListener(handle))
    expect(await exchange(url, [right, 'transfer-encoding: chunked'], ['{"id"'])).toMatch(/^HTTP\/1.1 408/)
    expect(refusals).toMatchObject([{ status: 408, reason: 'slow' }])
  })

  test('that breaks off is turned away, and warns nobody', async () => {
    const { handle, refusals } = openStage()
    const warnings: unknown[] = []
    const hear = (warning: unknown): void => void warnings.push(warning)
    process.on('warning', hear)
    onTestFinished(() => void process.off('warning', hear))
    const url = await serve(toNodeListener(handle))
    await exchange(url, [right, 'transfer-encoding: chunked'], ['{"id"'], 'breaks off')
    await expect.poll(() => refusals, { timeout: 5_000 }).toMatchObject([{ reason: 'cut' }])
    expect(warnings).toEqual([])
  })

  test('leaves the handler as it was: the next delivery is handled', async () => {
    const { handle, events } = openStage({ maxBodyBytes: 1_000 })
    const url = await serve(toNodeListener(handle))
    await exchange(url, [right, 'transfer-encoding: chunked'], [large])
    const headers = { 'x-webhook-secret': secret, 'content-type': 'application/json' }
    const response = await fetch(`${url}/?event=1`, {
      method: 'POST',
      headers,
      body: JSON.stringify(chatPayload),
    })
    expect([response.status, events.length]).toEqual([200, 1])
  })
})

describe('on the sandbox', () => {
  async function openShop(
    options: Partial<WebhookHandlerOptions> = {},
  ): Promise<Stage & { readonly sandbox: BasalamSandbox }> {
    const { sandbox, basalam } = await openBasalam()
    const stage = openStage(options)
    const url = await serve(toNodeListener(stage.handle))
    const events = Object.keys(webhookEventIds) as (keyof typeof webhookEventIds)[]
    await new WebhookManager({ webhooks: basalam.webhooks, url, secret, events }).reconcile()
    return { ...stage, sandbox }
  }

  test('what is written, sold and ordered arrives under its name', async () => {
    const { sandbox, events } = await openShop()
    const { world } = sandbox
    world.receive({ from: world.customer, text: 'سلام' })
    world.order({ by: world.customer })
    await sandbox.webhooks.settled()
    expect(events.map(({ type }) => type).toSorted()).toEqual(['CHAT_RECEIVED_MESSAGE', 'VENDOR_NEW_ORDER'])
    expect(sandbox.webhooks.deliveries.map(({ status }) => status)).toEqual([200, 200])
  })

  test('a delivery late, twice, out of order, lost or from somebody else', async () => {
    const { sandbox, events, refusals } = await openShop()
    const { world, webhooks } = sandbox
    const say = (text: string): unknown => world.receive({ from: world.customer, text })
    const settle = async (): Promise<readonly unknown[]> => {
      await webhooks.settled()
      return events.splice(0).map((event) => ('message' in event ? event.message.content.text : event.type))
    }
    webhooks.misbehave({ how: 'twice' })
    say('twice')
    expect(await settle()).toEqual(['twice'])
    webhooks.misbehave({ how: 'out_of_order' })
    say('first')
    expect(await settle()).toEqual([])
    say('second')
    expect(new Set(await settle())).toEqual(new Set(['first', 'second']))
    webhooks.misbehave({ how: 'lost' })
    say('lost')
    webhooks.misbehave({ how: 'wrong_headers' })
    say('forged')
    expect(await settle()).toEqual([])
    expect(refusals.at(-1)).toMatchObject({ reason: 'secret' })
    webhooks.misbehave({ how: 'late', byMs: 5 })
    say('late')
    await expect.poll(settle, { timeout: 5_000 }).toEqual(['late'])
  })

  test('what was delivered, and what was answered, can be read back from the logs', async () => {
    const { sandbox, basalam } = await openBasalam()
    const { handle } = openStage({ onEvent: () => Promise.reject(new RangeError('busy')) })
    const url = await serve((request, response) => {
      toNodeListener(handle)(request, response, () => response.writeHead(500).end('busy'))
    })
    const manager = new WebhookManager({ webhooks: basalam.webhooks, url, secret, events: [1] })
    const { created } = await manager.reconcile()
    sandbox.world.receive({ from: sandbox.world.customer, text: 'سلام' })
    await sandbox.webhooks.settled()
    const logs = await basalam.webhooks.listLogs({ webhookId: created[0]?.webhookId ?? 0 })
    expect(logs).toMatchObject([{ statusCode: 500, response: 'busy', userId: sandbox.userId }])
    expect(JSON.stringify(logs)).not.toContain(secret)
  })
})
