import { PusherError } from '../errors.js'
import {
  type ListenerResult,
  Listeners,
  type ListenersOwner,
  type ListenOptions,
  type Undo,
} from '../listeners.js'
import type { SubscribeCredentials } from '../protocol/encode-frame.js'
import { Frame } from '../protocol/frame.js'
import { readObject } from '../protocol/system-events.js'
import { waitFor, type WaitOptions } from '../wait-for.js'
import type { ChannelAuthorization } from './authorization.js'
import type { Channel, ChannelStatus } from './channel.js'
import type { ChannelContext } from './context.js'
import { EventQueue } from './event-queue.js'
import type { EventStream, StreamOptions } from './event-stream.js'

const any = Symbol('event')
const status = Symbol('status')

// Shared by all channels: a client may have thousands.
const pending: ChannelStatus = { state: 'pending' }

type FrameListener = (frame: Frame) => ListenerResult

/** A {@link Channel} as the inside of this package sees it: with the ends that feed it. */
export class LiveChannel implements Channel, ListenersOwner {
  readonly name: string
  protected readonly context: ChannelContext
  readonly #listeners: Listeners = new Listeners(this)
  #streams: Set<{ end(): void }> | undefined
  #status = pending
  #subscriptionCount: number | undefined

  constructor(name: string, context: ChannelContext) {
    this.name = name
    this.context = context
  }

  get status(): ChannelStatus {
    return this.#status
  }

  get subscriptionCount(): number | undefined {
    return this.#subscriptionCount
  }

  async subscribed({ signal }: WaitOptions = {}): Promise<void> {
    await waitFor({
      what: `channel ${this.name}`,
      channel: this.name,
      signal,
      look: () => this.#outcome(),
      watch: (changed) => this.onStatus(changed),
    })
  }

  on(event: string, listener: (data: never, frame: never) => ListenerResult, options?: ListenOptions): Undo {
    return this.#listeners.on(event, listener, options)
  }

  onAny(listener: FrameListener, options?: ListenOptions): Undo {
    return this.#listeners.on(any, listener, options)
  }

  onStatus(listener: (status: ChannelStatus) => ListenerResult, options?: ListenOptions): Undo {
    return this.#listeners.on(status, listener, options)
  }

  // One body for both signatures of the interface.
  events<Event extends Frame>(event?: string, options: StreamOptions = {}): EventStream<Event> {
    const stream: EventQueue<Event> = new EventQueue(options, {
      ended: () => {
        undo()
        this.#streams?.delete(stream)
      },
      overflowed: (limit) => this.#overflowed(event, limit),
    })
    const push = (frame: Frame): void => stream.push(frame as Event)
    const undo: Undo =
      event === undefined ? this.onAny(push) : this.#listeners.on(event, (_data, frame: Frame) => push(frame))
    if (this.#status.state === 'unsubscribed' || options.signal?.aborted) stream.end()
    else (this.#streams ??= new Set()).add(stream)
    return stream
  }

  /** What to send with the subscription, of what the application answered. Rejects where that will not do. */
  // oxlint-disable-next-line require-await -- some kinds of channel wait here
  async admit({ auth }: ChannelAuthorization, _signal: AbortSignal): Promise<SubscribeCredentials> {
    return { auth }
  }

  /** Takes the server's answer to the subscription. */
  acknowledge(_frame: Frame): void {}

  /** Takes an event of this channel as the server sent it. */
  receive(frame: Frame): void {
    if (frame.event === 'pusher_internal:subscription_count') {
      const { subscription_count: count } = readObject(frame)
      if (typeof count !== 'number') return
      this.#subscriptionCount = count
      this.deliver(Frame.derived('pusher:subscription_count', frame, { subscription_count: count }))
    } else {
      this.deliver(frame)
    }
  }

  /** The connection is gone, and with it what was known of the others here. */
  reset(): void {}

  /** Whether anybody listens for an event. */
  wants(event: string): boolean {
    return this.#listeners.has(event) || this.#listeners.has(any)
  }

  /** Hands an event to whoever listens. */
  deliver(frame: Frame): void {
    if (this.#listeners.has(frame.event)) this.#listeners.emit(frame.event, frame.data, frame)
    this.#listeners.emit(any, frame)
  }

  /** Moves the channel to another status. */
  become(next: ChannelStatus): void {
    if (this.#status.state === next.state) return
    this.#status = next
    this.#listeners.emit(status, next)
  }

  /** The channel was left: listeners and streams go with it. */
  close(): void {
    this.become({ state: 'unsubscribed' })
    this.#listeners.clear()
    for (const stream of this.#streams ?? []) stream.end()
  }

  listenerFailed(cause: unknown): void {
    const message = `A listener of channel ${this.name} failed; the others were called all the same.`
    this.context.error(new PusherError('handler_failed', message, { channel: this.name, cause }))
  }

  #outcome(): true | PusherError | undefined {
    const { state } = this.#status
    if (state === 'pending') return undefined
    if (state === 'subscribed') return true
    if (state === 'refused') return this.#status.error
    return new PusherError('unsubscribed', `Channel ${this.name} was left.`, { channel: this.name })
  }

  #overflowed(event: string | undefined, limit: number): void {
    const what = event === undefined ? 'events' : `${JSON.stringify(event)} events`
    const message = `A stream of ${what} of channel ${this.name} is full at ${limit}: its consumer is too slow, and events are dropped.`
    this.context.error(new PusherError('overflow', message, { channel: this.name }))
  }
}
