import type { PusherError } from '../errors.js'
import type { ListenerResult, ListenOptions, Undo } from '../listeners.js'
import type { Frame } from '../protocol/frame.js'
import type { WaitOptions } from '../wait-for.js'
import type { EventStream, StreamOptions } from './event-stream.js'
import type { Member, Members } from './members.js'

/**
 * Where a channel stands.
 *
 * - `pending`: not subscribed yet, or not again after a loss.
 * - `subscribed`: the server said so, on the connection that is open now.
 * - `refused`: the server said no; `subscribe()` once more, or the next connection, asks again.
 * - `unsubscribed`: left for good; subscribing again gives a new channel.
 */
export type ChannelStatus =
  | { readonly state: 'pending' }
  | { readonly state: 'subscribed' }
  | { readonly state: 'refused'; readonly error: PusherError }
  | { readonly state: 'unsubscribed' }

/** Events by name, with the type of their data. What the server sends is taken on trust. */
export type EventMap = object

/** What the protocol itself delivers on every channel, beside the events of its map. */
export interface ChannelEvents {
  /** How many connections are subscribed, where the application has the server tell. */
  'pusher:subscription_count': { readonly subscription_count: number }
  /** A cache channel holds no event to begin with. */
  'pusher:cache_miss': undefined
}

/** What a presence channel delivers of its members. */
export interface MemberEvents<Info = unknown> {
  'pusher:member_added': Member<Info>
  'pusher:member_removed': Member<Info>
}

/** The names of an event map. */
export type EventName<Events extends EventMap> = keyof Events & string

/** Any of a map's events, told apart by its `event`. */
export type EventFrame<Events extends EventMap> = {
  [Name in EventName<Events>]: Frame<Name, Events[Name]>
}[EventName<Events>]

/**
 * One subscribed channel: what is sent there, as listeners or as a stream.
 *
 * @typeParam Events the events sent there, as `{ name: data }`; any name with unknown data by default
 */
export interface Channel<Events extends EventMap = Record<string, unknown>> {
  readonly name: string
  readonly status: ChannelStatus
  /** How many connections are subscribed, where the application has the server tell; see `pusher:subscription_count`. */
  readonly subscriptionCount: number | undefined

  /**
   * Settles when the channel is subscribed, at once where it is.
   *
   * Rejects with `subscription_refused`, `unsubscribed`, or `aborted` by the signal. A connection that is lost
   * or not opened yet does not reject: the channel is subscribed once it is there.
   */
  subscribed(options?: WaitOptions): Promise<void>

  /** Calls the listener with the data of each event of one name. Listeners stay over reconnects. */
  on<Name extends EventName<Events & ChannelEvents>>(
    event: Name,
    listener: (
      data: (Events & ChannelEvents)[Name],
      frame: Frame<Name, (Events & ChannelEvents)[Name]>,
    ) => ListenerResult,
    options?: ListenOptions,
  ): Undo

  /** Calls the listener with every event of this channel, those of the `pusher:` namespace included. */
  onAny(
    listener: (frame: EventFrame<Events & ChannelEvents>) => ListenerResult,
    options?: ListenOptions,
  ): Undo

  /** Calls the listener whenever {@link Channel.status} changes. */
  onStatus(listener: (status: ChannelStatus) => ListenerResult, options?: ListenOptions): Undo

  /**
   * The events of one name, from now on, for `for await`. The stream ends with the channel, goes on over
   * reconnects, and holds at most `limit` events: see {@link StreamOptions}.
   */
  events<Name extends EventName<Events & ChannelEvents>>(
    event: Name,
    options?: StreamOptions,
  ): EventStream<Frame<Name, (Events & ChannelEvents)[Name]>>
  /** All events of the channel, from now on. */
  events(event?: undefined, options?: StreamOptions): EventStream<EventFrame<Events & ChannelEvents>>
}

/** A private channel: the application let this client in, and its clients may speak to each other. */
export interface PrivateChannel<Events extends EventMap = Record<string, unknown>> extends Channel<Events> {
  /**
   * Sends a client event to the others on the channel; its own listeners do not hear it. Whether it was handed to
   * an open connection: servers confirm nothing, and refuse above ten a second by an `error` of code 4301.
   *
   * @throws PusherError `invalid_event_name` where the name does not start with `client-`
   */
  trigger<Name extends EventName<Events> & `client-${string}`>(event: Name, data: Events[Name]): boolean
}

/**
 * A presence channel: a private one that knows who is there, and delivers who comes and goes; see
 * {@link MemberEvents}.
 *
 * @typeParam Info what the application says of a member
 */
export interface PresenceChannel<
  Events extends EventMap = Record<string, unknown>,
  Info = unknown,
> extends PrivateChannel<Events & MemberEvents<Info>> {
  readonly members: Members<Info>
}
