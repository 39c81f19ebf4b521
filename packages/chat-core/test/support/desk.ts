import {
  createHub,
  ChatError,
  type AdapterSession,
  type Arrival,
  type ChatAdapter,
  type DeclaredCapabilities,
  type Hub,
  type HubOptions,
  type Message,
  type RoomRef,
  type Sink,
  type SourceKind,
} from '../../src/index.js'
import { ManualClock } from './manual-clock.js'

export function roomOf(name: string): RoomRef {
  return { platform: 'toy', account: 'me', room: name, kind: 'live' }
}

/** A message in a room; its author is not ourselves. */
export function messageOf(
  id: string,
  room: RoomRef,
  over: Partial<Message> = {},
  author: Partial<Message['author']> = {},
): Message {
  return {
    ref: { room, id },
    author: {
      id: 'ann',
      name: 'Ann',
      roles: new Set(),
      badges: [],
      self: false,
      anonymous: false,
      ...author,
    },
    parts: [{ type: 'text', text: id }],
    text: id,
    sentAt: 1_000_000,
    raw: undefined,
    ...over,
  }
}

export function said(id: string, room: RoomRef, over: Partial<Message> = {}): Arrival {
  return { event: { type: 'message', message: messageOf(id, room, over) } }
}

/** A source in the hands of a test: what it offers is for the test to say. */
export interface Feed {
  readonly via: SourceKind
  offer(...arrivals: readonly Arrival[]): 'ok' | 'full'
  sink(): Sink
  /** Ends the run with an error, or without. */
  end(error?: unknown): void
  readonly runs: readonly (readonly RoomRef[])[]
}

export interface Desk {
  readonly hub: Hub
  readonly clock: ManualClock
  readonly feed: Feed
  readonly session: AdapterSession
  /** Errors told so far. */
  readonly errors: ChatError[]
}

export interface DeskOptions {
  readonly hub?: HubOptions
  readonly via?: SourceKind
  readonly pausable?: boolean
  readonly rooms?: readonly RoomRef[]
  readonly session?: Partial<AdapterSession>
  readonly capabilities?: DeclaredCapabilities
  readonly clock?: ManualClock
}

/** A hub with one account of one source. */
export async function createDesk(options: DeskOptions = {}): Promise<Desk> {
  const clock = options.clock ?? new ManualClock()
  const hub = createHub({ clock, random: () => 0.5, ...options.hub })
  const errors: ChatError[] = []
  hub.on('error', (error) => errors.push(error))
  const { feed, adapter, session } = createFeed(options)
  await hub.add(adapter, options.rooms === undefined ? {} : { rooms: options.rooms })
  await Promise.resolve()
  return { hub, clock, feed, session, errors }
}

export function createFeed({
  via = 'socket',
  pausable = false,
  session: over,
  capabilities = {},
}: DeskOptions): {
  readonly feed: Feed
  readonly adapter: ChatAdapter
  readonly session: AdapterSession
} {
  const runs: (readonly RoomRef[])[] = []
  let current: Sink | undefined
  let end: (error?: unknown) => void = () => undefined
  const session: AdapterSession = {
    account: 'me',
    capabilities: () => capabilities,
    sources: [
      {
        via,
        pausable,
        run: (rooms, sink) => {
          runs.push(rooms)
          current = sink
          return new Promise((resolve, reject) => {
            end = (error) => (error === undefined ? resolve() : reject(error))
            sink.signal.addEventListener('abort', () => resolve())
          })
        },
      },
    ],
    close: () => Promise.resolve(),
    ...over,
  }
  const sink = (): Sink => {
    if (current === undefined) throw new ChatError('closed', 'The source does not run.')
    return current
  }
  return {
    session,
    adapter: { platform: 'toy', open: () => Promise.resolve(session) },
    feed: { via, runs, sink, offer: (...arrivals) => sink().offer(arrivals), end: (error) => end(error) },
  }
}
