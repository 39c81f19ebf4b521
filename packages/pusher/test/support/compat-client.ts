import { onTestFinished } from 'vitest'
import Pusher, { type Channel, type Emitter, type Options } from '../../src/compat.js'
import type { SocketFactory } from '../../src/index.js'
import { ManualClock } from './manual-clock.js'
import type { Peer, ScriptedServer } from './scripted-server.js'

/** A client under test, its clock, and a log of what its connection told. */
export interface CompatClient {
  readonly pusher: Pusher
  readonly clock: ManualClock
  /** Everything the connection told but its frames, as `[event, data]`. */
  readonly told: (readonly [string, unknown])[]
}

/** The options that lead to a server. */
export function optionsFor({ port }: { readonly port: number }): Options {
  return { cluster: '', wsHost: '127.0.0.1', wsPort: port, forceTLS: false }
}

/** A client that is connecting; closed when the test is over. Chance is at its least: no jitter. */
export function createCompat(server: ScriptedServer, options: Partial<Options> = {}): CompatClient {
  const clock = new ManualClock()
  const pusher = new Pusher('app-key', { ...optionsFor(server), clock, random: () => 0, ...options })
  const told: (readonly [string, unknown])[] = []
  const names = ['state_change', 'connecting', 'connected', 'unavailable', 'failed', 'disconnected']
  for (const name of [...names, 'error', 'connecting_in']) {
    pusher.connection.bind(name, (data) => told.push([name, data]))
  }
  onTestFinished(() => pusher.disconnect())
  return { pusher, clock, told }
}

/** A client that is connected to a server, and the server's end of it. */
export async function connectCompat(
  server: ScriptedServer,
  options: Partial<Options> = {},
): Promise<CompatClient & { readonly peer: Peer }> {
  const client = createCompat(server, options)
  return { ...client, peer: await greet(server, client.pusher) }
}

/** Takes the next connection, and greets it. */
export async function greet(server: ScriptedServer, pusher: Pusher, socketId?: string): Promise<Peer> {
  const peer = await server.accepted()
  peer.handshake(socketId)
  await reached(pusher, 'connected')
  return peer
}

/** The data of the next event of a name. */
export function heard<Data>(emitter: Pick<Emitter, 'bind' | 'unbind'>, name: string): Promise<Data> {
  return new Promise((resolve) => {
    const once = (data: Data): void => {
      emitter.unbind(name, once)
      resolve(data)
    }
    emitter.bind(name, once)
  })
}

/** Settles when the connection has that state. */
export async function reached(pusher: Pusher, state: string): Promise<void> {
  while (pusher.connection.state !== state) await heard(pusher.connection, 'state_change')
}

/** Subscribes, and answers as the server does. */
export async function subscribe(
  pusher: Pusher,
  peer: Peer,
  name: string,
  data: unknown = '{}',
): Promise<Channel> {
  const channel = pusher.subscribe(name)
  await peer.frames.take()
  const succeeded = heard(channel, 'pusher:subscription_succeeded')
  peer.send({ event: 'pusher_internal:subscription_succeeded', channel: name, data })
  await succeeded
  return channel
}

/** A socket that never opens, and the addresses that were asked for. */
export function watchAddresses(): { readonly urls: URL[]; readonly socket: SocketFactory } {
  const urls: URL[] = []
  const socket: SocketFactory = (url) => {
    urls.push(new URL(url))
    return { send: () => undefined, close: () => undefined }
  }
  return { urls, socket }
}
