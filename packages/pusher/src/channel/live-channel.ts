import { PusherError } from '../errors.js'
import { type ListenerResult, Listeners, type ListenOptions, type Undo } from '../listeners.js'
import type { Frame } from '../protocol/frame.js'
import { waitFor, type WaitOptions } from '../wait-for.js'
import type { Channel, ChannelStatus } from './channel.js'
import { EventQueue } from './event-queue.js'
import type { EventStream, StreamOptions } from './event-stream.js'

const any = 'any'
const status = 'status'

type FrameListener = (frame: Frame) => ListenerResult

/** A {@link Channel} as the inside of this package sees it: with the ends that feed it. */
export class LiveChannel implements Channel {
  readonly name: string
  readonly #report: (error: PusherError) => void
  /** Apart from the other two, whose names an event may have as well. */
  readonly #named: Listeners
  readonly #others: Listeners
  readonly #streams = new Set<{ end(): void }>()
  #status: ChannelStatus = { state: 'pending' }

  constructor(name: string, report: (error: PusherError) => void) {
    this.name = name
    this.#report = report
    const failed = (cause: unknown): void => this.#failed(cause)
    this.#named = new Listeners(failed)
    this.#others = new Listeners(failed)
  }

  get status(): ChannelStatus {
    return this.#status
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
    return this.#named.on(event, listener, options)
  }

  onAny(listener: FrameListener, options?: ListenOptions): Undo {
    return this.#others.on(any, listener, options)
  }

  onStatus(listener: (status: ChannelStatus) => ListenerResult, options?: ListenOptions): Undo {
    return this.#others.on(status, listener, options)
  }

  // One body for both signatures of the interface.
  events<Event extends Frame>(event?: string, options: StreamOptions = {}): EventStream<Event> {
    const stream: EventQueue<Event> = new EventQueue(options, {
      ended: () => {
        undo()
        this.#streams.delete(stream)
      },
      overflowed: (limit) => this.#overflowed(event, limit),
    })
    const push = (frame: Frame): void => stream.push(frame as Event)
    const undo: Undo =
      event === undefined ? this.onAny(push) : this.#named.on(event, (_data, frame: Frame) => push(frame))
    if (this.#status.state === 'unsubscribed' || options.signal?.aborted) stream.end()
    else this.#streams.add(stream)
    return stream
  }

  /** Hands an event to whoever listens. */
  deliver(frame: Frame): void {
    if (this.#named.has(frame.event)) this.#named.emit(frame.event, frame.data, frame)
    this.#others.emit(any, frame)
  }

  /** Moves the channel to another status. */
  become(next: ChannelStatus): void {
    if (this.#status.state === next.state) return
    this.#status = next
    this.#others.emit(status, next)
  }

  /** The channel was left: listeners and streams go with it. */
  close(): void {
    this.become({ state: 'unsubscribed' })
    this.#named.clear()
    this.#others.clear()
    for (const stream of this.#streams) stream.end()
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
    this.#report(new PusherError('overflow', message, { channel: this.name }))
  }

  #failed(cause: unknown): void {
    const message = `A listener of channel ${this.name} failed; the others were called all the same.`
    this.#report(new PusherError('handler_failed', message, { channel: this.name, cause }))
  }
}
