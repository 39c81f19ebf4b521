import type { AdapterContext, AdapterSession, ChatAdapter } from '../adapter.js'
import type { Clock } from '../clock.js'
import { sleep } from '../delivery/persist.js'
import type { Pipeline } from '../delivery/pipeline.js'
import { ChatError } from '../error.js'
import type { ChatEvent, GapEvent } from '../event.js'
import type { WebhookTarget } from '../hub.js'
import type { Sender } from '../outbox/sender.js'
import type { RoomRef } from '../room-ref.js'
import type { Arrival } from '../source.js'
import type { CursorStore } from '../store.js'
import type { ChatRoom } from './chat-room.js'
import type { Errors } from './errors.js'
import { HubAccount } from './hub-account.js'
import type { Ingest } from './ingest.js'
import type { Rooms } from './rooms.js'
import type { SourceRun, SourceRunOwner } from './source-run.js'
import type { Subscriptions } from './subscriptions.js'

/** How long a webhook delivery waits for room before it is refused, to come again, in milliseconds. */
const webhookWaitMs = 5_000

/** How often a store that is behind is looked at, in milliseconds. */
const storeWaitMs = 50

/** What accounts need of their hub. */
export interface AccountsParts {
  readonly clock: Clock
  readonly random: () => number
  readonly cursors: CursorStore | undefined
  readonly errors: Errors
  readonly rooms: Rooms
  readonly pipeline: Pipeline
  readonly subscriptions: Subscriptions
  readonly ingest: Ingest
  readonly sender: Sender
  /** Aborts when the hub closes. */
  readonly closing: AbortSignal
  context(platform: string): AdapterContext
}

/** The accounts of a hub, and what their sources bring. */
export class Accounts {
  readonly #parts: AccountsParts
  readonly #runOwner: Omit<SourceRunOwner, 'rooms'>
  readonly #byName = new Map<string, HubAccount>()

  constructor(parts: AccountsParts) {
    this.#parts = parts
    const { clock, cursors, errors, random } = parts
    this.#runOwner = {
      clock,
      random,
      offer: (run, arrivals) => this.#offer(run, arrivals),
      room: (signal) => this.#room(signal),
      cursor: async (source, room) => cursors?.get(room, source.via),
      stopped: (run, error) => {
        if (error !== undefined) errors.tell(error)
        this.#tell(run, { type: 'status', state: run.state, ...(error !== undefined && { error }) })
      },
      stuck: ({ source: { via } }) => {
        const message = `A ${via} source was told to stop and does not end; what it offers from now on is not taken.`
        errors.tell(new ChatError('timeout', message))
      },
      resumed: (run, failedAtMs, rooms) => this.#tellGaps(run, rooms, failedAtMs, false),
      renewed: (run, rooms) => this.#tellGaps(run, rooms, clock.now(), 'unknown'),
    }
  }

  all(): readonly HubAccount[] {
    return [...this.#byName.values()]
  }

  find({ platform, account }: WebhookTarget): HubAccount | undefined {
    if (account !== undefined) return this.#byName.get(nameOf(platform, account))
    return this.all().find((each) => each.platform === platform)
  }

  /** @throws ChatError `not_found`, `closed` */
  demand(target: WebhookTarget): HubAccount {
    if (this.#parts.closing.aborted) throw new ChatError('closed', 'The hub is closed.')
    const account = this.find(target)
    if (account !== undefined) return account
    const { platform, account: name = 'any' } = target
    const message = `The hub has no account (${name}) of ${platform}; hub.add(adapter) first.`
    throw new ChatError('not_found', message, { platform })
  }

  session(room: RoomRef): AdapterSession {
    return this.demand(room).session
  }

  async add(adapter: ChatAdapter, joined: readonly RoomRef[]): Promise<HubAccount> {
    const { closing, errors, rooms, sender } = this.#parts
    const { platform } = adapter
    const session = await adapter.open(this.#parts.context(platform))
    const name = nameOf(platform, session.account)
    if (closing.aborted || this.#byName.has(name)) {
      await session.close()
      if (closing.aborted) throw new ChatError('closed', 'The hub is closed.')
      throw new ChatError('invalid', `The account ${session.account} of ${platform} was added before.`, {
        platform,
      })
    }
    const account: HubAccount = new HubAccount(platform, session, {
      rooms,
      runs: this.#runOwner,
      remove: async () => {
        if (this.#byName.get(name) !== account) return
        await account.stop()
        this.#byName.delete(name)
        await session.close()
      },
    })
    this.#byName.set(name, account)
    for (const ref of joined) rooms.of(ref).isJoined = true
    try {
      await sender.restore(platform, session.account)
    } catch (cause) {
      errors.tellCause('The store could not say what is to be sent.', cause)
    }
    for (const run of account.runs) run.start()
    return account
  }

  async setJoined(room: ChatRoom, isJoined: boolean): Promise<void> {
    if (room.isJoined === isJoined) return
    room.isJoined = isJoined
    await this.find(room.ref)?.update()
  }

  async webhook(request: Request, target: WebhookTarget): Promise<Response> {
    const { clock, closing, ingest } = this.#parts
    const { platform, session } = this.demand(target)
    if (session.webhook === undefined) {
      const about = { platform, operation: 'receive.webhook' }
      throw new ChatError('unsupported', `${platform} takes no webhooks.`, about)
    }
    const { response, arrivals } = await session.webhook(request)
    const untilMs = clock.now() + webhookWaitMs
    while (ingest.offer(arrivals, 'webhook', true, clock.now()) === 'full') {
      if (closing.aborted || clock.now() >= untilMs) {
        return new Response(null, { status: 503, headers: { 'retry-after': '30' } })
      }
      // oxlint-disable-next-line no-await-in-loop -- until there is room
      await sleep(storeWaitMs, clock, closing)
    }
    return response
  }

  #offer(run: SourceRun, arrivals: readonly Arrival[]): 'ok' | 'full' {
    const nowMs = this.#parts.clock.now()
    const { pausable, via } = run.source
    const answer = this.#parts.ingest.offer(arrivals, via, pausable, nowMs)
    if (answer === 'full') return answer
    run.lastArrivalAtMs = nowMs
    for (const { event } of arrivals) {
      if (event.type === 'status' && event.room === undefined) run.state = event.state
    }
    return answer
  }

  #tell({ source }: SourceRun, event: ChatEvent): void {
    this.#parts.ingest.offer([{ event }], source.via, false, this.#parts.clock.now())
  }

  /** A source was away and runs again: what it cannot go back for may be missing. */
  #tellGaps(
    run: SourceRun,
    rooms: readonly RoomRef[],
    awayAtMs: number,
    complete: GapEvent['complete'],
  ): void {
    const fromMs = run.lastArrivalAtMs ?? awayAtMs
    const toMs = this.#parts.clock.now()
    for (const room of rooms) {
      const { receive } = this.#parts.rooms.of(room).capabilities[`receive.${run.source.via}`]
      if (receive?.resumable === true) continue
      this.#tell(run, { type: 'gap', room, fromMs, toMs, cause: 'reconnect', recovered: 0, complete })
    }
  }

  async #room(signal: AbortSignal): Promise<void> {
    const { clock, pipeline, subscriptions } = this.#parts
    if (pipeline.isFull) await sleep(storeWaitMs, clock, signal)
    else await subscriptions.room(signal)
  }
}

function nameOf(platform: string, account: string): string {
  return JSON.stringify([platform, account])
}
