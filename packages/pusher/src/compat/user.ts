import type { Frame } from '../protocol/frame.js'
import { userChannelName } from '../protocol/channel-name.js'
import { asObject, parseObject, readObject } from '../protocol/system-events.js'
import {
  ask,
  authorizationFailure,
  type UserAuthenticationCallback,
  type UserAuthenticationHandler,
} from './authorization.js'
import { Channel } from './channel.js'
import type { ChannelHost } from './channel-host.js'
import { Emitter } from './emitter.js'
import { log } from './logger.js'

/** What the sign-in needs of the client it belongs to. */
export interface UserHost extends ChannelHost {
  readonly config: ChannelHost['config'] & { readonly userAuthenticator: UserAuthenticationHandler }
}

/** The user as the application's server vouched for them. */
export interface UserData {
  readonly id: string
  readonly [field: string]: unknown
}

/** Users of the watchlist who came online or went off: `online` and `offline`, with `{ name, user_ids }`. */
export class Watchlist extends Emitter {
  /** Takes the data of the server's frame. */
  handleEvent(data: unknown): void {
    const { events } = asObject(data)
    if (!Array.isArray(events)) return
    for (const event of events as readonly unknown[]) {
      const { name } = asObject(event)
      if (typeof name === 'string') this.emit(name, event)
    }
  }
}

/** The signed-in user, and what the server sends to them and nobody else. */
export class User extends Emitter {
  signin_requested = false
  user_data: UserData | null = null
  serverToUserChannel: Channel | null = null
  /** Resolves when the present sign-in came to an end, well or not; null where none was asked for. */
  signinDonePromise: Promise<void> | null = null
  readonly watchlist: Watchlist = new Watchlist()
  readonly #host: UserHost
  #done: (() => void) | undefined
  #asking: AbortController | undefined

  constructor(host: UserHost) {
    super()
    this.#host = host
  }

  /** Signs in, now where there is a connection, and on every later one. */
  signin(): void {
    if (this.signin_requested) return
    this.signin_requested = true
    this.connected()
  }

  /** A connection is there. */
  connected(): void {
    if (!this.signin_requested) return
    this.#expect()
    const { socket_id: socketId, state } = this.#host.connection
    if (state !== 'connected' || socketId === undefined) return
    const asking = new AbortController()
    this.#asking = asking
    const settle: UserAuthenticationCallback = (error, data) => {
      if (this.#asking !== asking) return
      if (error || !data) this.#refused(error)
      else this.#host.send_event('pusher:signin', { auth: data.auth, user_data: data.user_data })
    }
    ask(this.#host.config.userAuthenticator, { socketId }, settle, asking.signal)
  }

  /** The connection is gone, and the sign-in with it. */
  lost(): void {
    this.#asking?.abort()
    this.#asking = undefined
    this.#reset()
    if (this.signin_requested) this.#expect()
  }

  /** The channel of what is sent to this user, where it has that name. */
  channel(name: string): Channel | undefined {
    return this.serverToUserChannel?.name === name ? this.serverToUserChannel : undefined
  }

  /** Takes a frame of no other channel. */
  receive(frame: Frame): void {
    if (frame.channel !== undefined) this.channel(frame.channel)?.receive(frame)
    else if (frame.event === 'pusher:signin_success') this.#succeeded(frame)
    else if (frame.event === 'pusher_internal:watchlist_events') this.watchlist.handleEvent(frame.data)
  }

  #succeeded(frame: Frame): void {
    if (this.#asking === undefined) return
    const { user_data: text } = readObject(frame)
    const data = typeof text === 'string' ? parseObject(text) : {}
    const { id } = data
    if (typeof id !== 'string' || id === '') {
      log(() => 'Could not sign in: the server named no user.', 'warn')
      this.#reset()
      return
    }
    this.user_data = { ...data, id }
    this.#done?.()
    this.#follow(userChannelName(id))
  }

  #follow(name: string): void {
    if (this.serverToUserChannel?.name === name) return
    const channel = new Channel(name, this.#host)
    channel.bind_global((event, data) => {
      if (!event.startsWith('pusher:') && !event.startsWith('pusher_internal:')) this.emit(event, data)
    })
    this.serverToUserChannel = channel
    channel.subscribe()
  }

  #refused(error: unknown): void {
    log(() => `Could not sign in: ${String(error)}`, 'warn')
    this.emit('pusher:signin_error', authorizationFailure(error))
    this.#reset()
  }

  #expect(): void {
    if (this.#done !== undefined) return
    this.signinDonePromise = new Promise((resolve) => {
      this.#done = () => {
        this.#done = undefined
        resolve()
      }
    })
  }

  #reset(): void {
    this.user_data = null
    this.serverToUserChannel?.unbind_all()
    this.serverToUserChannel?.disconnect()
    this.serverToUserChannel = null
    this.#done?.()
  }
}
