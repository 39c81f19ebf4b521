import { Connection } from '../connection/connection.js'
import type { LinkEnd } from '../connection/link.js'
import type { ConnectionStatus } from '../connection/state.js'
import type { PusherError } from '../errors.js'
import type { ClientSettings } from '../options.js'
import { encodeEvent } from '../protocol/encode-frame.js'
import type { Frame } from '../protocol/frame.js'
import { HeadScanner, type Scanned } from '../protocol/scan-head.js'
import { asObject } from '../protocol/system-events.js'
import { type ConnectionError, endErrors, parseError } from './connection-error.js'
import { Emitter } from './emitter.js'
import { isLogging, log } from './logger.js'

export type ConnectionState = ConnectionStatus['state']

/** A change of state, as `state_change` tells it. */
export interface StateChange {
  readonly previous: ConnectionState
  readonly current: ConnectionState
}

/** What the connection tells the client it belongs to: after the handlers of everything, before those of a name. */
export interface ConnectionHost {
  /** Whether an event would be heard. */
  wants(channelName: string, eventName: string): boolean
  /** Whether every event would be heard. */
  wantsAll(): boolean
  frame(frame: Frame): void
  /** The state is about to be told. */
  changing(change: StateChange): void
  /** The state is about to be told by its own name. */
  changed(change: StateChange): void
}

/** Where to connect to, and how. */
export interface ConnectionPlan {
  readonly settings: ClientSettings
  /** Whether there is a WebSocket among the transports that were asked for. */
  readonly canConnect: boolean
}

/** Below this a retry is not announced: it has been made before anybody could show it. In milliseconds. */
const leastAnnouncedMs = 500

/**
 * The connection of a client: its state, and every frame that comes.
 *
 * What is marked as internal is called by the connection beneath, and is not in the types: a bundle of functions in
 * its place would be a third of what an idle client holds.
 */
export class ConnectionManager extends Emitter {
  state: ConnectionState = 'initialized'
  /** The id of this connection, or of the last one. */
  socket_id: string | undefined
  key: string
  readonly usingTLS: boolean
  readonly #host: ConnectionHost
  readonly #scanner: HeadScanner = new HeadScanner(this)
  #plan: ConnectionPlan
  #connection: Connection

  constructor(plan: ConnectionPlan, host: ConnectionHost) {
    super()
    this.#plan = plan
    this.#host = host
    this.key = plan.settings.address.key
    this.usingTLS = plan.settings.tls
    this.#connection = new Connection(plan.settings, this)
  }

  /** Opens the connection and keeps it open; does nothing where it is open or opening. */
  connect(): void {
    if (this.#plan.canConnect) this.#connection.connect()
    else if (this.state !== 'failed') {
      log(
        () => 'Cannot connect: WebSocket is the one transport there is, and the options rule it out.',
        'warn',
      )
      this.#tell('failed')
    }
  }

  /** Ends the connection and every attempt. */
  disconnect(): void {
    if (this.#plan.canConnect) this.#connection.disconnect()
    else this.#tell('disconnected')
  }

  /** Sends a text as it is; false where nothing is connected. */
  send(text: string): boolean {
    return this.#connection.send(text)
  }

  /** Sends an event; false where nothing is connected. */
  send_event(eventName: string, data: unknown, channelName?: string): boolean {
    // Signatures and who the user is stay out of the log.
    log(() => `Event sent: ${eventName}${channelName === undefined ? '' : ` on ${channelName}`}`)
    return this.send(encodeEvent(eventName, data, channelName))
  }

  isUsingTLS(): boolean {
    return this.usingTLS
  }

  /** Leaves the present application for another one, by its key, and connects there. */
  switchCluster(key: string, host: string = this.#plan.settings.address.host): void {
    const { settings } = this.#plan
    this.#connection.release()
    this.#plan = { ...this.#plan, settings: { ...settings, address: { ...settings.address, key, host } } }
    this.key = key
    this.#connection = new Connection(this.#plan.settings, this)
    this.connect()
  }

  /** @internal */
  wants(channel: string, event: string): boolean {
    return this.#host.wants(channel, event)
  }

  /** @internal */
  scan(text: string): Scanned {
    return this.#wantsAll() ? 'unknown' : this.#scanner.scan(text)
  }

  /** @internal */
  statusChanged(_previous: ConnectionStatus, current: ConnectionStatus): void {
    if (current.state === 'connected') this.socket_id = current.socketId
    this.#tell(current.state)
  }

  /** @internal */
  retry(delayMs: number): void {
    if (delayMs >= leastAnnouncedMs) this.emit('connecting_in', Math.round(delayMs / 1_000))
  }

  /** @internal */
  ended(end: LinkEnd): undefined {
    for (const error of endErrors(end)) this.#fail(error)
  }

  /** @internal */
  error(error: PusherError, text?: string): void {
    if (text !== undefined) this.#fail(parseError(error, text))
    else if (error.code === 'malformed_frame' || error.code === 'no_socket') log(() => error.message, 'warn')
  }

  /** @internal */
  own(frame: Frame): void {
    if (frame.event === 'pusher:error') this.#fail({ type: 'PusherError', data: asObject(frame.data) })
    this.frame(frame)
  }

  /** @internal */
  frame(frame: Frame): void {
    if (isLogging()) logFrame(frame)
    if (!this.hears('message')) {
      this.#host.frame(frame)
      return
    }
    const { event, channel, data } = frame
    const { user_id: userId } = frame.envelope
    const message = userId ? { event, channel, data, user_id: userId } : { event, channel, data }
    this.emitGlobal('message', message)
    this.#host.frame(frame)
    this.emitNamed('message', message)
  }

  #wantsAll(): boolean {
    return this.hears('message') || this.#host.wantsAll() || isLogging()
  }

  #fail(error: ConnectionError): void {
    log(() => `Connection error: ${JSON.stringify(error)}`, 'warn')
    this.emit('error', error)
  }

  #tell(current: ConnectionState): void {
    if (this.state === current) return
    const change: StateChange = { previous: this.state, current }
    log(() => `State changed: ${change.previous} -> ${current}`)
    this.state = current
    this.emitGlobal('state_change', change)
    this.#host.changing(change)
    this.emitNamed('state_change', change)
    // A handler may have moved it on, and that has been told by then.
    if (this.state !== current) return
    const data = current === 'connected' ? { socket_id: this.socket_id } : undefined
    this.emitGlobal(current, data)
    this.#host.changed(change)
    if (this.state === current) this.emitNamed(current, data)
  }
}

function logFrame({ event, envelope }: Frame): void {
  // Some servers send the signature of a sign-in back.
  const isSecret = event === 'pusher:signin_success'
  log(() => `Event received: ${isSecret ? event : JSON.stringify(envelope)}`)
}
