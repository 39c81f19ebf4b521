import { authorizeChannel, type ChannelAuthorization } from './channel/authorization.js'
import { Channels, type ChannelsOwner } from './channel/channels.js'
import { createChannel } from './channel/create-channel.js'
import type { Gap } from './channel/gaps.js'
import { LiveChannel } from './channel/live-channel.js'
import type { ChannelContext } from './channel/context.js'
import type { Clock } from './clock.js'
import { Connection, type ConnectionOwner } from './connection/connection.js'
import { endError, serverError } from './connection/connection-error.js'
import type { LinkEnd } from './connection/link.js'
import type { ConnectionStatus } from './connection/state.js'
import { PusherError } from './errors.js'
import { Listeners, type ListenersOwner } from './listeners.js'
import type { ClientSettings } from './options.js'
import { channelKind, userChannelName } from './protocol/channel-name.js'
import type { SubscribeCredentials } from './protocol/encode-frame.js'
import { Frame } from './protocol/frame.js'
import { HeadScanner, type HeadScannerOwner, type Scanned } from './protocol/scan-head.js'
import { reportUnheard } from './report.js'
import type { SigninOwner, SigninSession } from './user/signin.js'

/** Frames since the client was made, of all its connections. */
export interface FrameCounts {
  /** All of them, but for the handshakes. */
  readonly received: number
  /** Those of events nobody listened for: recognized by their head, and not parsed. */
  readonly skipped: number
}

/**
 * Joins the connection, the channels and the user: who hears of what, and in which order.
 *
 * It is the owner of all its parts itself, and not a bundle of functions for each: a process may hold thousands
 * of clients, of which most do nothing.
 */
export class Client
  implements ConnectionOwner, ChannelsOwner, ChannelContext, SigninOwner, HeadScannerOwner, ListenersOwner
{
  /** Of the client's own events. */
  readonly listeners: Listeners = new Listeners(this)
  readonly #settings: ClientSettings
  readonly #connection: Connection
  readonly #channels: Channels = new Channels(this)
  readonly #scanner: HeadScanner = new HeadScanner(this)
  #user: SigninSession | undefined
  /** The channel of what is sent to the signed-in user. */
  #userChannel: string | undefined
  #abort: (() => void) | undefined
  #received = 0
  #skipped = 0

  constructor(settings: ClientSettings) {
    this.#settings = settings
    this.#connection = new Connection(settings, this)
  }

  /** How many frames came, and how many of them nobody listened for and were not even parsed. */
  get counts(): FrameCounts {
    return { received: this.#received, skipped: this.#skipped }
  }

  get status(): ConnectionStatus {
    return this.#connection.status
  }

  /** The caller's channels, in the order they were asked for. */
  get channels(): readonly LiveChannel[] {
    return [...this.#channels].filter(({ name }) => channelKind(name) !== 'user')
  }

  /** Made when it is first asked for: most clients sign nobody in. @throws PusherError `invalid_options` */
  get user(): SigninSession {
    this.#user ??= this.#settings.signin?.createSession(this)
    if (this.#user !== undefined) return this.#user
    throw new PusherError(
      'invalid_options',
      'A user needs the option `signin`: `userSignin` of @wireloom/pusher/user.',
    )
  }

  /** @throws PusherError `aborted` where the client's own signal was */
  connect(): void {
    const { signal } = this.#settings
    if (signal?.aborted) {
      const message = 'Did not connect: the signal of this client was aborted.'
      throw new PusherError('aborted', message, { cause: signal.reason })
    }
    if (signal !== undefined && this.#abort === undefined) {
      this.#abort = () => this.disconnect()
      signal.addEventListener('abort', this.#abort)
    }
    this.#connection.connect()
  }

  disconnect(): void {
    this.#connection.disconnect()
  }

  subscribe(name: string): LiveChannel {
    if (this.#isUserChannel(name)) throw reserved(name)
    return this.#channels.subscribe(name)
  }

  unsubscribe(name: string): void {
    if (!this.#isUserChannel(name)) this.#channels.unsubscribe(name)
  }

  channel(name: string): LiveChannel | undefined {
    return this.#isUserChannel(name) ? undefined : this.#channels.get(name)
  }

  // Of the connection.

  scan(text: string): Scanned {
    this.#received += 1
    // Raw mode is for those who want frames as they come.
    if (this.#settings.raw || this.listeners.has('event')) return 'unknown'
    const scanned = this.#scanner.scan(text)
    if (scanned === 'unwanted') this.#skipped += 1
    return scanned
  }

  statusChanged(previous: ConnectionStatus, current: ConnectionStatus): void {
    if (current.state === 'connected') {
      // The sign-in first: channels may wait for it.
      this.#user?.connected()
      this.#channels.connected()
    } else if (previous.state === 'connected') {
      const byCaller = current.state === 'disconnected' && current.error === undefined
      this.#channels.lost(this.#connection.heardAtMs, byCaller ? 'disconnected' : 'connection_lost')
      this.#user?.lost()
    }
    // Nobody is kept waiting for a channel of a connection that will not come.
    if ('error' in current && current.error !== undefined) this.#channels.refuse(current.error)
    if (current.state === 'disconnected' || current.state === 'failed') this.#letGoOfSignal()
    this.listeners.emit('status', { previous, current })
  }

  frame(frame: Frame): void {
    if (frame.channel !== undefined) this.#channels.handle(frame, frame.channel)
    else this.#user?.handle(frame)
    if (this.listeners.has('event') && !frame.event.startsWith('pusher_internal:')) {
      this.listeners.emit('event', frame)
    }
  }

  ended(end: LinkEnd): PusherError | undefined {
    return endError(end)
  }

  own(frame: Frame): void {
    if (frame.event === 'pusher:error') this.error(serverError(frame))
  }

  retry(delayMs: number, attempt: number): void {
    this.listeners.emit('retry', { delayMs, attempt })
  }

  // Of all parts.

  error(error: PusherError): void {
    if (this.listeners.has('error')) this.listeners.emit('error', error)
    else if (error.code === 'handler_failed') reportUnheard(error)
  }

  send(text: string): boolean {
    return this.#connection.send(text)
  }

  listenerFailed(cause: unknown): void {
    const message = 'A listener failed; the others were called all the same.'
    // Not to the listeners again: the one that failed may be among them.
    reportUnheard(new PusherError('handler_failed', message, { cause }))
  }

  // Of the scanner.

  wants(channel: string, event: string): boolean {
    return this.#channels.wants(channel, event)
  }

  // Of the channels.

  get clock(): Clock {
    return this.#settings.clock
  }

  gap(gap: Gap): void {
    this.listeners.emit('gap', gap)
  }

  create(name: string): LiveChannel {
    if (!this.#isUserChannel(name)) return createChannel(name, this.#settings, this)
    const channel = new LiveChannel(name, this)
    channel.onAny((frame) => this.user.deliver(frame))
    return channel
  }

  credentials(channel: LiveChannel, signal: AbortSignal): Promise<SubscribeCredentials> | undefined {
    switch (channelKind(channel.name)) {
      case 'public':
        return undefined
      case 'user':
        // Nobody signs for this one: the server knows who signed in.
        return this.user.signedIn({ signal }).then(() => ({ auth: '' }))
      case 'private':
      case 'presence':
      case 'encrypted':
        return this.authorize(channel.name, signal).then((answer) => channel.admit(answer, signal))
    }
  }

  authorize(
    channel: string,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<ChannelAuthorization> {
    const { authorize } = this.#settings
    const { socketId } = this
    if (authorize === undefined || socketId === undefined) {
      const message = `Cannot be let into channel ${channel}: the connection is gone.`
      return Promise.reject(new PusherError('authorization_failed', message, { channel, retryable: true }))
    }
    return authorizeChannel(authorize, { channel, socketId, signal })
  }

  async signedInUserId(channel: string, signal: AbortSignal): Promise<string> {
    try {
      return await this.user.signedIn({ signal })
    } catch (cause) {
      const message = `No authorization for channel ${channel}: the answer holds no \`channel_data\`, and nobody is signed in.`
      throw new PusherError('authorization_failed', message, { channel, cause })
    }
  }

  reveal(hidden: Frame, text: string): Frame {
    return new Frame(hidden.event, { ...hidden.envelope, data: text }, this.#settings.raw)
  }

  // Of the user.

  get socketId(): string | undefined {
    const { status } = this
    return status.state === 'connected' ? status.socketId : undefined
  }

  follow(userId: string | undefined): void {
    const name = userId === undefined ? undefined : userChannelName(userId)
    if (name === this.#userChannel) return
    if (this.#userChannel !== undefined) this.#channels.unsubscribe(this.#userChannel)
    this.#userChannel = name
    if (name !== undefined) this.#channels.subscribe(name)
  }

  #isUserChannel(name: string): boolean {
    return this.#userChannel !== undefined && name === this.#userChannel
  }

  /** A signal that lives on must not hold a client that is done. */
  #letGoOfSignal(): void {
    if (this.#abort === undefined) return
    this.#settings.signal?.removeEventListener('abort', this.#abort)
    this.#abort = undefined
  }
}

function reserved(channel: string): PusherError {
  return new PusherError('invalid_channel_name', `Cannot subscribe to ${channel}: sign in instead.`, {
    channel,
  })
}
