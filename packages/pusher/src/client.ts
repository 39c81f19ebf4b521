import { authorizeChannel, type ChannelAuthorization } from './channel/authorization.js'
import { Channels } from './channel/channels.js'
import { createChannel } from './channel/create-channel.js'
import type { Gap } from './channel/gaps.js'
import { LiveChannel } from './channel/live-channel.js'
import type { ChannelContext } from './channel/context.js'
import { Connection } from './connection/connection.js'
import type { ConnectionStatus } from './connection/state.js'
import { PusherError } from './errors.js'
import type { ClientSettings } from './options.js'
import { channelKind, userChannelName } from './protocol/channel-name.js'
import type { SubscribeCredentials } from './protocol/encode-frame.js'
import { Frame } from './protocol/frame.js'
import { HeadScanner } from './protocol/scan-head.js'
import { LiveUser } from './user/live-user.js'

/** Frames since the client was made, of all its connections. */
export interface FrameCounts {
  /** All of them, but for the handshakes. */
  readonly received: number
  /** Those of events nobody listened for: recognized by their head, and not parsed. */
  readonly skipped: number
}

/** What a client tells whoever shows its face. None of these may throw. */
export interface ClientOwner {
  /** Whether every event is wanted, bound to its channel or not. */
  wantsAll(): boolean
  status(previous: ConnectionStatus, current: ConnectionStatus): void
  retry(delayMs: number, attempt: number): void
  error(error: PusherError): void
  gap(gap: Gap): void
  event(frame: Frame): void
}

/** Joins the connection, the channels and the user: who hears of what, and in which order. */
export class Client {
  readonly user: LiveUser
  readonly #settings: ClientSettings
  readonly #owner: ClientOwner
  readonly #connection: Connection
  readonly #channels: Channels
  readonly #context: ChannelContext
  /** The channel of what is sent to the signed-in user. */
  #userChannel: string | undefined
  #received = 0
  #skipped = 0

  constructor(settings: ClientSettings, owner: ClientOwner) {
    this.#settings = settings
    this.#owner = owner
    const scanner = new HeadScanner((channel, event) => this.#isWanted(channel, event))
    this.#connection = new Connection(settings, {
      isUnwanted: (text) => this.#isUnwanted(scanner, text),
      statusChanged: (previous, current) => this.#statusChanged(previous, current),
      frame: (frame) => this.#frame(frame),
      retry: (delayMs, attempt) => owner.retry(delayMs, attempt),
      error: (error) => owner.error(error),
    })
    const send = (text: string): boolean => this.#connection.send(text)
    const error = (reported: PusherError): void => owner.error(reported)
    this.#context = {
      send,
      error,
      authorize: (channel) => this.#authorize(channel, new AbortController().signal),
      signedInUserId: (channel, signal) => this.#signedInUserId(channel, signal),
      frame: (hidden, text) => new Frame(hidden.event, { ...hidden.envelope, data: text }, settings.raw),
    }
    this.#channels = new Channels({
      clock: settings.clock,
      send,
      error,
      gap: (gap) => owner.gap(gap),
      create: (name) => this.#create(name),
      credentials: (channel, signal) => this.#credentials(channel, signal),
    })
    this.user = new LiveUser({
      authenticate: settings.authenticate,
      send,
      error,
      follow: (userId) => this.#follow(userId),
    })
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

  connect(): void {
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

  #isUserChannel(name: string): boolean {
    return this.#userChannel !== undefined && name === this.#userChannel
  }

  #statusChanged(previous: ConnectionStatus, current: ConnectionStatus): void {
    if (current.state === 'connected') {
      // The sign-in first: channels may wait for it.
      this.user.connected(current.socketId)
      this.#channels.connected()
    } else if (previous.state === 'connected') {
      const byCaller = current.state === 'disconnected' && current.error === undefined
      this.#channels.lost(this.#connection.heardAtMs, byCaller ? 'disconnected' : 'connection_lost')
      this.user.lost()
    }
    // Nobody is kept waiting for a channel of a connection that will not come.
    if ('error' in current && current.error !== undefined) this.#channels.refuse(current.error)
    this.#owner.status(previous, current)
  }

  #isUnwanted(scanner: HeadScanner, text: string): boolean {
    this.#received += 1
    // Raw mode is for those who want frames as they come.
    if (this.#settings.raw || this.#owner.wantsAll() || !scanner.isUnwanted(text)) return false
    this.#skipped += 1
    return true
  }

  #isWanted(channel: string, event: string): boolean {
    // Whatever may be the protocol's own is looked into.
    return event.startsWith('pusher') || this.#channels.wants(channel, event)
  }

  #frame(frame: Frame): void {
    if (frame.channel !== undefined) this.#channels.handle(frame, frame.channel)
    else this.user.handle(frame)
    if (!frame.event.startsWith('pusher_internal:')) this.#owner.event(frame)
  }

  #create(name: string): LiveChannel {
    if (!this.#isUserChannel(name)) return createChannel(name, this.#settings, this.#context)
    const channel = new LiveChannel(name, this.#context)
    channel.onAny((frame) => this.user.deliver(frame))
    return channel
  }

  #credentials(channel: LiveChannel, signal: AbortSignal): Promise<SubscribeCredentials> | undefined {
    switch (channelKind(channel.name)) {
      case 'public':
        return undefined
      case 'user':
        // Nobody signs for this one: the server knows who signed in.
        return this.user.signedIn({ signal }).then(() => ({ auth: '' }))
      case 'private':
      case 'presence':
      case 'encrypted':
        return this.#authorize(channel.name, signal).then((answer) => channel.admit(answer, signal))
    }
  }

  #authorize(channel: string, signal: AbortSignal): Promise<ChannelAuthorization> {
    const { authorize } = this.#settings
    const { status } = this
    if (authorize === undefined || status.state !== 'connected') {
      const message = `Cannot be let into channel ${channel}: the connection is gone.`
      return Promise.reject(new PusherError('authorization_failed', message, { channel, retryable: true }))
    }
    return authorizeChannel(authorize, { channel, socketId: status.socketId, signal })
  }

  async #signedInUserId(channel: string, signal: AbortSignal): Promise<string> {
    try {
      return await this.user.signedIn({ signal })
    } catch (cause) {
      const message = `No authorization for channel ${channel}: the answer holds no \`channel_data\`, and nobody is signed in.`
      throw new PusherError('authorization_failed', message, { channel, cause })
    }
  }

  #follow(userId: string | undefined): void {
    const name = userId === undefined ? undefined : userChannelName(userId)
    if (name === this.#userChannel) return
    if (this.#userChannel !== undefined) this.#channels.unsubscribe(this.#userChannel)
    this.#userChannel = name
    if (name !== undefined) this.#channels.subscribe(name)
  }
}

function reserved(channel: string): PusherError {
  return new PusherError('invalid_channel_name', `Cannot subscribe to ${channel}: sign in instead.`, {
    channel,
  })
}
