import type { ChannelEncryption } from '../channel/encryption.js'
import type { Frame } from '../protocol/frame.js'
import type { ChannelAuthorizationHandler, UserAuthenticationHandler } from './authorization.js'
import { checkTransports, createChannelAuthorizer, createUserAuthenticator } from './authorizers.js'
import type { Channel } from './channel.js'
import { Channels } from './channels.js'
import { ConnectionManager, type ConnectionPlan, type StateChange } from './connection-manager.js'
import { type Callback, Emitter, type GlobalCallback } from './emitter.js'
import { Instances } from './instances.js'
import { logging } from './logger.js'
import { checkOptions, findEncryption, type Options, planConnection, shouldUseTls } from './options.js'
import { User } from './user.js'

/** Another application to connect to. */
export interface ClusterOptions {
  appKey: string
  cluster: string
}

/** What the options came to. */
export interface Config {
  readonly cluster: string
  readonly useTLS: boolean
  readonly activityTimeout: number
  readonly pongTimeout: number
  readonly unavailableTimeout: number
  readonly wsHost: string
  readonly wsPort: number
  readonly wssPort: number
  readonly wsPath: string
  readonly channelAuthorizer: ChannelAuthorizationHandler
  readonly userAuthenticator: UserAuthenticationHandler
  readonly encryption: ChannelEncryption | undefined
}

const instances = new Instances<Pusher>()

/**
 * A client of the Pusher Channels protocol with the surface of pusher-js 8: replacing the import is enough.
 *
 * It connects at once, keeps the connection open until `disconnect()`, and subscribes every channel again after
 * each loss.
 *
 * @example
 * ```ts
 * import Pusher from '@wireloom/pusher/compat'
 * const pusher = new Pusher('app-key', { cluster: 'eu' })
 * pusher.subscribe('room').bind('message', (data: { text: string }) => show(data.text))
 * ```
 */
export class Pusher {
  /** Whether the log goes to the console, where {@link Pusher.log} is not set. */
  static get logToConsole(): boolean {
    return logging.logToConsole
  }
  static set logToConsole(enabled: boolean) {
    logging.logToConsole = enabled
  }

  /** Takes each line of the log. */
  static get log(): ((message: string) => void) | undefined {
    return logging.log
  }
  static set log(log: ((message: string) => void) | undefined) {
    logging.log = log
  }

  /** The clients that are alive. The list keeps none of them so. */
  static get instances(): Pusher[] {
    return instances.list()
  }

  static readonly isReady = true
  /** Nothing is waited for: a client connects when it is made. */
  static ready(): void {}

  key: string
  readonly options: Options
  readonly channels: Channels = new Channels()
  /** Handlers of the events of all channels. */
  readonly global_emitter: Emitter = new Emitter()
  readonly sessionID: number = Math.floor(Math.random() * 1_000_000_000)
  readonly connection: ConnectionManager
  #config: Config | undefined
  #user: User | undefined

  /** @throws PusherError `invalid_options`, naming the option */
  constructor(key: string, options: Options) {
    checkOptions(key, options)
    checkTransports(options)
    this.key = key
    this.options = options
    const plan = planConnection(key, options)
    this.connection = new ConnectionManager(plan, this)
    instances.add(this)
    this.connect()
  }

  /** What the options came to. Put together when it is first asked for: public channels need none of it. */
  get config(): Config {
    const { key, options } = this
    this.#config ??= {
      ...describePlan(options.cluster, planConnection(key, options)),
      channelAuthorizer: createChannelAuthorizer(options, (name) => this.channel(name)),
      userAuthenticator: createUserAuthenticator(options),
      encryption: findEncryption(options),
    }
    return this.#config
  }

  get user(): User {
    this.#user ??= new User(this)
    return this.#user
  }

  /** The channel of a name, where it was subscribed to and not left. */
  channel(name: string): Channel | undefined {
    return this.channels.find(name)
  }

  allChannels(): Channel[] {
    return this.channels.all()
  }

  /** Opens the connection and keeps it open; does nothing where it is open or opening. */
  connect(): void {
    this.connection.connect()
  }

  /** Closes the connection and ends every attempt. Channels stay, and are subscribed again by `connect()`. */
  disconnect(): void {
    this.connection.disconnect()
  }

  /** Connects to another application; channels and options stay, so that a `wsHost` that was given still counts. */
  switchCluster({ appKey, cluster }: ClusterOptions): void {
    checkOptions(appKey, { cluster })
    const plan = planConnection(appKey, { ...this.options, cluster })
    this.#config = { ...this.config, ...describePlan(cluster, plan) }
    this.key = appKey
    this.connection.switchCluster(appKey, plan.settings.address.host)
  }

  /** Calls back at each event of a name, of any channel. */
  bind<Data = unknown>(eventName: string, callback: Callback<Data>, context?: unknown): this {
    this.global_emitter.bind(eventName, callback, context)
    return this
  }

  /** Takes handlers off: those that match everything given, all of them where nothing is. */
  unbind<Data = unknown>(
    eventName?: string | null,
    callback?: Callback<Data> | null,
    context?: unknown,
  ): this {
    this.global_emitter.unbind(eventName, callback, context)
    return this
  }

  /** Calls back at every event of every channel. */
  bind_global<Data = unknown>(callback: GlobalCallback<Data>): this {
    this.global_emitter.bind_global(callback)
    return this
  }

  unbind_global<Data = unknown>(callback?: GlobalCallback<Data>): this {
    this.global_emitter.unbind_global(callback)
    return this
  }

  unbind_all(): this {
    this.global_emitter.unbind_all()
    return this
  }

  /** Asks for every channel that was not asked for yet. */
  subscribeAll(): void {
    for (const channel of this.channels.all()) channel.subscribe()
  }

  /**
   * The channel of a name, which is asked for on this and every later connection until it is left. Asking twice
   * gives the same channel.
   *
   * @throws PusherError `invalid_channel_name`; `unsupported` where an encrypted channel lacks its cipher
   */
  subscribe(name: string): Channel {
    const channel = this.channels.add(name, this)
    // Where it was left before the answer came, there is a request under way to go on with.
    if (channel.subscriptionPending) channel.reinstateSubscription()
    else channel.subscribe()
    return channel
  }

  /** Leaves a channel. Its handlers stay with the object; subscribing again gives another one. */
  unsubscribe(name: string): void {
    const channel = this.channels.find(name)
    if (channel === undefined) return
    if (channel.subscriptionPending) {
      channel.cancelSubscription()
      return
    }
    this.channels.remove(name)
    if (channel.subscribed) channel.unsubscribe()
  }

  /** Sends an event; false where nothing is connected. */
  send_event(eventName: string, data: unknown, channelName?: string): boolean {
    return this.connection.send_event(eventName, data, channelName)
  }

  shouldUseTLS(): boolean {
    return shouldUseTls(this.options)
  }

  /** Signs in, now where there is a connection, and on every later one. */
  signin(): void {
    this.user.signin()
  }

  /** @internal */
  wants(channel: string, event: string): boolean {
    return this.global_emitter.hears(event) || (this.#find(channel)?.hears(event) ?? false)
  }

  /** @internal */
  wantsAll(): boolean {
    return this.global_emitter.hearsAll()
  }

  /** @internal */
  frame(frame: Frame): void {
    const { event, channel: name } = frame
    const channel = name === undefined ? undefined : this.channels.find(name)
    channel?.receive(frame)
    if (this.global_emitter.hears(event) && !event.startsWith('pusher_internal:')) {
      this.global_emitter.emit(event, frame.data)
    }
    if (channel === undefined) this.#user?.receive(frame)
  }

  /** @internal */
  changing({ previous, current }: StateChange): void {
    if (current === 'connected') this.#user?.connected()
    else if (previous === 'connected') this.#user?.lost()
  }

  /** @internal */
  changed({ current }: StateChange): void {
    if (current === 'connected') this.subscribeAll()
    else this.channels.disconnect()
  }

  /** A channel as frames name it: the one of the signed-in user too, which is not the caller's. */
  #find(name: string): Channel | undefined {
    return this.channels.find(name) ?? this.#user?.channel(name)
  }
}

function describePlan(
  cluster: string,
  { settings }: ConnectionPlan,
): Omit<Config, 'channelAuthorizer' | 'userAuthenticator' | 'encryption'> {
  const { address } = settings
  return {
    cluster,
    useTLS: settings.tls,
    activityTimeout: settings.activityTimeoutMs,
    pongTimeout: settings.pongTimeoutMs,
    unavailableTimeout: settings.unavailableAfterMs,
    wsHost: address.host,
    wsPort: address.port,
    wssPort: address.tlsPort,
    wsPath: address.path,
  }
}
