import type { ChatAdapter } from '../../adapter.js'
import type { Operation } from '../../capability.js'
import type { RoomRef } from '../../room-ref.js'
import type { AdapterFixture, AdapterHarness, PlatformControl } from '../harness.js'
import { turn } from '../turn.js'
import type { SourceKind } from '../../source.js'
import type { FakeClock } from '../fake-clock.js'
import { pollIntervalMs } from './poll.js'
import { createMemoryAdapter } from './adapter.js'
import { MemoryPlatform } from './platform.js'
import { createDelivery } from './webhook.js'
import type { Call, Frame } from './wire.js'

const stranger = 'ann'
/** By the platform's own clock, not the suite's: a delivery is computed on another thread. */
const mostWaitMs = 50

const calls: Readonly<Partial<Record<Operation, Call['do']>>> = {
  'message.seen': 'seen',
  'typing.send': 'typing',
  'user.ban': 'restrict',
  'user.timeout': 'restrict',
  'user.release': 'release',
  'room.open': 'open',
  'media.upload': 'upload',
}

/** How a memory harness is. */
export interface MemoryHarnessOptions {
  /** Default `memory`. */
  readonly name?: string
  /** How many messages of a room can be read back; 0: no history. Default 1,000. */
  readonly historyLimit?: number
  /** How the adapter receives. Default `socket`. */
  readonly via?: SourceKind
  /** Puts something of your own around the adapter, such as a fault a suite has to find. */
  readonly wrap?: (adapter: ChatAdapter) => ChatAdapter
}

/** A harness of the memory platform: an example of one, and what the contract suites are tried on. */
export function createMemoryHarness({
  name = 'memory',
  historyLimit = 1_000,
  via = 'socket',
  wrap = (adapter) => adapter,
}: MemoryHarnessOptions = {}): AdapterHarness {
  return {
    name,
    receives: [via],
    recoveryMs: 10_000,
    start: async (clock) => {
      const platform = new MemoryPlatform({ clock, historyLimit })
      return {
        adapter: wrap(createMemoryAdapter(platform, { via })),
        rooms: [refOf('lobby'), refOf('kitchen')],
        userId: stranger,
        secrets: [platform.token],
        platform: createControl(platform, via, clock),
      } satisfies AdapterFixture
    },
  }
}

function refOf(room: string): RoomRef {
  return { platform: 'memory', account: 'bot', room, kind: 'live' }
}

/** Delivers until it is taken. */
async function deliver(
  frame: Frame,
  secret: string,
  receive: (request: Request) => Promise<Response>,
): Promise<void> {
  const delivery = await createDelivery(frame, secret)
  const attempt = async (): Promise<number> => {
    try {
      return (await receive(delivery.clone())).status
    } catch {
      // The hub was closed: nobody takes it any more.
      return 410
    }
  }
  // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
  while ((await attempt()) === 503);
}

function createControl(platform: MemoryPlatform, via: SourceKind, clock: FakeClock): PlatformControl {
  let delivering: Promise<unknown> = Promise.resolve()
  return {
    say: async ({ room }, text, { sentAtMs } = {}) => platform.say(room, stranger, text, sentAtMs).id,
    repeat: async ({ room }, id) => {
      const line = platform.lines(room).find((each) => each.id === id)
      if (line !== undefined) platform.push({ type: 'line', line })
    },
    sayOutOfOrder: async ({ room }, texts) => {
      const lines = texts.map((text) => platform.keep(room, stranger, text))
      // oxlint-disable-next-line unicorn/no-array-reverse -- a copy; toReversed is younger than what this runs on
      for (const line of [...lines].reverse()) platform.push({ type: 'line', line })
      return lines.map(({ id }) => id)
    },
    produce: {
      edit: async ({ room }) => {
        const { id } = platform.say(room, stranger, 'first words')
        await platform.call(platform.token, { do: 'edit', room, id, text: 'second thoughts' })
      },
      delete: async ({ room }) => {
        const { id } = platform.say(room, stranger, 'too much')
        await platform.call(platform.token, { do: 'delete', room, ids: [id] })
      },
      restrict: async ({ room }) => {
        await platform.call(platform.token, { do: 'restrict', room, user: stranger })
      },
      other: async ({ room }) => platform.push({ type: 'wave', room, user: stranger }),
    },
    messages: ({ room }) => platform.lines(room),
    performed: (operation) => {
      const call = calls[operation]
      return call === undefined ? 0 : platform.performed(call)
    },
    counts: () => {
      const { connections, frames, requests } = platform
      return { connections, frames, requests }
    },
    cut: () => platform.cut(),
    cutAfter: (frames) => platform.cutAfter(frames),
    fail: {
      unauthenticated: () => platform.failNext('unauthenticated'),
      forbidden: () => platform.failNext('forbidden'),
      rate_limited: () => platform.failNext('rate_limited'),
      unavailable: () => platform.failNext('unavailable'),
      outcome_unknown: () => platform.failNext('lost'),
    },
    ...(via === 'webhook' && {
      webhook: {
        deliverTo: (receive) => {
          platform.onFrame((frame) => {
            delivering = Promise.all([delivering, deliver(frame, platform.token, receive)])
          })
        },
        forge: async ({ room }, text) => {
          const line = { room, sequence: 0, id: 'm0', user: stranger, text, sentAtMs: 0 }
          return createDelivery({ type: 'line', line }, 'not the secret')
        },
      },
    }),
    settle: async () => {
      // A delivery that the hub has no room for yet waits for as long as a reader stands still.
      await Promise.race([delivering, new Promise((resolve) => setTimeout(resolve, mostWaitMs))])
      await turn()
      if (via === 'poll') await clock.advance(pollIntervalMs)
    },
    close: async () => platform.cut(),
  }
}
