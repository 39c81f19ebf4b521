import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, test } from 'vitest'
import { siteLookup, type ChatroomInfo } from '../src/index.js'
import { startHttpServer } from './support/http-server.js'

const look = (baseUrl: string, slug: string, rest: object = {}): Promise<ChatroomInfo> =>
  siteLookup({ baseUrl, ...rest })(slug, {})

describe('the site’s lookup', () => {
  test('finds the three ids, which are all different', async () => {
    await using sandbox = await startSandbox({ rooms: [{ slug: 'ann-x', username: 'Ann_X' }] })
    const { chatroomId, channelId, userId } = sandbox.kick.room('ann-x')
    expect(await look(sandbox.url, 'ann-x')).toEqual({
      chatroomId,
      channelId,
      userId,
      slug: 'ann-x',
      username: 'Ann_X',
    })
  })

  test.each([
    ['ann_x', 'ann-x'],
    ['ann-x', 'ann_x'],
  ])('asked for %s, tries %s where there is none', async (asked, kept) => {
    await using sandbox = await startSandbox({ rooms: [kept] })
    expect(await look(sandbox.url, asked)).toMatchObject({ slug: kept })
  })

  test('names both spellings where neither is found', async () => {
    await using sandbox = await startSandbox({ rooms: [] })
    const failed = look(sandbox.url, 'no_body')
    await expect(failed).rejects.toMatchObject({ code: 'not_found', status: 404, retryable: false })
    await expect(failed).rejects.toThrow(/"no_body" or "no-body"/)
  })

  test('tries no other spelling where there is none', async () => {
    await using server = await startHttpServer((_, response) => response.writeHead(404).end('{}'))
    await expect(look(server.url, 'nobody')).rejects.toMatchObject({ code: 'not_found' })
    expect(server.asked).toEqual(['/api/v2/channels/nobody'])
  })

  test('says it was blocked at the door, and that the chatroom id goes round it', async () => {
    await using sandbox = await startSandbox({ rooms: ['ann'] })
    sandbox.faults.challenge()
    const failed = look(sandbox.url, 'ann')
    await expect(failed).rejects.toMatchObject({ code: 'edge_blocked', status: 403 })
    await expect(failed).rejects.toThrow(/chatroom id/)
  })

  test.each([
    [403, '{"error":"no"}', false],
    [423, 'locked', false],
    [429, '{}', true],
    [200, '<html>One moment…</html>', false],
    [200, '', false],
    [400, 'Bad Request', false],
  ])('takes status %i with %j for a block', async (status, body, retryable) => {
    await using server = await startHttpServer((_, response) => response.writeHead(status).end(body))
    await expect(look(server.url, 'ann')).rejects.toMatchObject({ code: 'edge_blocked', status, retryable })
  })

  test('passes on how long to wait', async () => {
    await using server = await startHttpServer((_, response) =>
      response.writeHead(429, { 'retry-after': '7' }).end('{}'),
    )
    await expect(look(server.url, 'ann')).rejects.toMatchObject({ retryAfterMs: 7_000 })
  })

  test.each([500, 502, 503])('takes status %i for a service that cannot answer now', async (status) => {
    await using server = await startHttpServer((_, response) => response.writeHead(status).end('<html>'))
    await expect(look(server.url, 'ann')).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
      status,
    })
  })

  test.each([
    '{}',
    'null',
    '[]',
    '{"chatroom":{}}',
    '{"id":5,"chatroom":{"id":"many"}}',
    '{"chatroom":{"id":-1}}',
  ])('refuses the answer %s, which has no chatroom id', async (body) => {
    await using server = await startHttpServer((_, response) => response.end(body))
    await expect(look(server.url, 'ann')).rejects.toMatchObject({ code: 'malformed' })
  })

  test('makes do with a chatroom id alone, also written as a string', async () => {
    await using server = await startHttpServer((_, response) => response.end('{"chatroom":{"id":"1001"}}'))
    expect(await look(server.url, 'ann')).toEqual({ chatroomId: 1001, slug: 'ann' })
  })

  test('says that nobody was reached', async () => {
    const server = await startHttpServer((_, response) => response.end())
    await server[Symbol.asyncDispose]()
    const failed = look(server.url, 'ann')
    await expect(failed).rejects.toMatchObject({ code: 'network', retryable: true })
    await expect(failed).rejects.toThrow(`${server.url} was not reached for "ann": ECONNREFUSED.`)
  })

  test('says why an address is never asked', async () => {
    await expect(look('http://127.0.0.1:1', 'ann')).rejects.toThrow(
      'http://127.0.0.1:1 was not reached for "ann": bad port.',
    )
  })

  test('refuses an address with a password in it, without repeating it', () => {
    const refused = (): unknown => siteLookup({ baseUrl: 'https://me:secret@kick.com' })
    expect(refused).toThrow(/baseUrl/)
    expect(refused).not.toThrow(/secret/)
  })

  test.each([
    ['options', null],
    ['baseUrl', { baseUrl: 5 }],
    ['baseUrl', { baseUrl: 'http://[::1' }],
    ['timeoutMs', { timeoutMs: '5' }],
    ['fetch', { fetch: 'curl' }],
    ['cache', { cache: null }],
  ])('refuses %s of %j by name', (name, options) => {
    expect(() => siteLookup(options as never)).toThrow(
      expect.objectContaining({
        name: 'KickError',
        code: 'invalid_options',
        message: expect.stringContaining(name) as string,
      }),
    )
  })

  test('gives up after its time', async () => {
    await using server = await startHttpServer(() => undefined)
    await expect(look(server.url, 'ann', { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'timeout',
      retryable: true,
    })
  })

  test('gives up when the caller does', async () => {
    await using server = await startHttpServer(() => undefined)
    const controller = new AbortController()
    const failed = siteLookup({ baseUrl: server.url })('ann', { signal: controller.signal })
    setTimeout(() => controller.abort('enough'), 5)
    await expect(failed).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
  })

  test('asks once for callers that come together, and not again after', async () => {
    await using sandbox = await startSandbox({ rooms: ['ann'] })
    await using server = await startHttpServer((request, response) => {
      fetch(`${sandbox.url}${request.url}`)
        .then(async (answer) => response.end(await answer.text()))
        .catch(() => response.destroy())
    })
    const lookup = siteLookup({ baseUrl: `${server.url}/` })
    const answers = await Promise.all([lookup('ann', {}), lookup('ann', {}), lookup('ann', {})])
    expect(new Set(answers).size).toBe(1)
    await lookup('ann', {})
    expect(server.asked).toEqual(['/api/v2/channels/ann'])
  })

  test('asks as itself: it wants JSON and pretends nothing', async () => {
    await using server = await startHttpServer((_, response) => response.end('{"chatroom":{"id":1}}'))
    await look(server.url, 'ann')
    expect(server.headers[0]).toMatchObject({ accept: 'application/json' })
    expect(server.headers[0]).not.toHaveProperty('cookie')
    expect(server.headers[0]?.['user-agent'] ?? '').not.toMatch(/Mozilla/)
  })

  test('asks through the caller’s own fetch', async () => {
    const asked: string[] = []
    const lookup = siteLookup({
      fetch: async (url) => {
        asked.push(url)
        return new Response('{"chatroom":{"id":1}}')
      },
    })
    expect(await lookup('ann', {})).toEqual({ chatroomId: 1, slug: 'ann' })
    expect(asked).toEqual(['https://kick.com/api/v2/channels/ann'])
  })

  test.each(['', 'kick.com', 'ftp://kick.com', 'https://', 'https://kick.com?x=1'])(
    'refuses the base address %j before anything is asked',
    (baseUrl) => {
      expect(() => siteLookup({ baseUrl })).toThrow(/baseUrl/)
    },
  )

  test.each([0, -1, NaN, 1e12])('refuses the time %j', (timeoutMs) => {
    expect(() => siteLookup({ timeoutMs })).toThrow(/timeoutMs/)
  })

  test('keeps signed addresses of the answer out of every error', async () => {
    const body = JSON.stringify({ playback_url: 'https://playback.example/secret', chatroom: {} })
    await using server = await startHttpServer((_, response) => response.end(body))
    const error: unknown = await look(server.url, 'ann').catch((caught: unknown) => caught)
    expect(JSON.stringify(error) + String(error)).not.toContain('secret')
  })
})
