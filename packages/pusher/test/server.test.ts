import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import ServerLibrary from 'pusher'
import { describe, expect, onTestFinished, test } from 'vitest'
import { encryption } from '../src/encrypted.js'
import { Pusher } from '../src/index.js'
import { type ApplicationOptions, PusherApplication } from '../src/server.js'
import { Signer } from '../src/server/signature.js'
import { signQuery } from '../src/server/signed-request.js'

const vectors = { appId: '3', key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' }
const masterKey = randomBytes(32).toString('base64')

function createApplication(options: Partial<ApplicationOptions> = {}): PusherApplication {
  return new PusherApplication({ ...vectors, cluster: 'eu', encryptionMasterKey: masterKey, ...options })
}

async function liveSandbox(): Promise<{ sandbox: Sandbox; app: PusherApplication }> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { appId, key, secret, host, port } = sandbox.pusher
  return {
    sandbox,
    app: new PusherApplication({
      appId,
      key,
      secret,
      host,
      port,
      tls: false,
      encryptionMasterKey: masterKey,
    }),
  }
}

/** A client of the sandbox that is let in by our own server-side half. */
function createClient(
  { sandbox, app }: { sandbox: Sandbox; app: PusherApplication },
  userId = 'ann',
): Pusher {
  const { key, host, port } = sandbox.pusher
  const pusher = new Pusher({
    key,
    host,
    port,
    tls: false,
    encryption,
    authorize: ({ channel, socketId }) => app.authorizeChannel(socketId, channel, { userId }),
  })
  onTestFinished(() => pusher.disconnect())
  pusher.connect()
  return pusher
}

describe('[74] the signatures of the protocol’s own examples', () => {
  const app = createApplication()

  test('a private channel', async () => {
    expect(await app.authorizeChannel('1234.1234', 'private-foobar')).toEqual({
      auth: '278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4',
    })
  })

  test('a presence channel', async () => {
    const text = '1234.1234:presence-foobar:{"user_id":10,"user_info":{"name":"Mr. Channels"}}'
    expect(await new Signer(vectors.secret).sign(text)).toBe(
      '31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80',
    )
  })

  test('a user', async () => {
    expect(await app.authenticateUser('1234.1234', { id: '12345' })).toEqual({
      auth: '278d425bdf160c739803:4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba',
      user_data: '{"id":"12345"}',
    })
  })

  test('a call of the HTTP API', async () => {
    const body = '{"name":"foo","channels":["project-3"],"data":"{\\"some\\":\\"data\\"}"}'
    const request = { method: 'POST', path: '/apps/3/events', query: {}, body } as const
    const query = new URLSearchParams(
      await signQuery(request, vectors.key, new Signer(vectors.secret), 1_353_088_179_000),
    )
    expect(query.get('body_md5')).toBe('ec365a775a4cd0599faeb73354201b6f')
    expect(query.get('auth_signature')).toBe(
      'da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c',
    )
  })
})

describe('what the server library of Pusher answers, we answer too', () => {
  const library = new ServerLibrary({ ...vectors, cluster: 'eu', encryptionMasterKeyBase64: masterKey })
  const app = createApplication()

  test('for a private channel, with awkward names', async () => {
    for (const channel of ['private-a', 'private-a_b-c=d@e,f.g;h', 'private-cache-x']) {
      expect(await app.authorizeChannel('1.2', channel)).toEqual(library.authorizeChannel('1.2', channel))
    }
  })

  test('for a presence channel', async () => {
    const info = { name: 'سارا "S"' }
    expect(await app.authorizeChannel('1.2', 'presence-a', { userId: 'u1', userInfo: info })).toEqual(
      library.authorizeChannel('1.2', 'presence-a', { user_id: 'u1', user_info: info }),
    )
  })

  test('[99] for an encrypted channel, whose key is made of its name and the master key', async () => {
    expect(await app.authorizeChannel('1.2', 'private-encrypted-a')).toEqual(
      library.authorizeChannel('1.2', 'private-encrypted-a'),
    )
  })

  test('for a user', async () => {
    const user = { id: 'u1', user_info: { name: 'Sara' }, watchlist: ['u2'] }
    expect(
      await app.authenticateUser('1.2', { id: 'u1', userInfo: user.user_info, watchlist: ['u2'] }),
    ).toEqual(library.authenticateUser('1.2', user))
  })
})

describe('against a server', () => {
  test('publishes on one channel, on several, and in batches', async () => {
    const live = await liveSandbox()
    const pusher = createClient(live)
    const heard: unknown[] = []
    for (const name of ['a', 'b']) {
      const channel = pusher.subscribe(name)
      channel.onAny(({ event, data }) => void heard.push([name, event, data]))
      await channel.subscribed()
    }
    await live.app.publish('a', { event: 'text', data: 'hello' })
    await live.app.publish(['a', 'b'], { event: 'object', data: { n: 1 } })
    await live.app.publishBatch([
      { channel: 'a', event: 'first', data: 1 },
      { channel: 'b', event: 'second', data: null },
    ])
    await expect.poll(() => heard.length).toBe(5)
    expect(heard).toEqual([
      ['a', 'text', 'hello'],
      ['a', 'object', { n: 1 }],
      ['b', 'object', { n: 1 }],
      ['a', 'first', 1],
      ['b', 'second', null],
    ])
  })

  test('leaves out the connection that caused an event', async () => {
    const live = await liveSandbox()
    const [ann, bob] = [createClient(live), createClient(live)]
    const heard: string[] = []
    for (const [name, pusher] of Object.entries({ ann, bob })) {
      const channel = pusher.subscribe('room')
      channel.on('message', (data) => void heard.push(`${name} ${String(data)}`))
      await channel.subscribed()
    }
    await live.app.publish('room', { event: 'message', data: 1, exceptSocketId: await ann.connected() })
    await live.app.publish('room', { event: 'message', data: 2 })
    await expect.poll(() => heard.toSorted()).toEqual(['ann 2', 'bob 1', 'bob 2'])
  })

  test('[93] an encrypted event goes round: sealed here, and by the library, opened by the client', async () => {
    const live = await liveSandbox()
    const room = createClient(live).subscribe('private-encrypted-room')
    const heard: unknown[] = []
    room.on('message', (data) => void heard.push(data))
    await room.subscribed()
    await live.app.publish('private-encrypted-room', { event: 'message', data: { text: 'سلام' } })
    const { appId, key, secret, host, port } = live.sandbox.pusher
    const library = new ServerLibrary({
      appId,
      key,
      secret,
      host,
      port: String(port),
      useTLS: false,
      encryptionMasterKeyBase64: masterKey,
    })
    await library.trigger('private-encrypted-room', 'message', { text: 'hello' })
    await expect.poll(() => heard).toEqual([{ text: 'سلام' }, { text: 'hello' }])
    const sent = live.sandbox.record.events({ channel: 'private-encrypted-room' })
    expect(JSON.stringify(sent)).not.toContain('سلام')
  })

  test('asks for channels, one channel, and who is there', async () => {
    const live = await liveSandbox()
    await createClient(live, 'ann').subscribe('presence-room').subscribed()
    await createClient(live, 'bob').subscribe('presence-room').subscribed()
    expect(await live.app.channels({ prefix: 'presence-', info: ['user_count'] })).toEqual({
      'presence-room': { user_count: 2 },
    })
    expect(await live.app.channels({ prefix: 'other-' })).toEqual({})
    expect(await live.app.channel('presence-room', { info: ['user_count'] })).toMatchObject({
      occupied: true,
      user_count: 2,
    })
    expect((await live.app.users('presence-room')).toSorted()).toEqual(['ann', 'bob'])
  })

  test('a wrong secret is refused with its status, and the secret stays out of the error', async () => {
    const { sandbox } = await liveSandbox()
    const { appId, key, host, port } = sandbox.pusher
    const app = new PusherApplication({ appId, key, secret: 'planted-secret', host, port, tls: false })
    const error: unknown = await app
      .publish('room', { event: 'message', data: 1 })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'request_refused', serverCode: 401, retryable: false })
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/planted-secret|auth_signature/)
  })

  test('a server that is gone, slow, or speaks no JSON is told apart', async () => {
    const silent = createServer((request, response) => {
      if (request.url?.includes('/channels?')) response.end('<html>')
    })
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => {
      silent.closeAllConnections()
      silent.close()
    })
    const { port } = silent.address() as AddressInfo
    const app = createApplication({ host: '127.0.0.1', port, tls: false, timeoutMs: 50 })
    await expect(app.publish('room', { event: 'e', data: 1 })).rejects.toMatchObject({
      code: 'request_failed',
      retryable: true,
    })
    await expect(app.channels()).rejects.toMatchObject({ code: 'request_failed' })
    await expect(app.channels({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
    const gone = createApplication({ host: '127.0.0.1', port: 1, tls: false })
    await expect(gone.channels()).rejects.toMatchObject({ code: 'request_failed', retryable: true })
  })
})

describe('bad input is refused before anything is sent', () => {
  const fetch: typeof globalThis.fetch = () => {
    throw new RangeError('it was sent')
  }
  const app = createApplication({ fetch })
  const event = { event: 'message', data: 1 }
  const refused: [string, () => Promise<unknown>][] = [
    ['no channel', () => app.publish([], event)],
    [
      '101 channels',
      () =>
        app.publish(
          Array.from({ length: 101 }, (_, index) => `c${index}`),
          event,
        ),
    ],
    ['a bad channel name', () => app.publish('a b', event)],
    ['an encrypted channel in company', () => app.publish(['a', 'private-encrypted-b'], event)],
    ['no event name', () => app.publish('a', { ...event, event: '' })],
    ['a long event name', () => app.publish('a', { ...event, event: 'x'.repeat(201) })],
    ['a bad socket id', () => app.publish('a', { ...event, exceptSocketId: '1.2:private-x' })],
    ['an empty batch', () => app.publishBatch([])],
    [
      'a batch of eleven',
      () => app.publishBatch(Array.from({ length: 11 }, () => ({ ...event, channel: 'a' }))),
    ],
    ['a public channel to authorize', () => app.authorizeChannel('1.2', 'room')],
    ['a presence channel without member', () => app.authorizeChannel('1.2', 'presence-a')],
    ['a socket id that would sign something else', () => app.authorizeChannel('1.2:private-b', 'private-a')],
    ['a user without id', () => app.authenticateUser('1.2', { id: '' })],
    ['a user channel to authorize', () => app.authorizeChannel('1.2', '#server-to-user-1')],
    [
      'an encrypted channel without a master key',
      () =>
        createApplication({ fetch, encryptionMasterKey: undefined }).publish('private-encrypted-a', event),
    ],
  ]

  test.each(refused)('%s', async (_what, call) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: expect.stringMatching(/^invalid_/) as string })
  })

  test.each([
    { appId: '' },
    { key: '' },
    { secret: '' },
    { cluster: undefined },
    { port: 0 },
    { encryptionMasterKey: 'c2hvcnQ=' },
  ])('the option %j', (options) => {
    expect(() => createApplication(options as Partial<ApplicationOptions>)).toThrow(
      expect.objectContaining({
        code: 'invalid_options',
        message: expect.stringContaining(`\`${Object.keys(options)[0]}\``) as string,
      }),
    )
  })
})

describe('webhooks', () => {
  const app = createApplication()
  const body = '{"time_ms":1700000000000,"events":[{"name":"channel_occupied","channel":"room"}]}'
  const sign = (text: string, secret = vectors.secret): string =>
    createHmac('sha256', secret).update(text).digest('hex')
  const headers = { 'X-Pusher-Key': vectors.key, 'X-Pusher-Signature': sign(body) }

  test('are verified and read, whichever way the headers come', async () => {
    const webhook = { timeMs: 1_700_000_000_000, events: [{ name: 'channel_occupied', channel: 'room' }] }
    expect(await app.webhook(headers, body)).toEqual(webhook)
    expect(await app.webhook(new Headers(headers), body)).toEqual(webhook)
    expect(
      await app.webhook({ 'x-pusher-key': vectors.key, 'x-pusher-signature': sign(body) }, body),
    ).toEqual(webhook)
  })

  test('are those the server library verifies', async () => {
    const library = new ServerLibrary({ ...vectors, cluster: 'eu' })
    const request = {
      headers: {
        'x-pusher-key': vectors.key,
        'x-pusher-signature': sign(body),
        'content-type': 'application/json',
      },
      rawBody: body,
    }
    expect(library.webhook(request).isValid()).toBe(true)
  })

  test.each([
    ['another key', { ...headers, 'X-Pusher-Key': 'other' }, body],
    ['another secret', { ...headers, 'X-Pusher-Signature': sign(body, 'other') }, body],
    ['no signature', { 'X-Pusher-Key': vectors.key }, body],
    ['a signature that is no hex', { ...headers, 'X-Pusher-Signature': 'zz' }, body],
    ['a changed body', headers, body.replace('room', 'moor')],
    ['no JSON', { ...headers, 'X-Pusher-Signature': sign('<html>') }, '<html>'],
    ['JSON of another shape', { ...headers, 'X-Pusher-Signature': sign('null') }, 'null'],
  ])('with %s are refused', async (_what, given, text) => {
    await expect(app.webhook(given, text)).rejects.toMatchObject({ code: 'invalid_webhook' })
  })
})
