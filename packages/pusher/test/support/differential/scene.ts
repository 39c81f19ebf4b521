import { setImmediate } from 'node:timers/promises'
import PusherJs from 'pusher-js'
import { vi } from 'vitest'
import Pusher, { type Channel, type Options } from '../../../src/compat.js'
import { Peer, startServer } from '../scripted-server.js'
import { describeValue } from './describe-value.js'

/** The two that are compared, by the one surface they share. */
export const libraries: { readonly theirs: typeof Pusher; readonly ours: typeof Pusher } = {
  theirs: PusherJs as unknown as typeof Pusher,
  ours: Pusher,
}

/** What happened, seen from the application and from the server. */
export interface Logs {
  readonly client: string[]
  readonly server: string[]
}

/** One library, one server, and everything either of them did. */
export class Scene {
  readonly logs: Logs = { client: [], server: [] }
  readonly #library: typeof Pusher
  readonly #peers: Peer[] = []
  readonly #pushers: Pusher[] = []
  #port = 0
  /** What the next connections are greeted with; nothing where a script greets by itself. */
  greet: ((peer: Peer) => void) | undefined = (peer) => peer.handshake(`1.${this.#peers.length}`)

  constructor(library: typeof Pusher) {
    this.#library = library
  }

  /** Plays a script to its end; time moves only where the script says so. */
  static async play(library: typeof Pusher, script: (scene: Scene) => Promise<void>): Promise<Logs> {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const scene = new Scene(library)
    const server = await startServer({ onPeer: (peer) => scene.#met(peer) })
    scene.#port = server.port
    try {
      await script(scene)
    } finally {
      for (const pusher of scene.#pushers) pusher.disconnect()
      await server.close()
      vi.restoreAllMocks()
      vi.useRealTimers()
    }
    return scene.logs
  }

  /** The server's end of the latest connection. */
  get peer(): Peer {
    const peer = this.#peers.at(-1)
    if (peer === undefined) throw new Error('nobody has connected yet')
    return peer
  }

  get connections(): number {
    return this.#peers.length
  }

  note(what: string, ...values: readonly unknown[]): void {
    this.logs.client.push([what, ...values.map((value) => describeValue(value))].join(' '))
  }

  /** Notes what a call gives, or that it throws. */
  attempt(what: string, call: () => unknown): void {
    try {
      const result = call()
      const isPlain = typeof result !== 'object' || result === null
      this.note(what, isPlain ? result : '<object>')
    } catch {
      this.note(what, 'threw')
    }
  }

  /** A client, with everything it tells in the log. */
  create(options: Partial<Options> = {}): Pusher {
    const pusher = new this.#library('app-key', { ...this.address, ...options })
    this.#pushers.push(pusher)
    pusher.connection.bind_global((event, data) => this.note(`connection ${event}`, data))
    pusher.bind_global((event, data) => this.note(`pusher ${event}`, data))
    pusher.user.bind_global((event, data) => this.note(`user ${event}`, data))
    pusher.user.watchlist.bind_global((event, data) => this.note(`watchlist ${event}`, data))
    return pusher
  }

  /** A client that is connected. */
  async connect(options: Partial<Options> = {}): Promise<Pusher> {
    const pusher = this.create(options)
    await this.until(() => pusher.connection.state === 'connected')
    return pusher
  }

  get address(): Options {
    return {
      cluster: '',
      wsHost: '127.0.0.1',
      wsPort: this.#port,
      forceTLS: false,
      enabledTransports: ['ws'],
    }
  }

  construct(...parameters: readonly unknown[]): Pusher {
    const pusher = Reflect.construct(this.#library, parameters) as Pusher
    this.#pushers.push(pusher)
    return pusher
  }

  /** Subscribes, with everything the channel tells in the log. */
  subscribe(pusher: Pusher, name: string): Channel {
    const channel = pusher.subscribe(name)
    channel.bind_global((event, data) => this.note(`${name} ${event}`, data))
    return channel
  }

  /** Subscribes, and answers as the server does. */
  async subscribed(pusher: Pusher, name: string, data: unknown = '{}'): Promise<Channel> {
    const channel = this.subscribe(pusher, name)
    await this.settle()
    this.peer.send({ event: 'pusher_internal:subscription_succeeded', channel: name, data })
    await this.settle()
    return channel
  }

  /** Notes the flags of a channel. */
  flags(channel: Channel): void {
    const { name, subscribed, subscriptionPending, subscriptionCancelled } = channel
    const isKnown = channel.pusher.channels.find(name) === channel
    this.note(`flags of ${name}`, { subscribed, subscriptionPending, subscriptionCancelled, isKnown })
  }

  /** Everything both sides have sent has been received, and what was put off for a moment has been done. */
  async settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await vi.advanceTimersByTimeAsync(1)
      await setImmediate()
      const peer = this.#peers.at(-1)
      if (peer?.isOpen) await Promise.race([peer.flushed(), peer.closed])
    }
  }

  /** Lets time pass. */
  async pass(byMs: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(byMs)
    await this.settle()
  }

  /** Waits for what real sockets need real time for. */
  async until(isSo: () => boolean): Promise<void> {
    const untilMs = performance.now() + 3_000
    while (performance.now() < untilMs) {
      if (isSo()) return
      await vi.advanceTimersByTimeAsync(0)
      await setImmediate()
    }
    throw new Error(`waited in vain; so far:\n${this.logs.client.join('\n')}`)
  }

  /** Waits for the end of the present connection, and for what the client makes of it at once. */
  async ended(): Promise<void> {
    await this.peer.closed
    for (let round = 0; round < 20; round += 1) {
      await vi.advanceTimersByTimeAsync(0)
      await setImmediate()
    }
  }

  #met(peer: Peer): void {
    this.#peers.push(peer)
    const number = this.#peers.length
    this.logs.server.push(`${number} opened`)
    peer.onFrame = (frame) => this.logs.server.push(`${number} ${describeValue(frame)}`)
    // The socket's own listener is not there yet.
    queueMicrotask(() => this.greet?.(peer))
  }
}
