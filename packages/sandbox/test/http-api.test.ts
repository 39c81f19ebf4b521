import Pusher from 'pusher'
import { describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.js'
import { connectPusherJs, nextEvent, subscribed } from './support/pusher-js-client.js'
import { connectRaw } from './support/raw-client.js'
import { openSandbox } from './support/sandboxes.js'
import { signedRequest } from './support/signed-request.js'

function createServerClient({ pusher }: Sandbox): Pusher {
  return new Pusher({
    appId: pusher.appId,
    key: pusher.key,
    secret: pusher.secret,
    host: pusher.host,
    port: String(pusher.port),
    useTLS: false,
  })
}

const event = { name: 'tick', channel: 'news', data: '{}' }

describe('the pusher server library', () => {
  test('publishes to channels, and pusher-js receives it', async () => {
    const sandbox = await openSandbox()
    const channel = await subscribed(connectPusherJs(sandbox).subscribe('news'))
    const received = nextEvent(channel, 'headline')
    const response = await createServerClient(sandbox).trigger(['news', 'sport'], 'headline', { n: 1 })

    expect(response.status).toBe(200)
    await expect(received).resolves.toEqual({ n: 1 })
    expect(sandbox.record.events().map((entry) => [entry.channel, entry.recipients])).toEqual([
      ['news', 1],
      ['sport', 0],
    ])
  })

  test('leaves out the connection it names', async () => {
    const sandbox = await openSandbox()
    const left = await connectRaw(sandbox)
    const right = await connectRaw(sandbox)
    await left.subscribe('news')
    await right.subscribe('news')
    await createServerClient(sandbox).trigger('news', 'tick', {}, { socket_id: left.socketId })
    await right.frame('tick')

    expect(left.frames.filter((frame) => frame.event === 'tick')).toEqual([])
  })

  test('publishes batches', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    await client.subscribe('a')
    await client.subscribe('b')
    const response = await createServerClient(sandbox).triggerBatch([
      { channel: 'a', name: 'one', data: 'x' },
      { channel: 'b', name: 'two', data: { y: 1 } },
    ])

    expect(response.status).toBe(200)
    expect((await client.frame('one', 'a')).data).toBe('x')
    expect((await client.frame('two', 'b')).data).toBe('{"y":1}')
  })

  test('asks about channels and users', async () => {
    const sandbox = await openSandbox()
    await subscribed(connectPusherJs(sandbox).subscribe('news'))
    const presence = connectPusherJs(sandbox, {
      channelAuthorization: {
        endpoint: sandbox.pusher.authUrl,
        transport: 'ajax',
        params: { user_id: 'ann' },
      },
    })
    await subscribed(presence.subscribe('presence-room'))
    const server = createServerClient(sandbox)
    const ask = async (path: string, params: object = {}): Promise<unknown> => {
      const response = await server.get({ path, params: { ...params } })
      return response.json()
    }

    await expect(ask('/channels')).resolves.toEqual({ channels: { news: {}, 'presence-room': {} } })
    await expect(ask('/channels', { filter_by_prefix: 'presence-', info: 'user_count' })).resolves.toEqual({
      channels: { 'presence-room': { user_count: 1 } },
    })
    await expect(ask('/channels/news', { info: 'subscription_count' })).resolves.toEqual({
      occupied: true,
      subscription_count: 1,
    })
    await expect(ask('/channels/empty')).resolves.toEqual({ occupied: false })
    await expect(ask('/channels/presence-room/users')).resolves.toEqual({ users: [{ id: 'ann' }] })
  })

  test('signs channels the server lets in', async () => {
    const sandbox = await openSandbox()
    const server = createServerClient(sandbox)
    const client = await connectRaw(sandbox)
    const signed = server.authorizeChannel(client.socketId, 'presence-room', {
      user_id: 'ann',
      user_info: { name: 'Ann' },
    })
    await client.subscribe('presence-room', signed)
    await client.subscribe('private-room', server.authorizeChannel(client.socketId, 'private-room'))

    expect(sandbox.pusher.connections[0]?.channels).toEqual(['presence-room', 'private-room'])
  })

  test('is refused with another secret', async () => {
    const sandbox = await openSandbox()
    const server = new Pusher({
      appId: sandbox.pusher.appId,
      key: sandbox.pusher.key,
      secret: 'wrong',
      host: sandbox.pusher.host,
      port: String(sandbox.pusher.port),
      useTLS: false,
    })

    await expect(server.trigger('news', 'tick', {})).rejects.toMatchObject({ status: 401 })
    expect(sandbox.record.events()).toEqual([])
  })
})

describe('answers that describe channels', () => {
  test('a publication with info says how many are on each channel', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    await client.subscribe('news')
    const { body } = await signedRequest(sandbox, 'POST', 'events', {
      body: { name: 'tick', data: '{}', channels: ['news', 'empty'], info: 'subscription_count' },
    })

    expect(body).toEqual({
      channels: { news: { subscription_count: 1 }, empty: { subscription_count: 0 } },
    })
  })

  test('a batch with info answers in its order', async () => {
    const sandbox = await openSandbox()
    const client = await connectRaw(sandbox)
    await client.subscribe('b')
    const { body } = await signedRequest(sandbox, 'POST', 'batch_events', {
      body: {
        batch: [
          { ...event, channel: 'a', info: 'subscription_count' },
          { ...event, channel: 'b', info: 'subscription_count' },
          { ...event, channel: 'c' },
        ],
      },
    })

    expect(body).toEqual({ batch: [{ subscription_count: 0 }, { subscription_count: 1 }, {}] })
  })

  test('a publication without info answers with an empty object', async () => {
    const sandbox = await openSandbox()
    await expect(signedRequest(sandbox, 'POST', 'events', { body: event })).resolves.toEqual({
      status: 200,
      body: {},
    })
    await expect(
      signedRequest(sandbox, 'POST', 'batch_events', { body: { batch: [event] } }),
    ).resolves.toEqual({ status: 200, body: {} })
  })
})

describe('a request is refused', () => {
  const refusals = [
    ['with 401 for a wrong signature', 401, { query: { auth_signature: '0'.repeat(64) } }],
    ['with 401 for a signature of another length', 401, { query: { auth_signature: 'short' } }],
    ['with 401 for another secret', 401, { secret: 'other' }],
    ['with 401 for an unknown key', 401, { key: 'other' }],
    ['with 401 for another app', 401, { appId: 'other' }],
    [
      'with 401 for a body that is not the signed one',
      401,
      { body: '{"name":"x","channel":"y","data":"z"}' },
    ],
    ['with 401 for a parameter added after signing', 401, { query: { extra: '1' } }],
    ['with 400 for a missing signature', 400, { query: { auth_signature: null } }],
    ['with 400 for a missing key', 400, { query: { auth_key: null } }],
    ['with 400 for a missing body digest', 400, { query: { body_md5: null } }],
    ['with 400 for a missing time', 400, { query: { auth_timestamp: null } }],
    ['with 400 for another version', 400, { query: { auth_version: '2.0' } }],
    ['with 401 for a time that is no number', 401, { query: { auth_timestamp: 'now' } }],
  ] as const

  test.each(refusals)('%s', async (_name, status, tamper) => {
    const sandbox = await openSandbox()
    const answer = await signedRequest(sandbox, 'POST', 'events', { body: event, tamper })

    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({ error: expect.any(String) as string })
    expect(sandbox.record.events()).toEqual([])
  })

  test.each([
    [-599, 200],
    [599, 200],
    [-602, 401],
    [602, 401],
  ])('by its age: %i seconds from the clock give %i', async (skewSeconds, status) => {
    const sandbox = await openSandbox()
    const timestampSeconds = Math.floor(Date.now() / 1000) + skewSeconds
    const answer = await signedRequest(sandbox, 'POST', 'events', {
      body: event,
      tamper: { timestampSeconds },
    })

    expect(answer.status).toBe(status)
  })
})

describe('the limits of a publication', () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `c${index}`)
  const cases = [
    ['100 channels pass', 200, { name: 'x', data: '', channels: names(100) }],
    ['101 channels are too many', 400, { name: 'x', data: '', channels: names(101) }],
    ['no channel at all is refused', 400, { name: 'x', data: '' }],
    ['an empty list of channels is refused', 400, { name: 'x', data: '', channels: [] }],
    ['a channel name with a space is refused', 400, { ...event, channel: 'a b' }],
    ['a channel name of 200 characters passes', 200, { ...event, channel: 'c'.repeat(200) }],
    ['a channel name of 201 characters is refused', 400, { ...event, channel: 'c'.repeat(201) }],
    ['an event name of 200 characters passes', 200, { ...event, name: 'n'.repeat(200) }],
    ['an event name of 201 characters is refused', 400, { ...event, name: 'n'.repeat(201) }],
    ['a missing name is refused', 400, { channel: 'news', data: '' }],
    ['data that is no text is refused', 400, { ...event, data: { a: 1 } }],
    ['data of 10 240 bytes passes', 200, { ...event, data: 'd'.repeat(10_240) }],
    ['data of 10 241 bytes is too large', 413, { ...event, data: 'd'.repeat(10_241) }],
    ['bytes count, not characters', 413, { ...event, data: 'س'.repeat(5121) }],
    ['a socket id in another form is refused', 400, { ...event, socket_id: 'abc' }],
    ['a socket id that is a number is refused', 400, { ...event, socket_id: 12.5 }],
    ['an encrypted channel alone passes', 200, { ...event, channel: 'private-encrypted-a' }],
    [
      'an encrypted channel among others is refused',
      400,
      { name: 'x', data: '', channels: ['private-encrypted-a', 'b'] },
    ],
    ['user_count of a public channel is refused', 400, { ...event, info: 'user_count' }],
    ['a body that is a list is refused', 400, [event]],
    ['a body that is not JSON is refused', 400, '{"name":'],
    ['a body beyond all measure is too large', 413, 'x'.repeat(300_000)],
  ] as const

  test.each(cases)('%s', async (_name, status, body) => {
    const sandbox = await openSandbox()
    const answer = await signedRequest(sandbox, 'POST', 'events', { body })

    expect(answer.status).toBe(status)
    expect(sandbox.record.events().length > 0).toBe(status === 200)
  })

  test.each([
    ['ten events pass', 200, { batch: Array.from({ length: 10 }, () => event) }],
    ['eleven are too many', 400, { batch: Array.from({ length: 11 }, () => event) }],
    ['a batch must be a list', 400, { batch: event }],
    ['a batch holds objects', 400, { batch: ['event'] }],
    ['one bad event refuses them all', 400, { batch: [event, { ...event, data: 1 }] }],
  ])('of a batch: %s', async (_name, status, body) => {
    const sandbox = await openSandbox()
    const answer = await signedRequest(sandbox, 'POST', 'batch_events', { body })

    expect(answer.status).toBe(status)
    expect(sandbox.record.events().length > 0).toBe(status === 200)
  })
})

describe('questions that cannot be answered', () => {
  test.each([
    ['user_count over all channels', 400, 'channels', { info: 'user_count' }],
    ['user_count of a public channel', 400, 'channels/news', { info: 'user_count' }],
    ['the users of a public channel', 400, 'channels/news/users', {}],
    ['a path the API does not have', 404, 'nonsense', {}],
    ['a path deeper than the API goes', 404, 'channels/news/users/1', {}],
  ])('%s gives %i', async (_name, status, path, query) => {
    const sandbox = await openSandbox()
    const answer = await signedRequest(sandbox, 'GET', path, { query })

    expect(answer.status).toBe(status)
  })

  test('an address with a broken percent sign is answered, not fatal', async () => {
    const sandbox = await openSandbox()
    const response = await fetch(`${sandbox.url}/apps/sandbox/channels/%zz`)
    expect(response.status).toBe(400)
    await expect(fetch(`${sandbox.url}/api/v2/channels/%zz`)).resolves.toMatchObject({ status: 404 })
  })
})
