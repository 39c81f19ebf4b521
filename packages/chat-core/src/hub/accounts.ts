import type { AdapterContext, AdapterSession, ChatAdapter } from '../adapter.js'
import type { Clock } from '../clock.js'
import { Entry } from '../delivery/entry.js'
import { localKey } from '../delivery/event-key.js'
import { sleep } from '../delivery/persist.js'
import type { Pipeline } from '../delivery/pipeline.js'
import type { Mark } from '../delivery/watermark.js'
import { ChatError } from '../error.js'
import { eventRoom } from '../event-room.js'
import { joinKey } from '../key.js'
import type { ChatEvent, GapEvent } from '../event.js'
import type { WebhookTarget } from '../hub.js'
import type { GapFiller } from '../gap-filler.js'
import type { Sender } from '../outbox/sender.js'
import { roomKey, type RoomRef } from '../room-ref.js'
import type { Arrival } from '../source.js'
import type { Store } from '../store/define-store.js'
import type { ChatRoom } from './chat-room.js'
import type { Errors } from './errors.js'
import { checkAdapter, checkSession } from './check-adapter.js'
import type { Handled } from './handled.js'
import { HubAccount } from './hub-account.js'
import type { Ingest } from './ingest.js'
import type { Rooms } from './rooms.js'
import type { SourceRun, SourceRunOwner } from './source-run.js'
import type { Subscriptions } from './subscriptions.js'

/** How long a webhook delivery waits to be taken, or handled, before it is asked to come again, in milliseconds. */
const webhookWaitMs = 5_000

/** How long an account that is taken out waits for what was heard of it to be handled, in milliseconds. */
const removalWaitMs = 10_000

/** How often a store that is behind is looked at, in milliseconds. */
const storeWaitMs = 50

/** What accounts need of their hub. */
export interface AccountsParts {
  readonly clock: Clock
  readonly random: () => number
  readonly store: Store | undefined
  readonly handled: Handled
  readonly errors: Errors
  readonly rooms: Rooms
  readonly pipeline: Pipeline
  readonly subscriptions: Subscriptions
  readonly ingest: Ingest
  gapFiller(): GapFiller | undefined
  readonly sender: Sender
  /** Aborts when the hub closes. */
  readonly closing: AbortSignal
  /** Aborts when what was taken is handled: until then handlers may use their rooms. */
  readonly end: AbortSignal
  context(platform: string): AdapterContext
}

/** The accounts of a hub, and what their sources bring. */
export class Accounts {
  readonly #parts: AccountsParts
  readonly #runOwner: Omit<SourceRunOwner, 'rooms'>
  readonly #byName = new Map<string, HubAccount>()
  readonly #closed = new WeakSet<AdapterSession>()

  constructor(parts: AccountsParts) {
    this.#parts = parts
    const { clock, errors, random, store } = parts
    this.#runOwner = {
      clock,
      random,
      offer: (run, arrivals) => this.#offer(run, arrivals),
      room: (signal) => this.#room(signal),
      cursor: async (source, room) => store?.cursors?.get(room, source.via),
      stopped: (run, error) => {
        if (error !== undefined) errors.tell(error)
        this.#tell(run, { type: 'status', state: run.state, ...(error !== undefined && { error }) })
      },
      stuck: ({ source: { via } }) => {
        const message = `A ${via} source was told to stop and does not end; what it offers is not taken.`
        errors.tell(new ChatError('timeout', message))
      },
      resumed: (run, failedAtMs, rooms) => this.#tellGaps(run, rooms, failedAtMs, false),
      renewed: (run, rooms) => this.#tellGaps(run, rooms, clock.now(), 'unknown'),
    }
  }

  all(): readonly HubAccount[] {
    return [...this.#byName.values()]
  }

  /** @throws ChatError `not_found` where no account is named and there are several */
  find({ platform, account }: WebhookTarget): HubAccount | undefined {
    if (account !== undefined) return this.#byName.get(nameOf(platform, account))
    const [only, second] = this.all().filter((each) => each.platform === platform)
    if (second === undefined) return only
    const message = `The hub has several accounts of ${platform}; name the one that is meant.`
    throw new ChatError('not_found', message, { platform })
  }

  /** @throws ChatError `not_found`, `closed` */
  demand(target: WebhookTarget): HubAccount {
    if (this.#parts.end.aborted) throw hubIsClosed()
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
    const { platform } = checkAdapter(adapter)
    const session = checkSession(await this.#open(adapter), platform)
    const name = nameOf(platform, session.account)
    const refusal = this.#refusalOf(platform, session.account, joined)
    if (refusal !== undefined) {
      await this.close(platform, session)
      throw refusal
    }
    const account: HubAccount = new HubAccount(platform, session, {
      rooms,
      runs: this.#runOwner,
      remove: async () => {
        if (this.#byName.get(name) !== account) return
        await account.stop()
        const unfinished = rooms
          .ofAccount(platform, session.account)
          .flatMap(({ watermark }) => watermark.marks)
        await this.#parts.handled.wait(unfinished, removalWaitMs, closing)
        await account.note()
        if (this.#byName.get(name) === account) this.#byName.delete(name)
        await this.close(platform, session)
      },
    })
    this.#byName.set(name, account)
    for (const ref of joined) rooms.of(ref).isJoined = true
    try {
      await sender.restore(platform, session.account)
    } catch (cause) {
      errors.tellCause('The store could not say what is to be sent.', cause)
    }
    await this.#hear(account)
    if (closing.aborted) await account.stop()
    this.#tellRestart(account)
    for (const run of account.runs) run.start()
    return account
  }

  /** Closes a session, once; what it throws is told. */
  async close(platform: string, session: AdapterSession): Promise<void> {
    if (this.#closed.has(session)) return
    this.#closed.add(session)
    try {
      await session.close()
    } catch (cause) {
      this.#parts.errors.tellCause(`The session of ${platform} did not close.`, cause)
    }
  }

  /** Opens a session, for as long as there is a hub to open it for. */
  async #open(adapter: ChatAdapter): Promise<AdapterSession> {
    const { closing } = this.#parts
    const { platform } = adapter
    const opening = (async () => adapter.open(this.#parts.context(platform)))()
    const closed = new Promise<undefined>((resolve) => {
      closing.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    const session = await Promise.race([opening, closed])
    if (session !== undefined || !closing.aborted) return session as AdapterSession
    opening.then((late) => this.close(platform, late)).catch(() => undefined)
    throw hubIsClosed()
  }

  #refusalOf(platform: string, account: string, joined: readonly RoomRef[]): ChatError | undefined {
    if (this.#parts.closing.aborted) return hubIsClosed()
    const name = `The account ${account} of ${platform}`
    const about = { platform }
    if (this.#byName.has(nameOf(platform, account)))
      return new ChatError('invalid', `${name} was added before.`, about)
    const stranger = joined.find((ref) => ref.platform !== platform || ref.account !== account)
    if (stranger === undefined) return undefined
    return new ChatError('invalid', `${name} cannot join the room ${roomKey(stranger)} of another.`, about)
  }

  async setJoined(room: ChatRoom, isJoined: boolean): Promise<void> {
    if (room.isJoined === isJoined) return
    room.isJoined = isJoined
    const account = this.find(room.ref)
    if (account !== undefined) {
      this.#tellRestart(account)
      void account.note()
    }
    await account?.update()
  }

  async webhook(request: Request, target: WebhookTarget): Promise<Response> {
    const { clock, closing, handled, ingest, store } = this.#parts
    const { platform, session } = this.demand(target)
    if (session.webhook === undefined) {
      const about = { platform, operation: 'receive.webhook' }
      throw new ChatError('unsupported', `${platform} takes no webhooks.`, about)
    }
    const { response, arrivals } = await session.webhook(request)
    const untilMs = clock.now() + webhookWaitMs
    // A hub that closes has nobody left to hear it.
    while (closing.aborted || ingest.offer(arrivals, 'webhook', true, clock.now()) === 'full') {
      if (closing.aborted || clock.now() >= untilMs) return comeAgain()
      // oxlint-disable-next-line no-await-in-loop -- until there is room
      await sleep(storeWaitMs, clock, closing)
    }
    if (store?.durable !== true) return response
    // Where it comes again, what is under way is waited for, not handled twice.
    const unfinished = arrivals.flatMap((arrival) => this.#unfinishedOf(arrival))
    return (await handled.wait(unfinished, untilMs - clock.now(), closing)) ? response : comeAgain()
  }

  /** What an arrival is, or was before it came again, while it is not finished. */
  #unfinishedOf({ event, key }: Arrival): readonly Mark[] {
    const room = eventRoom(event)
    if (room === undefined) return []
    const local = localKey(event, key)
    const isIt = (mark: Mark): boolean =>
      mark instanceof Entry && (local === undefined ? mark.event === event : mark.local === local)
    return this.#parts.rooms.of(room).watermark.marks.filter((mark) => isIt(mark))
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
    for (const room of rooms) this.#tellGap(run, room, run.lastArrivalAtMs ?? awayAtMs, 'reconnect', complete)
  }

  #tellGap(
    run: SourceRun,
    room: RoomRef,
    fromMs: number,
    cause: GapEvent['cause'],
    complete: GapEvent['complete'],
  ): void {
    const { receive } = this.#parts.rooms.of(room).capabilities[`receive.${run.source.via}`]
    if (receive?.resumable === true) return
    const toMs = this.#parts.clock.now()
    this.#tell(run, { type: 'gap', room, fromMs, toMs, cause, recovered: 0, complete })
  }

  /** Where a store outlives us, those of its sources that cannot go back note until when they heard. */
  async #hear(hubAccount: HubAccount): Promise<void> {
    const { account, capabilities, heard, platform, runs } = hubAccount
    const { clock, errors, rooms, store } = this.#parts
    for (const run of runs) {
      if (capabilities[`receive.${run.source.via}`].receive?.resumable === true) continue
      const lastHeard = store?.machinery.openLastHeard({
        clock,
        account: joinKey([platform, account]),
        run,
        rooms: () =>
          rooms.joined(platform, account).map((ref) => {
            const room = rooms.of(ref)
            const { heardAtMs, key, watermark } = room
            return { heardAtMs, key, watermark, gapSinceMs: this.#parts.gapFiller()?.sinceMs(room) }
          }),
        found: () => this.#tellRestart(hubAccount),
        failed: (message, cause) => errors.tellCause(message, cause),
      })
      if (lastHeard === undefined) return
      heard.set(run, lastHeard)
      // oxlint-disable-next-line no-await-in-loop -- of the two or three sources there are
      await lastHeard.start()
    }
  }

  /** What was said in a joined room between an earlier process and this one is missing. */
  #tellRestart({ account, heard, platform }: HubAccount): void {
    for (const ref of this.#parts.rooms.joined(platform, account)) {
      for (const [run, lastHeard] of heard) {
        const fromMs = lastHeard.take(this.#parts.rooms.of(ref))
        if (fromMs !== undefined) this.#tellGap(run, ref, fromMs, 'restart', false)
      }
    }
  }

  async #room(signal: AbortSignal): Promise<void> {
    const { clock, pipeline, subscriptions } = this.#parts
    if (pipeline.isFull) await sleep(storeWaitMs, clock, signal)
    else await subscriptions.room(signal)
  }
}

/** The answer by which a platform delivers once more. */
function comeAgain(): Response {
  return new Response(null, { status: 503, headers: { 'retry-after': '30' } })
}

function hubIsClosed(): ChatError {
  return new ChatError('closed', 'The hub is closed.')
}

function nameOf(platform: string, account: string): string {
  return JSON.stringify([platform, account])
}
