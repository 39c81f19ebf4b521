import type { Clock } from '../clock.js'
import { PusherError } from '../errors.js'
import { type Reaction, reactionTo } from '../protocol/close-codes.js'
import { decodeFrame } from '../protocol/decode-frame.js'
import { encodePing, encodePong } from '../protocol/encode-frame.js'
import type { Frame } from '../protocol/frame.js'
import type { Scanned } from '../protocol/scan-head.js'
import { type Handshake, readHandshake, readServerError } from '../protocol/system-events.js'
import type { Socket, SocketClose, SocketFactory, SocketHandlers } from '../socket/socket.js'
import { Timer } from '../timer.js'
import { Heartbeat, type HeartbeatOwner } from './heartbeat.js'

/** What a link needs of the connection's settings. */
export interface LinkSettings {
  readonly raw: boolean
  readonly activityTimeoutMs: number
  readonly pongTimeoutMs: number
  readonly connectTimeoutMs: number
  readonly socket: SocketFactory
  readonly clock: Clock
}

/** How far a link had come: the socket not open yet, open but not greeted, or in use. */
export type LinkStage = 'opening' | 'handshake' | 'established'

/** How a link ended by itself. */
export interface LinkEnd {
  readonly stage: LinkStage
  readonly reaction: Reaction
  /** Why it was given up, where it was. */
  readonly error?: PusherError
  /** Else what the server or the runtime said, by closing or by a `pusher:error` in place of the handshake. */
  readonly close?: SocketClose
}

/** Who takes what a link carries. None of these may throw. */
export interface FrameReceiver {
  /** What a frame's text, or how that begins, says of it. One that is unwanted still is a sign of life. */
  scan(text: string): Scanned
  /** A frame that is not the connection's own business. */
  frame(frame: Frame): void
  /** A frame about the connection itself: a ping, which is answered already, a pong, an error. */
  own(frame: Frame): void
  /** Something went wrong that the link survives; `text` is the frame that could not be read. */
  error(error: PusherError, text?: string): void
}

/** Who keeps a link: hears of its beginning and its end. */
export interface LinkOwner {
  established(handshake: Handshake): void
  /** The last call, once; not made where the owner closed the link itself. */
  ended(end: LinkEnd): void
}

const ownEvents: ReadonlySet<string> = new Set(['pusher:ping', 'pusher:pong', 'pusher:error'])

/** One socket from its opening to its end: the handshake, the heartbeat, and the frames between. */
export class Link implements HeartbeatOwner {
  readonly #settings: LinkSettings
  readonly #receiver: FrameReceiver
  readonly #owner: LinkOwner
  readonly #heartbeat: Heartbeat
  /** Until the handshake is done. */
  #deadline: Timer | undefined
  readonly #socket: Socket
  #phase: 'opening' | 'established' | 'ended' = 'opening'
  #isOpen = false
  /** Of the frame that is to come, where the socket has asked by its first characters. */
  #scanned: Scanned | undefined

  readonly #skip = (begin: string): boolean => {
    if (this.#phase !== 'established') return false
    const scanned = this.#receiver.scan(begin)
    if (scanned === 'unwanted') this.#heartbeat.heard()
    else this.#scanned = scanned
    return scanned === 'unwanted'
  }
  readonly #handlers: SocketHandlers = {
    opened: () => {
      this.#isOpen = true
    },
    skip: this.#skip,
    text: (text) => this.#received(text),
    binary: () =>
      this.#unreadable(new PusherError('malformed_frame', 'Skipped a binary frame: frames are text.')),
    closed: (close) => this.#closed(close),
  }

  /** @throws whatever the socket factory throws */
  constructor(url: string, settings: LinkSettings, receiver: FrameReceiver, owner: LinkOwner) {
    this.#settings = settings
    this.#receiver = receiver
    this.#owner = owner
    this.#heartbeat = new Heartbeat(settings.clock, settings.pongTimeoutMs, this)
    this.#deadline = new Timer(settings.clock, () =>
      this.#giveUp('connection_failed', `no handshake in ${settings.connectTimeoutMs} ms`, 'retry'),
    )
    this.#deadline.start(settings.connectTimeoutMs)
    try {
      this.#socket = settings.socket(url, this.#handlers)
    } catch (cause) {
      this.#settle()
      throw cause
    }
  }

  get isEstablished(): boolean {
    return this.#phase === 'established'
  }

  /** When the last frame came that is sure not to have waited for long, in milliseconds since the epoch. */
  get heardAtMs(): number {
    return this.#heartbeat.heardAtMs
  }

  /** Sends a frame; false where the handshake is not done or the link has ended. */
  send(text: string): boolean {
    if (this.#phase !== 'established') return false
    this.#socket.send(text)
    return true
  }

  /** Asks the server for a sign of life now. */
  probe(): void {
    this.#heartbeat.probe()
  }

  /** Ends the link; its owner hears no more of it. */
  close(): void {
    if (this.#phase === 'ended') return
    this.#settle()
    this.#socket.close(1000)
  }

  /** Of the heartbeat: the server is to show that it lives. */
  ping(): void {
    this.#socket.send(encodePing())
  }

  /** Of the heartbeat: it did not. */
  silent(): void {
    const { pongTimeoutMs } = this.#settings
    this.#giveUp('connection_lost', `no answer to a ping in ${pongTimeoutMs} ms`, 'retry-now')
  }

  #received(text: string): void {
    if (this.#phase === 'ended') return
    if (this.#phase === 'opening') {
      this.#shakeHands(decodeFrame(text, this.#settings.raw))
      return
    }
    this.#heartbeat.heard()
    const scanned = this.#scanned ?? this.#receiver.scan(text)
    this.#scanned = undefined
    // While frames are wanted, to decode their heads first would only cost.
    this.#handlers.skip = scanned === 'unwanted' ? this.#skip : undefined
    if (scanned === 'unwanted') return
    const frame = decodeFrame(text, this.#settings.raw, scanned === 'unknown' ? undefined : scanned)
    if (frame instanceof PusherError) {
      this.#receiver.error(frame, text)
      return
    }
    const { event } = frame
    if (event === 'pusher:ping') this.#socket.send(encodePong())
    if (event === 'pusher:pong') this.#heartbeat.answered()
    if (ownEvents.has(event)) this.#receiver.own(frame)
    else this.#receiver.frame(frame)
  }

  #shakeHands(frame: Frame | PusherError): void {
    if (frame instanceof PusherError) {
      this.#unreadable(frame)
      return
    }
    const handshake = readHandshake(frame)
    if (handshake !== undefined) {
      this.#phase = 'established'
      this.#endDeadline()
      const { activityTimeoutMs } = this.#settings
      this.#heartbeat.start(Math.min(activityTimeoutMs, handshake.activityTimeoutMs ?? activityTimeoutMs))
      this.#owner.established(handshake)
    } else if (frame.event === 'pusher:error') {
      // Some servers refuse by this event and leave the closing to us: its code counts as a close code.
      const { code, message } = readServerError(frame)
      this.#closed({ code: code ?? 1006, reason: message }, true)
    } else {
      this.#giveUp(
        'handshake_failed',
        `the first frame was ${JSON.stringify(frame.event)}, not a handshake`,
        'retry',
      )
    }
  }

  #unreadable(error: PusherError): void {
    if (this.#phase === 'established') {
      this.#heartbeat.heard()
      this.#receiver.error(error)
    } else {
      this.#giveUp('handshake_failed', 'the first frame was no event', 'retry', error)
    }
  }

  #closed(close: SocketClose, isOpen = false): void {
    this.#end({ reaction: reactionTo(close.code), close }, isOpen)
  }

  #giveUp(
    code: 'connection_lost' | 'connection_failed' | 'handshake_failed',
    what: string,
    reaction: Reaction,
    cause?: unknown,
  ): void {
    const error = new PusherError(code, `Gave up a connection: ${what}. It is opened again.`, {
      retryable: true,
      cause,
    })
    this.#end({ reaction, error }, true)
  }

  #end(end: Omit<LinkEnd, 'stage'>, close: boolean): void {
    if (this.#phase === 'ended') return
    const stage = this.#phase === 'established' ? 'established' : this.#isOpen ? 'handshake' : 'opening'
    this.#settle()
    if (close) this.#socket.close()
    this.#owner.ended({ ...end, stage })
  }

  #endDeadline(): void {
    this.#deadline?.stop()
    this.#deadline = undefined
  }

  #settle(): void {
    this.#phase = 'ended'
    this.#endDeadline()
    this.#heartbeat.stop()
  }
}
