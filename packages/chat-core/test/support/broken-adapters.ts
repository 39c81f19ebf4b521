import type {
  AdapterContext,
  AdapterSession,
  Arrival,
  ChatAdapter,
  Sink,
  Source,
  SourceKind,
} from '../../src/index.js'

/** Something done to what a source hands over: what comes out takes the place of what went in. */
type Fault = (arrivals: readonly Arrival[]) => readonly Arrival[]

/** A session that is another one but for a few members. */
function changed(session: AdapterSession, changes: Partial<AdapterSession>): AdapterSession {
  return {
    account: session.account,
    capabilities: (room) => session.capabilities(room),
    sources: session.sources,
    close: () => session.close(),
    ...(session.send !== undefined && { send: session.send.bind(session) }),
    ...(session.history !== undefined && { history: session.history.bind(session) }),
    ...(session.operations !== undefined && { operations: session.operations }),
    ...changes,
  }
}

/** An adapter that is another one but for what is done to its sessions. */
export function wrapped(
  change: (session: AdapterSession, context: AdapterContext) => Partial<AdapterSession>,
) {
  return (adapter: ChatAdapter): ChatAdapter => ({
    platform: adapter.platform,
    open: async (context) => {
      const session = await adapter.open(context)
      return changed(session, change(session, context))
    },
  })
}

function faulty(createFault: () => Fault): (adapter: ChatAdapter) => ChatAdapter {
  return wrapped((session) => ({
    sources: session.sources.map((source): Source => {
      const fault = createFault()
      return {
        via: source.via,
        pausable: source.pausable,
        run: (rooms, sink) =>
          source.run(rooms, {
            offer: (arrivals) => sink.offer(fault(arrivals)),
            ready: () => sink.ready(),
            alive: () => sink.alive(),
            cursor: (room) => sink.cursor(room),
            signal: sink.signal,
          }),
        ...(source.update !== undefined && { update: source.update.bind(source) }),
      }
    }),
  }))
}

/** Every adapter here is sound but for one fault, under the name of the suite that has to find it. */
export const brokenAdapters: readonly {
  readonly fault: string
  readonly suite: string
  /** Others that cannot but notice. */
  readonly also?: readonly string[]
  /** How it receives. Default: by a socket. */
  readonly via?: SourceKind
  readonly wrap: (adapter: ChatAdapter) => ChatAdapter
}[] = [
  {
    fault: 'loses one message in a hundred',
    suite: 'loss',
    also: ['back-pressure'],
    wrap: faulty(() => {
      let heard = 0
      return (arrivals) =>
        arrivals.filter(({ event }) => {
          if (event.type === 'message') heard += 1
          return event.type !== 'message' || heard % 100 !== 0
        })
    }),
  },
  {
    fault: 'doubles the last message after a reconnect',
    suite: 'duplicates',
    also: ['cuts', 'gaps'],
    wrap: faulty(() => {
      let last: Arrival | undefined
      return (arrivals) =>
        arrivals.flatMap((arrival) => {
          const { event } = arrival
          if (event.type === 'message') last = arrival
          if (event.type !== 'gap' || last?.event.type !== 'message') return [arrival]
          const { message } = last.event
          // An id of its own, as an adapter makes one that numbers what it hears.
          const ref = { ...message.ref, id: `${message.ref.id}-again` }
          return [{ event: { type: 'message', message: { ...message, ref } } }, arrival]
        })
    }),
  },
  {
    fault: 'hides a gap',
    suite: 'gaps',
    also: ['cuts'],
    wrap: faulty(() => (arrivals) => arrivals.filter(({ event }) => event.type !== 'gap')),
  },
  {
    fault: 'claims a capability it lacks',
    suite: 'capabilities',
    wrap: wrapped((session) => ({
      capabilities: (room) => ({
        ...session.capabilities(room),
        'member.list': { level: 'native', official: true },
      }),
    })),
  },
  {
    fault: 'claims an operation and does nothing',
    suite: 'capabilities',
    wrap: wrapped((session) => ({ operations: { ...session.operations, delete: async () => undefined } })),
  },
  {
    fault: 'leaks a timer',
    suite: 'closing',
    wrap: wrapped((_session, { clock }) => {
      const beat = (): void => void clock.setTimeout(beat, 30_000)
      beat()
      return {}
    }),
  },
  {
    fault: 'goes on although it was told to wait',
    suite: 'back-pressure',
    via: 'poll',
    wrap: wrapped((session) => ({
      sources: session.sources.map((source): Source => {
        const deaf = (sink: Sink): Sink => ({
          offer: (arrivals) => (sink.offer(arrivals), 'ok'),
          ready: () => sink.ready(),
          alive: () => sink.alive(),
          cursor: (room) => sink.cursor(room),
          signal: sink.signal,
        })
        return { via: source.via, pausable: true, run: (rooms, sink) => source.run(rooms, deaf(sink)) }
      }),
    })),
  },
  {
    fault: 'mixes up rooms',
    suite: 'rooms',
    wrap: faulty(() => {
      let previous: Arrival | undefined
      return (arrivals) =>
        arrivals.map((arrival) => {
          const { event } = arrival
          if (event.type !== 'message') return arrival
          const before = previous?.event
          previous = arrival
          if (before?.type !== 'message' || !event.message.ref.id.endsWith('0')) return arrival
          const ref = { ...event.message.ref, room: before.message.ref.room }
          return { event: { type: 'message', message: { ...event.message, ref } } }
        })
    }),
  },
]
