import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import Pusher, { type Options } from '../src/compat.js'
import { connectCompat, createCompat, greet, optionsFor, watchAddresses } from './support/compat-client.js'
import { libraries } from './support/differential/scene.js'
import { type ScriptedServer, startServer } from './support/scripted-server.js'

/** Where a client would go with some options. */
function addressOf(options: Partial<Options>, key = 'app-key'): URL {
  const { urls, socket } = watchAddresses()
  const pusher = new Pusher(key, { cluster: 'eu', socket, ...options })
  pusher.disconnect()
  const [url] = urls
  if (url === undefined) throw new Error('it did not connect')
  return url
}

function construct(...parameters: readonly unknown[]): Pusher {
  return Reflect.construct(Pusher, parameters) as Pusher
}

test('[1] the address is /app/KEY with protocol, client and version', () => {
  const url = addressOf({}, 'some key')
  expect(url.pathname).toBe('/app/some%20key')
  expect(url.searchParams.get('protocol')).toBe('7')
  expect(url.searchParams.get('client')).toBe('js')
  expect(url.searchParams.get('version')).toMatch(/^\d+\.\d+\.\d+/)
})

test('[2, 6] a cluster gives its host, with TLS unless that is turned off', () => {
  expect(addressOf({}).origin).toBe('wss://ws-eu.pusher.com')
  expect(addressOf({ forceTLS: true }).protocol).toBe('wss:')
  expect(addressOf({ forceTLS: false }).origin).toBe('ws://ws-eu.pusher.com')
})

test('[3, 4, 5] host, ports and path of one’s own', () => {
  const own = { wsHost: 'chat.example', wsPort: 6001, wssPort: 6002, wsPath: '/behind' }
  expect(addressOf(own).href).toContain('wss://chat.example:6002/behind/app/app-key?')
  expect(addressOf({ ...own, forceTLS: false }).href).toContain('ws://chat.example:6001/behind/app/app-key?')
  expect(addressOf({ wsPort: 0, wssPort: 0, wsHost: '', wsPath: '' }).origin).toBe('wss://ws-eu.pusher.com')
})

test('[4] a port may be a text of digits, as build tools hand them over', () => {
  expect(addressOf({ wssPort: '8443' }).port).toBe('8443')
  expect(() => addressOf({ wssPort: 'many' })).toThrow(/`wssPort`.*"many"/)
})

test('on a page that came with TLS, TLS is used', () => {
  Object.assign(globalThis, { location: { protocol: 'https:' } })
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'location'))
  expect(addressOf({ forceTLS: false }).protocol).toBe('wss:')
})

test.each([
  ['the options', ['key'], /`options`/],
  ['the options', ['key', null], /`options`/],
  ['the key', [undefined, { cluster: 'eu' }], /key/],
  ['the key', [null, { cluster: 'eu' }], /key/],
  ['the key', ['', { cluster: 'eu' }], /key/],
  ['the cluster', ['key', {}], /`cluster`/],
  ['the cluster', ['key', { cluster: null, wsHost: 'chat.example' }], /`cluster`/],
  ['a cluster or a host', ['key', { cluster: '' }], /`cluster`/],
  ['a JSONP endpoint', ['key', { cluster: 'eu', authTransport: 'jsonp' }], /JSONP/],
])('[7] without %s the constructor throws a real error: %j', (_what, parameters, message) => {
  expect(() => construct(...parameters)).toThrow(message)
  expect(() => construct(...parameters)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
})

test('[8, 9] an empty cluster with a host works, and options nobody knows are ignored', async () => {
  const options = { cluster: '', broadcaster: 'reverb', namespace: false, enableStats: true }
  const { pusher } = await connectCompat(await startServer(), options)
  expect(pusher.connection.state).toBe('connected')
})

test('[10] frames that are sent are text', async () => {
  const { pusher, peer } = await connectCompat(await startServer())
  pusher.subscribe('room')
  pusher.send_event('x', { a: 1 })
  await peer.frames.take()
  await peer.frames.take()
  expect(peer.binaryFrames).toBe(0)
})

test.each([
  [{ enabledTransports: ['xhr_streaming', 'sockjs'] }],
  [{ disabledTransports: ['ws'] }],
  [{ enabledTransports: [] }],
] as Partial<Options>[][])(
  '[50] transports without WebSocket give failed, and a line of the log: %j',
  async (given) => {
    const server = await startServer()
    const lines: string[] = []
    Pusher.log = (line) => void lines.push(line)
    onTestFinished(() => {
      Pusher.log = undefined
    })
    const { pusher, clock } = createCompat(server, given)
    expect(pusher.connection.state).toBe('failed')
    expect(lines.join('\n')).toContain('WebSocket')
    clock.advance(3_600_000)
    expect(server.count).toBe(0)
    pusher.connect()
    expect(pusher.connection.state).toBe('failed')
    pusher.disconnect()
    expect(pusher.connection.state).toBe('disconnected')
  },
)

test('WebSocket among the transports is enough; wss alone means TLS', () => {
  expect(addressOf({ enabledTransports: ['ws', 'xhr_polling'], forceTLS: false }).protocol).toBe('ws:')
  expect(addressOf({ enabledTransports: ['ws', 'wss'], forceTLS: false }).protocol).toBe('ws:')
  expect(addressOf({ enabledTransports: ['wss'], forceTLS: false }).protocol).toBe('wss:')
  expect(addressOf({ disabledTransports: ['sockjs'] }).protocol).toBe('wss:')
})

test('null counts as unset, where pusher-js takes it so', () => {
  const nothing = {
    enabledTransports: null,
    disabledTransports: null,
    nacl: null,
    wsHost: null,
    wssPort: null,
  }
  expect(addressOf({ ...nothing, forceTLS: true } as never).origin).toBe('wss://ws-eu.pusher.com')
  expect(addressOf({ ...nothing, forceTLS: false } as never).origin).toBe('ws://ws-eu.pusher.com')
})

test('0 as a timeout counts as unset', async () => {
  const { pusher } = createCompat(await startServer(), {
    activityTimeout: 0,
    pongTimeout: 0,
    unavailableTimeout: 0,
  })
  expect(pusher.config).toMatchObject({
    activityTimeout: 120_000,
    pongTimeout: 30_000,
    unavailableTimeout: 10_000,
  })
})

/** What pusher-js's objects have and ours have not: their own inside, and what was left out with its reason. */
const left = [
  // Statistics are not kept.
  'timeline',
  // The old state machine's and the old subscription's own steps.
  /^(abortConnecting|disconnectInternally|sendActivityCheck|setConnection|abandonConnection|updateState|updateStrategy)$/,
  /^(startConnecting|retryIn|clear\w+|setUnavailableTimer|resetActivityCheck|stopActivityCheck|shouldRetry|build\w+)$/,
  /^(constructor|_\w+|handle(?!Event$)\w+)$/,
]

test('the fields and methods of pusher-js are there', async () => {
  const server = await startServer()
  const ours = createCompat(server).pusher
  const theirs = new libraries.theirs('app-key', optionsFor(server))
  onTestFinished(() => theirs.disconnect())
  const missing = (theirPart: object, ourPart: object): string[] =>
    namesOf(theirPart).filter(
      (name) => !(name in ourPart) && !left.some((pattern) => name.match(pattern)?.[0] === name),
    )
  expect(missing(theirs, ours)).toEqual([])
  for (const part of ['channels', 'user', 'global_emitter'] as const) {
    expect(
      missing(theirs[part], ours[part]).filter((name) => !/callbacks$|^failThrough$|^pusher$/.test(name)),
      part,
    ).toEqual([])
  }
  expect(
    methodsOf(theirs.connection).filter((name) => missing(theirs.connection, ours.connection).includes(name)),
  ).toEqual([])
  for (const name of ['room', 'private-room', 'presence-room']) {
    const parts = [theirs.subscribe(name), ours.subscribe(name)] as const
    expect(
      missing(...parts).filter((field) => !/callbacks$|^failThrough$/.test(field)),
      name,
    ).toEqual([])
  }
  expect(ours).toMatchObject({
    key: 'app-key',
    options: { cluster: '' },
    config: { useTLS: false, cluster: '' },
  })
  expect(ours.shouldUseTLS()).toBe(false)
  expect(ours.connection.isUsingTLS()).toBe(false)
})

function namesOf(object: object): string[] {
  return [...Object.keys(object), ...methodsOf(object)]
}

/** The methods of an object's class and of the classes below. */
function methodsOf(object: object): string[] {
  const names: string[] = []
  for (
    let level = Object.getPrototypeOf(object) as object | null;
    level !== Object.prototype && level !== null;
  ) {
    names.push(...Object.getOwnPropertyNames(level))
    level = Object.getPrototypeOf(level) as object | null
  }
  return names
}

test('[119] a list of instances is there, and keeps none of them alive', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const server = await startServer()
  const reference = await forget(server)
  await expect
    .poll(() => {
      gc()
      return reference.deref() === undefined
    })
    .toBe(true)
  expect(Pusher.instances.includes(reference.deref() as never)).toBe(false)
})

/** Uses a client, and lets go of it. */
async function forget(server: ScriptedServer): Promise<WeakRef<Pusher>> {
  const pusher = new Pusher('app-key', optionsFor(server))
  pusher.subscribe('room').bind('x', () => undefined)
  pusher.bind_global(() => undefined)
  const peer = await greet(server, pusher)
  await peer.frames.take()
  pusher.disconnect()
  await peer.closed
  expect(Pusher.instances).toContain(pusher)
  return new WeakRef(pusher)
}

test('[120] it is made in Node, where there is no DOM', () => {
  expect('document' in globalThis).toBe(false)
  expect(() => addressOf({})).not.toThrow()
})
