import type { Channel, EventMap, PresenceChannel, PrivateChannel } from './channel/channel.js'
import type { Gap } from './channel/gaps.js'
import { checkSignal } from './check-option.js'
import { Client, type FrameCounts } from './client.js'
import type { ConnectionStatus } from './connection/state.js'
import { PusherError } from './errors.js'
import type { ListenerResult, ListenOptions, Undo } from './listeners.js'
import { completeOptions, type PusherOptions } from './options.js'
import type { Frame } from './protocol/frame.js'
import type { User } from './user/user.js'
import { waitFor, type WaitOptions } from './wait-for.js'

/** Options of a subscription. */
export interface SubscribeOptions {
  /** Leaves the channel when it aborts. */
  readonly signal?: AbortSignal | undefined
}

/** What a client tells, by event. */
export interface PusherEvents {
  /** The connection moved from one status to another. */
  status: { readonly previous: ConnectionStatus; readonly current: ConnectionStatus }
  /** Another attempt is due; `attempt` counts from 1 since the last connection that lived for a while. */
  retry: { readonly delayMs: number; readonly attempt: number }
  /**
   * Something went wrong. What is `retryable` is retried by the client itself. A listener's own failure is shown
   * by the platform where nobody listens here; everything else may be left unheard.
   */
  error: PusherError
  /** After a reconnect: events of these channels may have been lost meanwhile. Comes before their next event. */
  gap: Gap
  /**
   * Any event of any channel as the server sent it, after the channel's own listeners; not the protocol's internal
   * ones. Those of encrypted channels are not opened: listen on the channel for what they hold.
   */
  event: Frame
}

const eventNames: ReadonlySet<string> = new Set<keyof PusherEvents>([
  'status',
  'retry',
  'error',
  'gap',
  'event',
])

/**
 * A client of the Pusher Channels protocol, version 7.
 *
 * Nothing is opened before `connect()`; from then on until `disconnect()` the connection is kept open, and every
 * channel is subscribed again after each loss.
 *
 * @example
 * ```ts
 * const pusher = new Pusher({ key: 'app-key', cluster: 'eu' })
 * const room = pusher.subscribe<{ message: { text: string } }>('room')
 * room.on('message', ({ text }) => show(text))
 * pusher.connect()
 * ```
 */
export class Pusher {
  readonly #client: Client

  /** @throws PusherError `invalid_options`, naming the option */
  constructor(options: PusherOptions) {
    this.#client = new Client(completeOptions(options))
  }

  /** Where the connection stands. */
  get status(): ConnectionStatus {
    return this.#client.status
  }

  /** How many frames came so far, and how many of them nobody listened for. */
  get frames(): FrameCounts {
    return this.#client.counts
  }

  /** The channels that are subscribed or about to be, in the order they were asked for. */
  get channels(): readonly Channel[] {
    return this.#client.channels
  }

  /**
   * Opens the connection and keeps it open; does nothing where it is already.
   *
   * @throws PusherError `aborted` where the client's own signal was
   */
  connect(): void {
    this.#client.connect()
  }

  /** Closes the connection and ends every attempt. Channels stay and are subscribed again by `connect()`. */
  disconnect(): void {
    this.#client.disconnect()
  }

  /**
   * The socket id, once connected. It waits through losses and retries.
   *
   * Rejects where there is nothing to wait for: `refused` by the server, `no_socket`, `disconnected` by the
   * caller or never asked to connect, `aborted` by the signal.
   */
  connected({ signal }: WaitOptions = {}): Promise<string> {
    return waitFor({
      what: 'the connection',
      signal,
      look: () => connectedOutcome(this.status),
      watch: (changed) => this.on('status', changed),
    })
  }

  /**
   * The channel of a name, which is asked for on this and every later connection until it is left. Asking twice
   * gives the same channel. The name's prefix makes its kind: `private-`, `presence-`, `private-encrypted-`.
   *
   * @typeParam Events the events sent there, as `{ name: data }`
   * @typeParam Info what the application says of the members of a presence channel
   * @param options.signal leaves the channel when it aborts
   * @throws PusherError `invalid_channel_name`; `invalid_options` where a channel that is not open to all needs
   *   the option `authorize` or `encryption`; `aborted` where the signal is already
   */
  subscribe<Events extends EventMap = Record<string, unknown>, Info = unknown>(
    name: `presence-${string}`,
    options?: SubscribeOptions,
  ): PresenceChannel<Events, Info>
  subscribe<Events extends EventMap = Record<string, unknown>>(
    name: `private-encrypted-${string}`,
    options?: SubscribeOptions,
  ): Channel<Events>
  subscribe<Events extends EventMap = Record<string, unknown>>(
    name: `private-${string}`,
    options?: SubscribeOptions,
  ): PrivateChannel<Events>
  subscribe<Events extends EventMap = Record<string, unknown>>(
    name: string,
    options?: SubscribeOptions,
  ): Channel<Events>
  subscribe(name: string, { signal }: SubscribeOptions = {}): Channel {
    checkSignal(signal)
    if (signal?.aborted) {
      const message = `Did not subscribe to ${name}: the signal was aborted already.`
      throw new PusherError('aborted', message, { channel: name, cause: signal.reason })
    }
    const channel = this.#client.subscribe(name)
    if (signal !== undefined) {
      const leave = (): void => {
        // A later channel of the same name is someone else's.
        if (this.#client.channel(name) === channel) this.unsubscribe(name)
      }
      signal.addEventListener('abort', leave, { once: true })
      channel.onStatus(({ state }) => {
        if (state === 'unsubscribed') signal.removeEventListener('abort', leave)
      })
    }
    return channel
  }

  /** Leaves a channel: its listeners are taken off and its streams end. */
  unsubscribe(name: string): void {
    this.#client.unsubscribe(name)
  }

  /** The channel of a name, where it was subscribed to and not left. */
  channel(name: string): Channel | undefined {
    return this.#client.channel(name)
  }

  /**
   * The user this client is signed in as, once it is.
   *
   * @throws PusherError `invalid_options` where the option `signin` is missing
   */
  get user(): User {
    return this.#client.user
  }

  /**
   * Signs in, now or once connected, and again on every later connection.
   *
   * @throws PusherError `invalid_options` where the option `signin` is missing
   */
  signIn(): void {
    this.#client.user.signIn()
  }

  /** Calls the listener at each of the client's own events; see {@link PusherEvents}. */
  on<Name extends keyof PusherEvents>(
    event: Name,
    listener: (value: PusherEvents[Name]) => ListenerResult,
    options?: ListenOptions,
  ): Undo {
    if (!eventNames.has(event)) {
      const known = [...eventNames].join(', ')
      throw new PusherError(
        'invalid_options',
        `A client has no event ${JSON.stringify(event)}; it has ${known}.`,
      )
    }
    return this.#client.listeners.on(event, listener, options)
  }

  [Symbol.dispose](): void {
    this.disconnect()
  }
}

/** The socket id, or why there will be none; undefined while attempts go on. */
function connectedOutcome(status: ConnectionStatus): string | PusherError | undefined {
  switch (status.state) {
    case 'connected':
      return status.socketId
    case 'connecting':
    case 'unavailable':
      return undefined
    case 'failed':
      return status.error
    case 'initialized':
    case 'disconnected':
      return (
        ('error' in status ? status.error : undefined) ??
        new PusherError('disconnected', 'There is no connection to wait for: call `connect()` first.')
      )
  }
}
