import { onTestFinished } from 'vitest'
import {
  type Channel,
  type ConnectionStatus,
  Pusher,
  type PusherError,
  type PusherEvents,
  type PusherOptions,
} from '../../src/index.js'
import { ManualClock } from './manual-clock.js'
import type { Peer, ScriptedServer } from './scripted-server.js'

/** A client under test, its clock, and a log of what it told. */
export interface TestClient {
  readonly pusher: Pusher
  readonly clock: ManualClock
  readonly states: ConnectionStatus['state'][]
  readonly errors: PusherError[]
  readonly retries: PusherEvents['retry'][]
  readonly gaps: PusherEvents['gap'][]
}

/** A client of a server, not connected yet; closed when the test is over. Chance is at its least: no jitter. */
export function createClient(
  server: { readonly options: PusherOptions },
  options: Partial<PusherOptions> = {},
): TestClient {
  const clock = new ManualClock()
  const pusher = new Pusher({ clock, random: () => 0, ...server.options, ...options })
  const client: TestClient = { pusher, clock, states: [], errors: [], retries: [], gaps: [] }
  pusher.on('status', ({ current }) => void client.states.push(current.state))
  pusher.on('error', (error) => void client.errors.push(error))
  pusher.on('retry', (retry) => void client.retries.push(retry))
  pusher.on('gap', (gap) => void client.gaps.push(gap))
  onTestFinished(() => pusher.disconnect())
  return client
}

/** A client that is connected to a server, and the server's end of it. */
export async function connectClient(
  server: ScriptedServer,
  options: Partial<PusherOptions> = {},
): Promise<TestClient & { readonly peer: Peer }> {
  const client = createClient(server, options)
  client.pusher.connect()
  const peer = await server.accepted()
  peer.handshake()
  await client.pusher.connected()
  return { ...client, peer }
}

/** The next event of a client. */
export function next<Name extends keyof PusherEvents>(
  pusher: Pusher,
  name: Name,
): Promise<PusherEvents[Name]> {
  return new Promise((resolve) => {
    const undo = pusher.on(name, (value) => {
      undo()
      resolve(value)
    })
  })
}

/** Settles when the client has that state. */
export async function reached(pusher: Pusher, state: ConnectionStatus['state']): Promise<void> {
  while (pusher.status.state !== state) await next(pusher, 'status')
}

/** Subscribes, and answers as the server does. */
export async function subscribed(
  { pusher, peer }: { readonly pusher: Pusher; readonly peer: Peer },
  name: string,
): Promise<Channel> {
  const channel = pusher.subscribe(name)
  await peer.frames.take()
  peer.acknowledge(name)
  await channel.subscribed()
  return channel
}
