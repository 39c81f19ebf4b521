import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import Echo from 'laravel-echo'
import { describe, expect, onTestFinished, test } from 'vitest'
import Pusher from '../src/compat.js'
import EncryptedPusher from '../src/compat/with-encryption.js'
import { channelKey, signChannel } from './support/signing.js'
import { type ScriptedServer, startServer } from './support/scripted-server.js'

/** The two ways to hand a client to Echo. */
const ways = ['client', 'Pusher'] as const

/** What Echo is told of a server. */
type Given = Readonly<Record<string, unknown>> & { readonly key: string }

function createEcho(way: (typeof ways)[number], given: Given): Echo<'reverb'> {
  const handed =
    way === 'Pusher'
      ? { Pusher: EncryptedPusher as never }
      : { client: new EncryptedPusher(given.key, { cluster: '', ...given }) }
  const echo = new Echo({ broadcaster: 'reverb', ...given, ...handed })
  onTestFinished(() => echo.disconnect())
  return echo
}

async function liveSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  return sandbox
}

function optionsFor({ pusher }: Sandbox, more: object = {}): Given {
  const { key, host, port, authUrl } = pusher
  return {
    key,
    wsHost: host,
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws', 'wss'],
    authEndpoint: authUrl,
    ...more,
  }
}

const next = <Value>(bind: (resolve: (value: Value) => void) => unknown): Promise<Value> =>
  new Promise((resolve) => void bind(resolve))

/** An Echo on a server of the test's own, connected. */
async function scripted(way: (typeof ways)[number], more: object = {}) {
  const server: ScriptedServer = await startServer()
  const given = { key: 'app-key', wsHost: '127.0.0.1', wsPort: server.port, forceTLS: false, ...more }
  const echo = createEcho(way, given)
  const peer = await server.accepted()
  peer.handshake()
  await expect.poll(() => echo.connectionStatus()).toBe('connected')
  return { echo, peer }
}

describe.each(ways)('[118] Laravel Echo, given a %s', (way) => {
  test('hears a public channel, and leaves it', async () => {
    const sandbox = await liveSandbox()
    const echo = createEcho(way, optionsFor(sandbox))
    const channel = echo.channel('room')
    await next((resolve) => channel.subscribed(() => resolve(true)))
    const heard = next((resolve) => channel.listen('.message', resolve))
    const all = next((resolve) =>
      channel.listenToAll((event: string, data: unknown) => resolve([event, data])),
    )
    sandbox.pusher.publish({ channel: 'room', event: 'message', data: { text: 'hi' } })
    expect(await heard).toEqual({ text: 'hi' })
    expect(await all).toEqual(['.message', { text: 'hi' }])
    expect(echo.socketId()).toMatch(/^\d+\.\d+$/)
    echo.leave('room')
    await expect.poll(() => sandbox.pusher.connections[0]?.channels).toEqual([])
  })

  test('hears events by their class names, and stops listening', async () => {
    const sandbox = await liveSandbox()
    const echo = createEcho(way, optionsFor(sandbox))
    const channel = echo.channel('room')
    await next((resolve) => channel.subscribed(() => resolve(true)))
    const calls: unknown[] = []
    const listener = (data: unknown): unknown => calls.push(data)
    channel.listen('Sent', listener).listen('Sent', (data: unknown) => calls.push(['other', data]))
    const publish = (data: number): unknown =>
      sandbox.pusher.publish({ channel: 'room', event: String.raw`App\Events\Sent`, data })
    publish(1)
    await expect.poll(() => calls).toEqual([1, ['other', 1]])
    channel.stopListening('Sent', listener)
    publish(2)
    await expect.poll(() => calls).toEqual([1, ['other', 1], ['other', 2]])
  })

  test('whispers on a private channel', async () => {
    const sandbox = await liveSandbox()
    const [ann, bob] = [createEcho(way, optionsFor(sandbox)), createEcho(way, optionsFor(sandbox))]
    const rooms = [ann.private('room'), bob.private('room')] as const
    await Promise.all(rooms.map((room) => next((resolve) => room.subscribed(() => resolve(true)))))
    const heard = next((resolve) => rooms[1].listenForWhisper('typing', resolve))
    rooms[0].whisper('typing', { name: 'Ann' })
    expect(await heard).toEqual({ name: 'Ann' })
  })

  test('knows who is on a presence channel, who comes and who goes', async () => {
    const sandbox = await liveSandbox()
    const as = (id: string): object => ({
      auth: { params: { user_id: id, user_info: JSON.stringify({ id, name: id }) } },
    })
    const ann = createEcho(way, optionsFor(sandbox, as('ann')))
    const calls: unknown[] = []
    const room = ann.join('room')
    await next((resolve) =>
      room
        .here((users: unknown) => resolve(calls.push(['here', users])))
        .joining((user: unknown) => calls.push(['joining', user]))
        .leaving((user: unknown) => calls.push(['leaving', user])),
    )
    const bob = createEcho(way, optionsFor(sandbox, as('bob')))
    await next((resolve) =>
      bob.join('room').here((users: unknown[]) => resolve(calls.push(['here', users.length]))),
    )
    const whisper = next((resolve) => room.listenForWhisper('typing', resolve))
    bob.join('room').whisper('typing', { name: 'Bob' })
    expect(await whisper).toEqual({ name: 'Bob' })
    bob.leave('room')
    await expect.poll(() => calls.at(-1)).toEqual(['leaving', { id: 'bob', name: 'bob' }])
    expect(calls[0]).toEqual(['here', [{ id: 'ann', name: 'ann' }]])
    expect(calls).toContainEqual(['joining', { id: 'bob', name: 'bob' }])
    expect(calls).toContainEqual(['here', 2])
    expect(calls).toHaveLength(4)
  })

  test('opens an encrypted channel', async () => {
    const sandbox = await liveSandbox()
    const key = channelKey('private-encrypted-room', new Uint8Array(32).fill(7))
    const channelAuthorization = {
      customHandler: (
        { socketId, channelName }: { socketId: string; channelName: string },
        answer: (error: null, data: object) => void,
      ) =>
        answer(null, {
          ...signChannel(sandbox.pusher, socketId, channelName),
          shared_secret: Buffer.from(key).toString('base64'),
        }),
    }
    const echo = createEcho(way, optionsFor(sandbox, { channelAuthorization }))
    const room = echo.encryptedPrivate('room')
    await next((resolve) => room.subscribed(() => resolve(true)))
    const heard = next((resolve) => room.listen('.message', resolve))
    const nonce = new Uint8Array(24).fill(1)
    const sealed = xsalsa20poly1305(key, nonce).encrypt(Buffer.from('{"text":"hidden"}'))
    const data = {
      nonce: Buffer.from(nonce).toString('base64'),
      ciphertext: Buffer.from(sealed).toString('base64'),
    }
    sandbox.pusher.publish({ channel: 'private-encrypted-room', event: 'message', data })
    expect(await heard).toEqual({ text: 'hidden' })
    expect(() => room.whisper('typing', {})).toThrow(/encrypted/)
  })

  test('tells of a refused channel', async () => {
    const sandbox = await liveSandbox()
    const echo = createEcho(way, optionsFor(sandbox, { authEndpoint: `${sandbox.url}/nowhere` }))
    const error = await next((resolve) => echo.private('room').error(resolve))
    expect(error).toMatchObject({ type: 'AuthError', status: 404 })
  })

  test('signs in, and sends the header of its token', async () => {
    const { echo, peer } = await scripted(way, {
      userAuthentication: {
        customHandler: (_params: object, answer: (error: null, data: object) => void) =>
          answer(null, { auth: 'k:u', user_data: '{"id":"ann"}' }),
      },
    })
    echo.connector.signin()
    expect(await peer.frames.take()).toMatchObject({ event: 'pusher:signin', data: { auth: 'k:u' } })
    peer.send({ event: 'pusher:signin_success', data: { user_data: '{"id":"ann"}' } })
    expect(await peer.frames.take()).toMatchObject({ data: { channel: '#server-to-user-ann' } })
  })

  test('shows where the connection stands', async () => {
    const { echo, peer } = await scripted(way, { reconnect: { firstDelayMs: 0 } })
    const seen: string[] = []
    const stop = echo.connector.onConnectionChange((status) => seen.push(status))
    peer.close(4001)
    await expect.poll(() => seen.at(-1)).toBe('disconnected')
    expect(echo.connectionStatus()).toBe('disconnected')
    stop()
    echo.connector.pusher.connect()
    expect(echo.connectionStatus()).toBe('connecting')
    expect(seen.at(-1)).toBe('disconnected')
  })

  test('leaves every kind of channel of a name at once', async () => {
    const sandbox = await liveSandbox()
    const echo = createEcho(way, optionsFor(sandbox))
    const channels = [echo.channel('room'), echo.private('room'), echo.join('room')]
    await Promise.all(channels.map((channel) => next((resolve) => channel.subscribed(() => resolve(true)))))
    expect(sandbox.pusher.connections[0]?.channels).toHaveLength(3)
    echo.leave('room')
    await expect.poll(() => sandbox.pusher.connections[0]?.channels).toEqual([])
  })
})

test('Echo takes the client from the global Pusher, as script tags leave it', async () => {
  const sandbox = await liveSandbox()
  Object.assign(globalThis, { window: { Pusher }, Pusher })
  onTestFinished(() => {
    for (const name of ['window', 'Pusher']) Reflect.deleteProperty(globalThis, name)
  })
  const echo = new Echo({ broadcaster: 'reverb', ...optionsFor(sandbox) })
  onTestFinished(() => echo.disconnect())
  expect(echo.connector.pusher).toBeInstanceOf(Pusher)
  await next((resolve) => echo.channel('room').subscribed(() => resolve(true)))
})
