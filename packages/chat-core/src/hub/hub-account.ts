import type { AdapterSession, CallOptions } from '../adapter.js'
import { capabilityOf, completeCapabilities, type Capabilities, type Operation } from '../capability.js'
import type { LastHeard } from '../delivery/last-heard.js'
import { ChatError } from '../error.js'
import type { Account } from '../hub.js'
import type { Platform } from '../room-ref.js'
import type { Room } from '../room.js'
import { demandCapability } from './demand.js'
import type { Rooms } from './rooms.js'
import { SourceRun, type SourceRunOwner } from './source-run.js'

/** What an account needs of its hub. */
export interface HubAccountOwner {
  readonly rooms: Rooms
  readonly runs: Omit<SourceRunOwner, 'rooms'>
  /** It is to be taken out. */
  remove(account: HubAccount): Promise<void>
}

/** One account that was added: its session, and its sources as they run. */
export class HubAccount implements Account {
  readonly platform: Platform
  readonly session: AdapterSession
  readonly runs: readonly SourceRun[]
  /** Until when its sources heard their rooms; none where no store would keep it. */
  readonly heard: Map<SourceRun, LastHeard> = new Map()
  readonly #owner: HubAccountOwner

  constructor(platform: Platform, session: AdapterSession, owner: HubAccountOwner) {
    this.platform = platform
    this.session = session
    this.#owner = owner
    const runOwner: SourceRunOwner = {
      ...owner.runs,
      rooms: () => owner.rooms.joined(platform, session.account),
    }
    this.runs = session.sources.map((source) => new SourceRun(source, runOwner))
  }

  get account(): string {
    return this.session.account
  }

  get capabilities(): Capabilities {
    return completeCapabilities(this.session.capabilities())
  }

  async rooms(options: CallOptions = {}): Promise<readonly Room[]> {
    this.#demand('room.list')
    const { operations } = this.session
    if (operations?.rooms === undefined) throw this.#lacks('room.list')
    return (await operations.rooms(options)).map((ref) => this.#owner.rooms.of(ref))
  }

  async openRoom(userId: string, options: CallOptions = {}): Promise<Room> {
    this.#demand('room.open')
    const { operations } = this.session
    if (operations?.openRoom === undefined) throw this.#lacks('room.open')
    return this.#owner.rooms.of(await operations.openRoom(userId, options))
  }

  remove(): Promise<void> {
    return this.#owner.remove(this)
  }

  /** Rooms were joined or left. */
  async update(): Promise<void> {
    await Promise.all(this.runs.map((run) => run.update()))
  }

  async stop(): Promise<void> {
    for (const heard of this.heard.values()) heard.stop()
    await Promise.all(this.runs.map((run) => run.stop()))
  }

  /** What was heard is handled, as far as it will be: notes until when that was. */
  async note(): Promise<void> {
    await Promise.all([...this.heard.values()].map((heard) => heard.note()))
  }

  #demand(operation: Operation): void {
    demandCapability(capabilityOf(this.capabilities, operation), operation, this.platform)
  }

  #lacks(operation: Operation): ChatError {
    const message = `The adapter of ${this.platform} says it can do ${operation}, and has no method for it.`
    return new ChatError('unsupported', message, { platform: this.platform, operation })
  }
}
