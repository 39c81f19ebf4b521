import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createIdentity } from '../src/kick/identity.js'
import { openSandbox } from './support/sandboxes.js'

async function getJson(url: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('the channel lookup', () => {
  test('names the three ids where the site has them, and they are all different', async () => {
    const sandbox = await openSandbox({ rooms: [{ slug: 'ann', username: 'Ann_X' }] })
    const room = sandbox.kick.room('ann')
    const { status, body } = await getJson(`${sandbox.kick.siteUrl}/api/v2/channels/ann`)

    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: room.channelId,
      user_id: room.userId,
      slug: 'ann',
      chatroom: { id: room.chatroomId, chatable_id: room.channelId },
      user: { id: room.userId, username: 'Ann_X' },
      livestream: null,
      is_banned: false,
    })
    expect(new Set([room.channelId, room.userId, room.chatroomId]).size).toBe(3)
  })

  test('has every field clients of the site read', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { body } = await getJson(`${sandbox.url}/api/v2/channels/ann`)

    expect(Object.keys(body)).toEqual(
      expect.arrayContaining([
        'id',
        'user_id',
        'slug',
        'is_banned',
        'playback_url',
        'vod_enabled',
        'subscription_enabled',
        'followers_count',
        'subscriber_badges',
        'livestream',
        'can_host',
        'user',
        'chatroom',
        'verified',
      ]),
    )
    expect(body['user']).toMatchObject({ bio: expect.any(String), profile_pic: expect.any(String) })
    expect(body['subscriber_badges']).toMatchObject([
      { months: 1 },
      { months: 3 },
      { months: 6 },
      { months: 12 },
    ])
  })

  test('shows the stream while it runs', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')
    room.goLive('استریم شبانه')
    room.updateViewers(321)
    const during = await getJson(`${sandbox.url}/api/v2/channels/ann`)
    room.endStream()
    const after = await getJson(`${sandbox.url}/api/v2/channels/ann`)

    expect(during.body['livestream']).toMatchObject({
      channel_id: room.channelId,
      session_title: 'استریم شبانه',
      viewer_count: 321,
      is_live: true,
    })
    expect(after.body['livestream']).toBeNull()
  })

  test('shows the modes in force', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    sandbox.kick.room('ann').setModes({ slowSeconds: 5, followersOnly: true, followersMinutes: 10 })
    const { body } = await getJson(`${sandbox.url}/api/v2/channels/ann`)

    expect(body['chatroom']).toMatchObject({
      slow_mode: true,
      message_interval: 5,
      followers_mode: true,
      following_min_duration: 10,
      subscribers_mode: false,
      emotes_mode: false,
    })
  })

  test.each(['nobody', 'ANN', 'ann_', 'ann/unknown', ''])('answers 404 in JSON for %j', async (slug) => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const { status, body } = await getJson(`${sandbox.url}/api/v2/channels/${slug}`)

    expect(status).toBe(404)
    expect(body).toEqual({ message: 'Not Found' })
  })

  test('answers 405 to anything but GET', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const response = await fetch(`${sandbox.url}/api/v2/channels/ann`, { method: 'POST', body: '{}' })

    expect(response.status).toBe(405)
  })

  test('may be read from a web page of another origin', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const answer = await fetch(`${sandbox.url}/api/v2/channels/ann`)
    const preflight = await fetch(sandbox.pusher.authUrl, { method: 'OPTIONS' })

    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('*')
  })
})

test('the chatroom lookup has the chatroom id on top, and the modes', async () => {
  const sandbox = await openSandbox({ rooms: ['ann'] })
  sandbox.kick.room('ann').setModes({ emotesOnly: true })
  const { body } = await getJson(`${sandbox.url}/api/v2/channels/ann/chatroom`)

  expect(body).toMatchObject({
    id: sandbox.kick.room('ann').chatroomId,
    emotes_mode: { enabled: true },
    slow_mode: { enabled: false, message_interval: 0 },
  })
})

describe('the challenge', () => {
  test('is a 403 page as the front door shows it, so often as asked', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    sandbox.faults.challenge({ next: 2 })
    const url = `${sandbox.url}/api/v2/channels/ann`
    const first = await fetch(url)

    expect(first.status).toBe(403)
    expect(first.headers.get('content-type')).toContain('text/html')
    expect(first.headers.get('cf-mitigated')).toBe('challenge')
    expect(first.headers.get('server')).toBe('cloudflare')
    expect(await first.text()).toContain('Just a moment')
    expect((await fetch(url)).status).toBe(403)
    expect((await fetch(url)).status).toBe(200)
  })

  test('stands until healed, for unknown rooms too, and for the site alone', async () => {
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const fault = sandbox.faults.challenge()
    expect((await fetch(`${sandbox.url}/api/v2/channels/nobody`)).status).toBe(403)
    expect((await fetch(`${sandbox.url}/elsewhere`)).status).toBe(404)
    fault.heal()

    expect((await fetch(`${sandbox.url}/api/v2/channels/ann`)).status).toBe(200)
  })
})

describe('the endpoint that signs', () => {
  async function ask(body: string, contentType: string): Promise<{ status: number; body: unknown }> {
    const sandbox = await openSandbox()
    const response = await fetch(sandbox.pusher.authUrl, {
      method: 'POST',
      body,
      headers: { 'content-type': contentType },
    })
    return { status: response.status, body: await response.json() }
  }

  test('takes forms', async () => {
    const { status, body } = await ask(
      'socket_id=12.34&channel_name=private-a',
      'application/x-www-form-urlencoded',
    )
    expect(status).toBe(200)
    expect(body).toEqual({ auth: expect.stringMatching(/^\w+:[0-9a-f]{64}$/) as string })
  })

  test('takes JSON, and signs who one says to be', async () => {
    const { body } = await ask(
      JSON.stringify({
        socket_id: '12.34',
        channel_name: 'presence-a',
        user_id: 'ann',
        user_info: { name: 'Ann' },
      }),
      'application/json',
    )
    expect(body).toMatchObject({ channel_data: '{"user_id":"ann","user_info":{"name":"Ann"}}' })
  })

  test('makes every connection a user of its own unless told', async () => {
    const { body } = await ask('socket_id=12.34&channel_name=presence-a', 'application/x-www-form-urlencoded')
    expect(body).toMatchObject({ channel_data: '{"user_id":"user-12.34","user_info":{}}' })
  })

  test.each([
    ['', 'application/x-www-form-urlencoded'],
    ['socket_id=12.34', 'application/x-www-form-urlencoded'],
    ['channel_name=private-a', 'application/x-www-form-urlencoded'],
    ['socket_id=abc&channel_name=private-a', 'application/x-www-form-urlencoded'],
    ['{', 'application/json'],
    ['null', 'application/json'],
    ['x'.repeat(20_000), 'text/plain'],
  ])('answers 400 to %.40s as %s', async (body, contentType) => {
    await expect(ask(body, contentType)).resolves.toMatchObject({ status: 400 })
  })
})

test('the ids of a room come from seed and slug alone, and no two of them can be mistaken', () => {
  fc.assert(
    fc.property(fc.integer(), fc.stringMatching(/^[\w-]{1,25}$/), (seed, slug) => {
      const { channelId, chatroomId, userId } = createIdentity(seed, slug, slug)
      expect(createIdentity(seed, slug, 'other')).toMatchObject({ channelId, chatroomId, userId })
      expect(channelId).toBeLessThan(5_000_000)
      expect(chatroomId).toBeGreaterThanOrEqual(5_000_000)
      expect(chatroomId).toBeLessThan(10_000_000)
      expect(userId).toBeGreaterThanOrEqual(10_000_000)
    }),
  )
})
