import { describe, expect, test } from 'vitest'
import { isPusherError, Pusher, type PusherOptions, type SocketFactory } from '../src/index.js'
import { connectClient, createClient } from './support/client.js'
import { startServer } from './support/scripted-server.js'

/** The URL a client with these options asks for. */
function requestedUrl(options: PusherOptions): URL {
  const urls: string[] = []
  const socket: SocketFactory = (url) => {
    urls.push(url)
    return { send: () => undefined, close: () => undefined }
  }
  const pusher = new Pusher({ ...options, socket })
  pusher.connect()
  pusher.disconnect()
  return new URL(urls[0] ?? '')
}

describe('the URL', () => {
  test('[1] is /app/KEY with protocol, client and version, as a real server sees it', async () => {
    const { peer } = await connectClient(await startServer())
    expect(peer.url).toMatch(/^\/app\/app-key\?protocol=7&client=js&version=\d+\.\d+\.\d+$/)
  })

  test('[2] leads to the host of the cluster', () => {
    expect(requestedUrl({ key: 'k', cluster: 'eu' }).hostname).toBe('ws-eu.pusher.com')
  })

  test('[3] leads to a host of one’s own instead of the cluster’s', () => {
    expect(requestedUrl({ key: 'k', cluster: 'eu', host: 'chat.example' }).hostname).toBe('chat.example')
  })

  test.each([
    { tls: true, port: undefined, url: 'wss://chat.example/app/k' },
    { tls: false, port: undefined, url: 'ws://chat.example/app/k' },
    { tls: true, port: 8443, url: 'wss://chat.example:8443/app/k' },
    { tls: false, port: 8080, url: 'ws://chat.example:8080/app/k' },
  ])('[4] uses the default port of its scheme or the one given: $url', ({ url, ...options }) => {
    const { origin, host, protocol, pathname } = requestedUrl({ key: 'k', host: 'chat.example', ...options })
    expect(`${protocol}//${host}${pathname}`, origin).toBe(url)
  })

  test('[4] keeps a port of its own for TLS', () => {
    expect(requestedUrl({ key: 'k', host: 'chat.example', port: 80, tlsPort: 4443 }).port).toBe('4443')
  })

  test.each(['realtime', '/realtime', '/realtime/', '//realtime//'])(
    '[5] puts the path %s before /app',
    (path) => {
      expect(requestedUrl({ key: 'k', host: 'chat.example', path }).pathname).toBe('/realtime/app/k')
    },
  )

  test('[6] is secure unless told otherwise', () => {
    expect(requestedUrl({ key: 'k', cluster: 'eu' }).protocol).toBe('wss:')
    expect(requestedUrl({ key: 'k', cluster: 'eu', tls: false }).protocol).toBe('ws:')
  })

  test('escapes what a key should not hold', () => {
    expect(requestedUrl({ key: 'a/b?c', cluster: 'eu' }).pathname).toBe('/app/a%2Fb%3Fc')
  })
})

describe('the options', () => {
  const refusals: [option: string, options: unknown][] = [
    ['options', undefined],
    ['options', 'app-key'],
    ['key', {}],
    ['key', { key: '', cluster: 'eu' }],
    ['key', { key: 7, cluster: 'eu' }],
    ['cluster', { key: 'k' }],
    ['cluster', { key: 'k', cluster: '' }],
    ['cluster', { key: 'k', cluster: 'eu.example/x' }],
    ['host', { key: 'k', host: 'wss://chat.example' }],
    ['host', { key: 'k', host: 'chat.example:80' }],
    ['host', { key: 'k', host: 'user@chat.example' }],
    ['host', { key: 'k', host: '' }],
    ['host', { key: 'k', host: 12 }],
    ['port', { key: 'k', cluster: 'eu', port: 0 }],
    ['port', { key: 'k', cluster: 'eu', port: 65_536 }],
    ['port', { key: 'k', cluster: 'eu', port: Number.NaN }],
    ['tlsPort', { key: 'k', cluster: 'eu', tlsPort: 1.5 }],
    ['path', { key: 'k', cluster: 'eu', path: '/a?b=1' }],
    ['path', { key: 'k', cluster: 'eu', path: 3 }],
    ['tls', { key: 'k', cluster: 'eu', tls: 'no' }],
    ['raw', { key: 'k', cluster: 'eu', raw: 1 }],
    ['socket', { key: 'k', cluster: 'eu', socket: 'ws' }],
    ['random', { key: 'k', cluster: 'eu', random: 4 }],
    ['activityTimeoutMs', { key: 'k', cluster: 'eu', activityTimeoutMs: 0 }],
    ['pongTimeoutMs', { key: 'k', cluster: 'eu', pongTimeoutMs: -1 }],
    ['unavailableAfterMs', { key: 'k', cluster: 'eu', unavailableAfterMs: Number.POSITIVE_INFINITY }],
    ['connectTimeoutMs', { key: 'k', cluster: 'eu', connectTimeoutMs: '5s' }],
    ['reconnect.firstDelayMs', { key: 'k', cluster: 'eu', reconnect: { firstDelayMs: -1 } }],
    ['reconnect.maxDelayMs', { key: 'k', cluster: 'eu', reconnect: { maxDelayMs: Number.NaN } }],
    ['reconnect.stableAfterMs', { key: 'k', cluster: 'eu', reconnect: { stableAfterMs: 'soon' } }],
    ['reconnect', { key: 'k', cluster: 'eu', reconnect: 5 }],
    ['signal', { key: 'k', cluster: 'eu', signal: {} }],
    ['network', { key: 'k', cluster: 'eu', network: {} }],
    ['clock', { key: 'k', cluster: 'eu', clock: {} }],
    ['clock', { key: 'k', cluster: 'eu', clock: null }],
    ['authorize', { key: 'k', cluster: 'eu', authorize: 0 }],
    ['signin', { key: 'k', cluster: 'eu', signin: '/auth' }],
    ['encryption', { key: 'k', cluster: 'eu', encryption: {} }],
  ]

  test.each(refusals)('[7] a bad `%s` throws a real error that names it: %j', (option, options) => {
    let thrown: unknown
    try {
      thrown = new Pusher(options as PusherOptions)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(Error)
    expect(isPusherError(thrown) && thrown.code).toBe('invalid_options')
    expect(String(thrown)).toContain(`\`${option}\``)
  })

  test('[8] an empty cluster beside a host works', () => {
    expect(requestedUrl({ key: 'k', cluster: '', host: 'chat.example' }).hostname).toBe('chat.example')
  })

  test('[9] unknown options are ignored', async () => {
    const server = await startServer()
    const { pusher } = await connectClient(server, { broadcaster: 'reverb', csrfToken: null } as object)
    expect(pusher.status.state).toBe('connected')
  })

  test.each(['127.0.0.1', '[::1]', 'chat.example', 'chat_1'])('the host %s is taken', (host) => {
    expect(requestedUrl({ key: 'k', host }).protocol).toBe('wss:')
  })
})

test('[10] frames go out as text, never as binary', async () => {
  const client = await connectClient(await startServer())
  client.pusher.subscribe('room')
  expect(await client.peer.frames.take()).toMatchObject({ event: 'pusher:subscribe' })
  expect(client.peer.binaryFrames).toBe(0)
})

test('constructing opens nothing', async () => {
  const server = await startServer()
  const { pusher } = createClient(server)
  pusher.subscribe('room')
  expect(pusher.status).toEqual({ state: 'initialized' })
  expect(server.count).toBe(0)
})
