import type { AdapterSession, ChatAdapter } from '../adapter.js'
import { createBackfill } from '../backfill/backfill.js'
import type { Operation } from '../capability.js'
import { createHub } from '../create-hub.js'
import { ChatError } from '../error.js'
import { eventTypes } from '../event-types.js'
import type { ChatEvent, ChatEventOf, ChatEventType } from '../event.js'
import type { Account, Hub } from '../hub.js'
import type { Message } from '../message.js'
import { createOutbox } from '../outbox/outbox.js'
import { roomKey, type RoomRef } from '../room-ref.js'
import type { Envelope, Room } from '../room.js'
import type { Via } from '../source.js'
import { createFakeClock, type FakeClock } from './fake-clock.js'
import type { AdapterFixture, AdapterHarness, PlatformControl } from './harness.js'
import { leaveOut, unlessLeftOut } from './leave-out.js'
import { turn } from './turn.js'

const defaultRecoveryMs = 60_000

/** Something the hub told. */
export interface Told {
  readonly event: ChatEvent
  readonly envelope: Envelope
}

const refuseFetch: typeof fetch = async () => {
  throw new ChatError('network', 'This fixture gave the adapter no fetch.')
}

/** One case under way: a fresh platform, its adapter in a hub, and everything the hub told since. */
export class Trial {
  readonly told: Told[] = []
  readonly errors: ChatError[] = []
  readonly hub: Hub
  readonly clock: FakeClock
  readonly fixture: AdapterFixture
  readonly platform: PlatformControl
  readonly #recoveryMs: number
  #account: Account | undefined
  #session: AdapterSession | undefined

  private constructor(clock: FakeClock, fixture: AdapterFixture, recoveryMs: number) {
    this.clock = clock
    this.fixture = fixture
    this.platform = fixture.platform
    this.#recoveryMs = recoveryMs
    this.hub = createHub({
      clock,
      fetch: fixture.fetch ?? refuseFetch,
      random: () => 0.5,
      backfill: createBackfill(),
      outbox: createOutbox(),
    })
    this.hub.on('error', (error) => this.errors.push(error))
    this.hub.on(eventTypes, (event, envelope) => void this.told.push({ event, envelope }), {
      name: 'suite',
      self: true,
      limit: 100_000,
    })
  }

  /** Everything but the account: a suite that has something to prepare does it before {@link connect}. */
  static async prepare(harness: AdapterHarness): Promise<Trial> {
    let platform: PlatformControl | undefined
    const clock = createFakeClock(undefined, async () => {
      await turn()
      await platform?.quiet?.()
    })
    const fixture = await harness.start(clock)
    platform = fixture.platform
    return new Trial(clock, fixture, harness.recoveryMs ?? defaultRecoveryMs)
  }

  /** With the account added, both rooms joined, and everything settled. */
  static async begin(harness: AdapterHarness): Promise<Trial> {
    const trial = await Trial.prepare(harness)
    await trial.connect()
    return trial
  }

  async connect(): Promise<void> {
    const { adapter, rooms } = this.fixture
    this.platform.webhook?.deliverTo((request) =>
      this.hub.webhook(request, { platform: adapter.platform, account: this.account.account }),
    )
    const observed: ChatAdapter = {
      platform: adapter.platform,
      open: async (context) => {
        this.#session = await adapter.open(context)
        return this.#session
      },
    }
    this.#account = await this.hub.add(observed, { rooms })
    await this.settle()
  }

  /** The adapter's own session: what the hub would make good, such as a failure that is worth a second try, shows here. */
  get session(): AdapterSession {
    if (this.#session === undefined) throw new ChatError('invalid', 'Connect the trial first.')
    return this.#session
  }

  get account(): Account {
    if (this.#account === undefined) throw new ChatError('invalid', 'Connect the trial first.')
    return this.#account
  }

  get room(): Room {
    return this.hub.room(this.fixture.rooms[0])
  }

  get otherRoom(): Room {
    return this.hub.room(this.fixture.rooms[1])
  }

  /** What was sent is read, and what was read is told. */
  async settle(): Promise<void> {
    await this.platform.settle()
    await turn()
  }

  /** Time passes until a connection that was cut is back. */
  async recover(): Promise<void> {
    await this.clock.advance(this.#recoveryMs)
    await this.settle()
  }

  /** A promise that needs time to pass: waits of an outbox, polls. */
  async during<Value>(promise: Promise<Value>, durationMs: number = this.#recoveryMs): Promise<Value> {
    // Heard at once, so that a rejection while time passes is not taken for one nobody hears.
    promise.catch(() => undefined)
    await this.clock.advance(durationMs)
    return promise
  }

  /** Somebody says these, one after the other, with time to be heard after each. @returns their ids */
  async say(room: RoomRef, texts: readonly string[]): Promise<readonly string[]> {
    const ids: string[] = []
    for (const text of texts) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      ids.push(await this.platform.say(room, text))
      // oxlint-disable-next-line no-await-in-loop
      await this.platform.settle()
    }
    await this.settle()
    return ids
  }

  of<Type extends ChatEventType>(type: Type, room?: RoomRef): readonly ChatEventOf<Type>[] {
    const key = room && roomKey(room)
    return this.told
      .filter(
        ({ event, envelope }) => event.type === type && (key === undefined || envelope.room?.key === key),
      )
      .map(({ event }) => event as ChatEventOf<Type>)
  }

  messages(room: RoomRef): readonly Message[] {
    return this.of('message', room).map(({ message }) => message)
  }

  texts(room: RoomRef): readonly string[] {
    return this.messages(room).map(({ text }) => text)
  }

  /** The kinds of source that the account says it has. */
  get sources(): readonly Via[] {
    const { capabilities } = this.account
    return (['socket', 'webhook', 'poll'] as const).filter(
      (via) => capabilities[`receive.${via}`].level !== 'none',
    )
  }

  /** Whether events of a room come in the order they happened, whichever way they come. */
  get isOrdered(): boolean {
    const { capabilities } = this.room
    return (
      this.sources.length === 1 &&
      this.sources.every((via) => capabilities[`receive.${via as 'poll'}`].receive?.ordered === true)
    )
  }

  async end(): Promise<void> {
    await this.during(this.hub.close())
    await this.platform.close()
  }
}

/** Leaves a case out where the room cannot do what it is about. */
export function needAbility({ room }: Trial, operation: Operation): void {
  if (!room.can(operation)) leaveOut(`${operation} is not among the capabilities.`)
}

/**
 * A case with the adapter connected, which is let go of whatever comes of it.
 *
 * @returns why it was left out; undefined where it was judged
 */
export async function withTrial(
  harness: AdapterHarness,
  body: (trial: Trial) => Promise<void>,
): Promise<string | undefined> {
  const trial = await Trial.begin(harness)
  try {
    return await unlessLeftOut(() => body(trial))
  } finally {
    await trial.end()
  }
}
