import { expect, inject, test } from 'vitest'
import { ApiError, HttpClient, TokenSession, type Endpoint } from '../src/index.js'

declare module 'vitest' {
  interface ProvidedContext {
    sandboxPort: number
  }
}

const baseUrl = `http://127.0.0.1:${inject('sandboxPort')}`
const demo: Endpoint<unknown> = { method: 'GET', path: '/api/v2/channels/demo', decode: (body) => body }
const post: Endpoint<unknown> = {
  method: 'POST',
  path: '/public/v1/chat',
  json: { type: 'bot', content: 'from a page' },
  decode: (body) => body,
}

async function codeOf(call: PromiseLike<unknown>): Promise<string> {
  const outcome: unknown = await Promise.resolve(call).catch((error: unknown) => error)
  return outcome instanceof ApiError ? outcome.code : String(outcome)
}

test('a page reads JSON, and a refusal', async () => {
  const client = new HttpClient({ baseUrl })
  expect(await client.call(demo)).toMatchObject({ slug: 'demo' })
  expect(await codeOf(client.call({ ...demo, path: '/api/v2/channels/nobody' }))).toBe('not_found')
})

test('a page renews a refused token and sends its POST again', async () => {
  const token = new TokenSession({
    token: { accessToken: 'old-token' },
    refresh: async () => ({ accessToken: 'sandbox-token' }),
  })
  expect(await new HttpClient({ baseUrl, token }).call(post)).toMatchObject({ data: { is_sent: true } })
})

test('a page cannot tell whether a connection that failed was ever made: a write is outcome_unknown, a read network', async () => {
  const client = new HttpClient({ baseUrl: 'http://127.0.0.1:9', retry: false })
  expect(await codeOf(client.call(demo))).toBe('network')
  expect(await codeOf(client.call(post))).toBe('outcome_unknown')
})

test('a page aborts, before and in flight', async () => {
  const client = new HttpClient({ baseUrl })
  expect(await codeOf(client.call(demo, { signal: AbortSignal.abort() }))).toBe('aborted')
  const controller = new AbortController()
  const hooks = { onRequest: () => queueMicrotask(() => controller.abort()) }
  const flying = new HttpClient({ baseUrl, hooks }).call(demo, { signal: controller.signal })
  expect(await codeOf(flying)).toBe('aborted')
})
