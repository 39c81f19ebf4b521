import type { BasalamSandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Basalam } from '../src/index.js'
import { WebhookManager, type WebhookManagerOptions, type WebhookWatch } from '../src/webhooks.js'
import { planWebhooks } from '../src/webhooks/webhook-plan.js'
import { failureOf, openBasalam } from './support/clients.js'

const url = 'https://shop.example/hook?shop=7'
const secret = 'a-secret-of-the-webhook'

async function openManager(options: Partial<WebhookManagerOptions> = {}): Promise<{
  readonly sandbox: BasalamSandbox
  readonly basalam: Basalam
  readonly manager: WebhookManager
}> {
  const { sandbox, basalam } = await openBasalam()
  const manager = new WebhookManager({
    webhooks: basalam.webhooks,
    url,
    secret,
    events: ['CHAT_RECEIVED_MESSAGE', 'VENDOR_NEW_ORDER'],
    ...options,
  })
  return { sandbox, basalam, manager }
}

const writesOf = ({ requests }: BasalamSandbox): readonly string[] =>
  requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)

describe('a run', () => {
  test('makes a webhook for each event, with its mark and the secret, for the user', async () => {
    const { sandbox, basalam, manager } = await openManager()
    const report = await manager.reconcile()
    expect(report.created).toMatchObject([
      { eventId: 1, event: 'CHAT_RECEIVED_MESSAGE' },
      { eventId: 5, event: 'VENDOR_NEW_ORDER' },
    ])
    expect(report.failures).toEqual([])
    expect(await basalam.webhooks.list()).toMatchObject([
      {
        url: `${url}&event=1`,
        events: [{ id: 1 }],
        requestHeaders: { 'x-webhook-secret': secret },
        isActive: true,
      },
      { url: `${url}&event=5`, events: [{ id: 5 }] },
    ])
    expect((await basalam.webhooks.listRegistered()).items).toHaveLength(2)
    expect(writesOf(sandbox)).toEqual(['POST /v1/webhooks', 'POST /v1/webhooks'])
  })

  test('finds all as it is wanted the second time, and writes nothing', async () => {
    const { sandbox, manager } = await openManager()
    await manager.reconcile()
    const before = writesOf(sandbox).length
    const report = await manager.reconcile()
    expect(report.kept).toHaveLength(2)
    expect(writesOf(sandbox)).toHaveLength(before)
  })

  test('mends what was switched off, given other headers, left or lost', async () => {
    const { sandbox, basalam, manager } = await openManager()
    const { created } = await manager.reconcile()
    const [chat, order] = created.map(({ webhookId }) => webhookId)
    sandbox.webhooks.switchOff(chat)
    await basalam.webhooks.delete({ webhookId: order ?? 0 })
    expect(await manager.reconcile()).toMatchObject({
      updated: [{ webhookId: chat }],
      created: [{ event: 'VENDOR_NEW_ORDER' }],
    })
    await basalam.webhooks.update({ webhookId: chat ?? 0, requestHeaders: { 'x-webhook-secret': 'another' } })
    expect(await manager.reconcile()).toMatchObject({ updated: [{ webhookId: chat }] })
    await basalam.webhooks.unregister({ webhookId: chat ?? 0 })
    expect(await manager.reconcile()).toMatchObject({ registered: [{ webhookId: chat }], updated: [] })
    expect(await manager.reconcile()).toMatchObject({ kept: [{}, {}], registered: [] })
  })

  test('removes what leads to the same address and is wanted no more, also another program’s twin; others stay', async () => {
    const { basalam, manager } = await openManager()
    await manager.reconcile()
    const twin = await basalam.webhooks.create({
      url: `${url}&event=1`,
      eventIds: [1],
      requestMethod: 'POST',
    })
    const foreign = await basalam.webhooks.create({
      url: 'https://else.example/',
      eventIds: [1],
      requestMethod: 'POST',
    })
    manager.want(['CHAT_RECEIVED_MESSAGE'])
    const report = await manager.reconcile()
    expect(report.removed.map(({ id }) => id)).toEqual([expect.any(Number), twin.id])
    expect(report.foreign.map(({ id }) => id)).toEqual([foreign.id])
    expect((await basalam.webhooks.list()).map((webhook) => webhook.url)).toEqual([
      `${url}&event=1`,
      foreign.url,
    ])
    manager.want([])
    expect((await manager.reconcile()).removed).toHaveLength(1)
  })

  test('tells of what it removed and left alone without the secrets in their headers', async () => {
    const { basalam, manager } = await openManager({ events: [] })
    for (const address of [`${url}&event=9`, 'https://else.example/'])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await basalam.webhooks.create({
        url: address,
        eventIds: [9],
        requestMethod: 'POST',
        requestHeaders: { 'x-key': 'planted' },
      })
    const report = await manager.reconcile()
    expect(report).toMatchObject({
      removed: [{ isActive: true }],
      foreign: [{ url: 'https://else.example/' }],
    })
    expect(JSON.stringify(report)).not.toContain('planted')
  })

  test('is none the worse where another program mends the same at the same time', async () => {
    const { basalam, manager } = await openManager()
    const other = new WebhookManager({ webhooks: basalam.webhooks, url, secret, events: [1, 5] })
    await Promise.all([manager.reconcile(), other.reconcile()])
    const reports = await Promise.all([manager.reconcile(), other.reconcile()])
    expect(reports.map(({ kept, failures }) => [kept.length, failures])).toEqual([
      [2, []],
      [2, []],
    ])
    expect(await basalam.webhooks.list()).toHaveLength(2)
  })

  test('tells of a single failure, and goes on; a second run mends it', async () => {
    const { sandbox, manager } = await openManager()
    sandbox.fail({ operation: 'POST /v1/webhooks', status: 422 })
    const report = await manager.reconcile()
    expect(report.failures).toMatchObject([
      { event: 'CHAT_RECEIVED_MESSAGE', error: { code: 'invalid', status: 422 } },
    ])
    expect(report.created).toMatchObject([{ event: 'VENDOR_NEW_ORDER' }])
    expect((await manager.reconcile()).created).toMatchObject([{ event: 'CHAT_RECEIVED_MESSAGE' }])
    expect(JSON.stringify(report)).not.toContain(secret)
  })

  test('rejects where it cannot ask, and waits for the one before', async () => {
    const { sandbox, manager } = await openManager()
    sandbox.fail({ operation: 'GET /v1/webhooks', status: 401 })
    expect(await failureOf(manager.reconcile())).toMatchObject({ code: 'unauthenticated' })
    const reports = await Promise.all([manager.reconcile(), manager.reconcile()])
    expect(reports.map(({ created }) => created.length)).toEqual([2, 0])
  })

  test('finds its webhooks also where the server does not list them all at once', async () => {
    const { sandbox, basalam } = await openManager()
    for (let index = 0; index < 4; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await basalam.webhooks.create({ url: 'https://else.example/', eventIds: [9], requestMethod: 'POST' })
    }
    const short: typeof globalThis.fetch = async (...given) => {
      const response = await fetch(...given)
      const body = (await response.json()) as { data?: unknown[] }
      return Response.json({ ...body, ...(Array.isArray(body.data) && { data: body.data.slice(0, 4) }) })
    }
    const { webhooks } = new Basalam({ token: 'sandbox-token', baseUrl: sandbox.apiUrl, fetch: short })
    const manager = new WebhookManager({ webhooks, url, secret, events: [1] })
    expect((await manager.reconcile()).created).toHaveLength(1)
    expect(await manager.reconcile()).toMatchObject({ created: [], kept: [{ eventId: 1 }] })
  })

  test('without registerMe nobody’s events are asked for', async () => {
    const { basalam, manager } = await openManager({ registerMe: false })
    await manager.reconcile()
    await manager.reconcile()
    expect((await basalam.webhooks.listRegistered()).items).toEqual([])
  })
})

describe('watching', () => {
  test('runs now and at each interval, tells of failures, and ends when told', async () => {
    const { sandbox, manager } = await openManager()
    const timers: { readonly callback: () => void; readonly delayMs: number }[] = []
    const clock = {
      setTimeout: (callback: () => void, delayMs: number) => timers.push({ callback, delayMs }),
      clearTimeout: () => undefined,
    }
    const heard: unknown[] = []
    const stop = manager.watch({
      clock,
      onReport: ({ created }) => heard.push(created.length),
      onError: (error) => heard.push(error),
    })
    await expect.poll(() => timers.length, { timeout: 5_000 }).toBe(1)
    sandbox.fail({ operation: 'GET /v1/webhooks', status: 403 })
    timers[0]?.callback()
    await expect.poll(() => timers.length, { timeout: 5_000 }).toBe(2)
    expect(timers[0]?.delayMs).toBe(900_000)
    expect(heard).toEqual([2, expect.objectContaining({ code: 'forbidden' })])
    stop()
    timers[1]?.callback()
    await manager.reconcile().catch(() => undefined)
    expect(timers).toHaveLength(2)
  })
})

describe('what cannot work is refused by name:', () => {
  test.for<[string, object | undefined]>([
    ['onError', undefined],
    ['onError', {}],
    ['intervalMs', { intervalMs: Number.NaN, onError: () => undefined }],
    ['intervalMs', { intervalMs: 1e12, onError: () => undefined }],
  ])('%s of a watch', async ([name, wrong]) => {
    const { sandbox, manager } = await openManager()
    expect(() => manager.watch(wrong as WebhookWatch)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }),
    )
    expect(sandbox.requests).toEqual([])
  })

  test.for<[string, Partial<WebhookManagerOptions>]>([
    ['webhooks', { webhooks: undefined as never }],
    ['url', { url: 'shop' }],
    ['secret', { secret: 'short' }],
    ['secretHeader', { secretHeader: ' ' }],
    ['events', { events: ['CHAT_MESSAGE' as never] }],
  ])('%s', async ([name, wrong]) => {
    await expect(openManager(wrong)).rejects.toMatchObject({
      name: 'BasalamError',
      message: expect.stringContaining(name),
    })
  })
})

test('whatever is there, a plan leads to one webhook for each event, and the next plan to nothing', () => {
  const requestHeaders = { 'x-webhook-secret': secret }
  const webhook = fc.record({
    id: fc.nat(50),
    url: fc.constantFrom(
      `${url}&event=1`,
      `${url}&event=5`,
      `${url}&event=9`,
      url,
      'https://else.example/',
      'x',
      null,
    ),
    isActive: fc.constantFrom(true, false, null),
    requestMethod: fc.constantFrom('POST', 'PUT', null),
    events: fc.constantFrom([{ id: 1 }], [{ id: 5 }, { id: 1 }], null),
    requestHeaders: fc.constantFrom(
      requestHeaders,
      { 'X-Webhook-Secret': secret },
      { 'x-webhook-secret': 'other' },
      {},
      null,
    ),
  })
  fc.assert(
    fc.property(fc.uniqueArray(webhook, { selector: ({ id }) => id }), (existing) => {
      const facts = { url, eventIds: [1, 5, 1], requestHeaders, hasOurHeaders: () => false }
      const { create, update, kept, remove, foreign } = planWebhooks({ ...facts, existing })
      const after = [...create, ...update.map(({ wanted }) => wanted), ...kept.map(({ wanted }) => wanted)]
      expect(after.map(({ eventId }) => eventId).toSorted((a, b) => a - b)).toEqual([1, 5])
      expect(update.length + kept.length + remove.length + foreign.length).toBe(existing.length)
      const mended = after.map((wanted, id) => ({
        id,
        url: wanted.url,
        requestHeaders,
        events: [{ id: wanted.eventId }],
      }))
      expect(planWebhooks({ ...facts, existing: mended })).toMatchObject({
        create: [],
        update: [],
        remove: [],
      })
    }),
  )
})
