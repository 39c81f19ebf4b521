import { describe, expect, test } from 'vitest'
import { createHub, ChatError, type Hub } from '../../src/index.js'
import { createFeed, createHubHandler, createWebhookHandler, judgeHealth } from '../../src/http.js'
import { createFakeClock, createMemoryAdapter, MemoryPlatform } from '../../src/testing.js'
import { createDelivery } from '../../src/testing/memory/webhook.js'
import { openStage } from '../support/stage.js'
import { serve } from '../support/serve.js'

const target = { platform: 'memory', account: 'bot' }

async function openHub(): Promise<{ hub: Hub; platform: MemoryPlatform; heard: string[] }> {
  const clock = createFakeClock()
  const platform = new MemoryPlatform({ clock })
  const hub = createHub({ clock })
  const heard: string[] = []
  hub.on('message', ({ message }) => void heard.push(message.text))
  await hub.add(createMemoryAdapter(platform, { via: 'webhook' }))
  return { hub, platform, heard }
}

async function delivery(platform: MemoryPlatform, text: string): Promise<Request> {
  return createDelivery({ type: 'line', line: platform.keep('lobby', 'ann', text) }, platform.token)
}

describe('a webhook handler', () => {
  test('hands a signed delivery to its account, over a real connection', async () => {
    const { heard, hub, platform } = await openHub()
    await using served = await serve(createHubHandler(hub, { authorize: () => false }))
    const signed = await delivery(platform, 'hello')
    const response = await fetch(`${served.url}/hooks/webhooks/memory/bot`, {
      method: 'POST',
      headers: signed.headers,
      body: await signed.text(),
    })
    expect(response.status).toBe(204)
    expect(heard).toEqual(['hello'])
  })

  test.each([
    ['by content-length', { 'content-length': '2000000' }],
    ['whatever it says of its length', {}],
  ])('refuses what is too large, %s', async (_how, headers) => {
    const { hub } = await openHub()
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1
        controller.enqueue(new Uint8Array(1_000))
      },
    })
    const request = new Request('http://127.0.0.1/', {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    })
    const response = await createWebhookHandler(hub, target, { mostBytes: 10_000 })(request)
    expect(response.status).toBe(413)
    expect(pulled).toBeLessThan(15)
  })

  test.each([
    [new ChatError('not_found', 'no such account'), 404],
    [new ChatError('unsupported', 'no webhooks'), 404],
    [new ChatError('closed', 'closed'), 503],
    [new ChatError('protocol', 'a bug of the adapter'), 500],
    [new TypeError('a bug of ours'), 500],
  ])('answers %s with a status and no words', async (error, status) => {
    const handle = createWebhookHandler(
      {
        webhook: async () => {
          throw error
        },
      },
      target,
    )
    const response = await handle(new Request('http://127.0.0.1/', { method: 'POST', body: '{}' }))
    expect([response.status, await response.text()]).toEqual([status, ''])
  })
})

describe('a hub handler', () => {
  test('shows events and state to those who are let in, and health to everybody', async () => {
    await using stage = await openStage()
    await using feed = createFeed(stage.hub)
    const authorize = (request: Request): boolean =>
      request.headers.get('authorization') === 'Bearer let me in'
    const handle = createHubHandler(stage.hub, { authorize, feed })
    const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
      handle(new Request(`http://127.0.0.1/chat/${path}`, init))
    const headers = { authorization: 'Bearer let me in' }
    expect((await ask('events')).status).toBe(401)
    expect((await ask('inspect')).status).toBe(401)
    expect((await ask('inspect', { method: 'POST', headers })).status).toBe(405)
    expect(await (await ask('inspect', { headers })).json()).toEqual(
      JSON.parse(JSON.stringify(stage.hub.inspect())),
    )
    const events = await ask('events', { headers })
    expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    await events.body?.cancel()
    expect(await (await ask('health')).json()).toEqual({ isHealthy: true, problems: [] })
    expect((await ask('something/else', { headers })).status).toBe(404)
    expect((await ask('webhooks/%E0%A4%A')).status).toBe(404)
  })

  test('answers 503 once a source is away and nothing has come for too long', async () => {
    await using stage = await openStage()
    const handle = createHubHandler(stage.hub, {
      authorize: () => false,
      silentMs: 60_000,
    })
    const health = async (): Promise<readonly [number, unknown]> => {
      const response = await handle(new Request('http://127.0.0.1/health'))
      return [response.status, await response.json()]
    }
    await stage.clock.advance(120_000)
    expect(await health()).toEqual([200, { isHealthy: true, problems: [] }])
    await stage.account.remove()
    expect((await health())[0]).toBe(200)
  })
})

describe('health', () => {
  type Source = ReturnType<Hub['inspect']>['accounts'][number]['sources'][number]

  test.each<readonly [string, Pick<Source, 'lastSignAtMs' | 'silentForMs' | 'state'>, boolean]>([
    ['live and silent for hours', { state: 'live', silentForMs: 9_000_000 }, true],
    ['live and said so just now', { state: 'live', silentForMs: 1_000, lastSignAtMs: 5 }, true],
    ['live and has stopped to say so', { state: 'live', silentForMs: 300_001, lastSignAtMs: 5 }, false],
    ['connecting since a moment', { state: 'connecting', silentForMs: 10_000 }, true],
    ['connecting, and silent for too long', { state: 'connecting', silentForMs: 300_001 }, false],
    ['degraded for too long', { state: 'degraded', silentForMs: 300_001 }, false],
    ['closed', { state: 'closed', silentForMs: 1 }, false],
  ])('of a source that is %s is judged', (_how, source, isHealthy) => {
    const sources = [{ via: 'socket', pausable: false, ...source }] as const
    const accounts = [{ platform: 'memory', account: 'bot', sources }]
    const health = judgeHealth({ ...createHub().inspect(), accounts }, 300_000)
    expect(health.isHealthy).toBe(isHealthy)
    expect(health.problems).toHaveLength(isHealthy ? 0 : 1)
  })
})

test('a hub handler is not made without saying who may read', () => {
  expect(() => createHubHandler(createHub(), {} as never)).toThrow(/^authorize must be a function/)
})
