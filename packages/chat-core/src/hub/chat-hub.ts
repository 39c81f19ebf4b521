import type { AdapterSession, ChatAdapter } from '../adapter.js'
import { checkCount, checkFunction, checkMs } from '../check.js'
import { systemClock, type Clock } from '../clock.js'
import { Coverage } from '../delivery/coverage.js'
import { DedupeWindow } from '../delivery/dedupe-window.js'
import { Echoes } from '../delivery/echoes.js'
import type { Entry } from '../delivery/entry.js'
import { sleep, type Persistence } from '../delivery/persist.js'
import { DirectPipeline, type Pipeline, type PipelineOwner } from '../delivery/pipeline.js'
import { StorePipeline } from '../delivery/store-pipeline.js'
import { ChatError } from '../error.js'
import type { ChatEventType } from '../event.js'
import type { Account, ErrorContext, Guarantees, Hub, HubOptions, HubReport, WebhookTarget } from '../hub.js'
import { silentMeter } from '../meter.js'
import { Outbox } from '../outbox/outbox.js'
import type { RoomRef } from '../room-ref.js'
import type { EventHandler, EventStream, Room } from '../room.js'
import type { Arrival } from '../source.js'
import type { KeyValueStore } from '../store.js'
import type { HandlerOptions, StreamOptions, Undo } from '../subscription.js'
import { Backfills } from './backfills.js'
import type { ChatRoom } from './chat-room.js'
import { Counters } from './counters.js'
import { CursorWriter } from './cursor-writer.js'
import { Errors } from './errors.js'
import { describeGuarantees } from './guarantees.js'
import { HubAccount } from './hub-account.js'
import { Ingest } from './ingest.js'
import { Rooms } from './rooms.js'
import type { SourceRun, SourceRunOwner } from './source-run.js'
import { Subscriptions } from './subscriptions.js'

const defaults = { windowMs: 3_600_000, limit: 1_000_000, closeTimeoutMs: 10_000 } as const
/** How long a webhook delivery waits for room before it is refused, to come again, in milliseconds. */
const webhookWaitMs = 5_000

/** Joins the parts of a hub. Decides nothing itself. */
export class ChatHub implements Hub {
  readonly #options: HubOptions
  readonly #clock: Clock
  readonly #random: () => number
  readonly #windowMs: number
  readonly #window: DedupeWindow | undefined
  readonly #end = new AbortController()
  readonly #closing = new AbortController()
  readonly #counters: Counters
  readonly #errors: Errors
  readonly #coverage = new Coverage()
  readonly #rooms: Rooms
  readonly #subscriptions: Subscriptions
  readonly #pipeline: Pipeline
  readonly #cursors: CursorWriter | undefined
  readonly #backfills: Backfills | undefined
  readonly #ingest: Ingest
  readonly #outbox: Outbox
  readonly #accounts = new Map<string, HubAccount>()
  #ids = 0
  #closed: Promise<void> | undefined

  constructor(options: HubOptions) {
    this.#options = options
    const { store, dedupe = {}, backfill = {}, signal, random = Math.random } = options
    this.#clock = options.clock ?? systemClock
    this.#random = checkFunction('random', random)
    this.#windowMs = dedupe === false ? 0 : checkMs('dedupe.windowMs', dedupe.windowMs ?? defaults.windowMs)
    this.#window =
      dedupe === false
        ? undefined
        : new DedupeWindow(this.#windowMs, checkCount('dedupe.limit', dedupe.limit ?? defaults.limit))
    const clock = this.#clock
    const counters = new Counters(options.meter)
    const errors = new Errors(counters)
    const persistence: Persistence = {
      clock,
      signal: this.#end.signal,
      failed: (what, cause) => {
        errors.tell(
          new ChatError('unavailable', `The store could not ${what}; it is tried again.`, { cause }),
        )
      },
    }
    const rooms = new Rooms({
      session: (ref) => this.#session(ref),
      findSession: (ref) => this.#findAccount(ref)?.session,
      send: (room, content, sendOptions) => this.#outbox.send(room.ref, content, sendOptions),
      on: (types, handler, handlerOptions, room) =>
        this.#subscriptions.on(types, handler, handlerOptions, room),
      stream: (streamOptions, room) => this.#subscriptions.stream(streamOptions, room),
      join: (room) => this.#setJoined(room, true),
      leave: (room) => this.#setJoined(room, false),
      advanced: (room) => this.#cursors?.changed(room),
      newId: () => this.#newId(),
    })
    const subscriptions = new Subscriptions({
      clock,
      counters,
      errors,
      deadLetters: store?.deadLetters,
      persistence,
      room: (ref) => rooms.of(ref),
    })
    const echoes = new Echoes()
    this.#counters = counters
    this.#errors = errors
    this.#rooms = rooms
    this.#subscriptions = subscriptions
    this.#cursors = store?.cursors === undefined ? undefined : new CursorWriter(store.cursors, persistence)
    this.#pipeline = this.#createPipeline(persistence)
    this.#backfills =
      backfill === false
        ? undefined
        : new Backfills(backfill, { errors, window: this.#window, ingest: () => this.#ingest })
    this.#ingest = new Ingest({
      clock,
      counters,
      coverage: this.#coverage,
      window: this.#window,
      echoes,
      pipeline: this.#pipeline,
      rooms,
      subscriptions,
      detain: (arrival, room, release) => this.#backfills?.detain(arrival, room, release) ?? false,
      finished: (entry) => this.#pipeline.finish(entry),
    })
    this.#outbox = new Outbox({
      clock,
      store: store?.outbox,
      echoes,
      newId: () => this.#newId(),
      session: (ref) => this.#session(ref),
      failed: (error) => errors.tell(error),
    })
    if (signal?.aborted === true) void this.close()
    else signal?.addEventListener('abort', () => void this.close(), { once: true })
  }

  async add(
    adapter: ChatAdapter,
    { rooms = [] }: { readonly rooms?: readonly RoomRef[] } = {},
  ): Promise<Account> {
    this.#checkOpen()
    const { platform } = adapter
    const session = await adapter.open({
      fetch: this.#options.fetch ?? ((...request) => fetch(...request)),
      clock: this.#clock,
      meter: this.#options.meter ?? silentMeter,
      kv: this.#kv(platform),
      signal: this.#closing.signal,
    })
    const name = accountKey(platform, session.account)
    const account = new HubAccount(platform, session, {
      rooms: this.#rooms,
      runs: this.#runOwner(),
      remove: (removed) => this.#remove(removed),
    })
    if (this.#accounts.has(name) || this.#closed !== undefined) {
      await session.close()
      this.#checkOpen()
      throw new ChatError('invalid', `The account ${session.account} of ${platform} was added before.`, {
        platform,
      })
    }
    this.#accounts.set(name, account)
    for (const ref of rooms) this.#rooms.of(ref).isJoined = true
    try {
      await this.#outbox.restore(platform, session.account)
    } catch (cause) {
      this.#errors.tellCause('unavailable', 'The store could not say what is to be sent.', cause)
    }
    for (const run of account.runs) run.start()
    return account
  }

  room(ref: RoomRef): Room {
    return this.#rooms.of(ref)
  }

  on<Type extends ChatEventType>(
    types: Type | readonly Type[],
    handler: EventHandler<Type>,
    options?: HandlerOptions,
  ): Undo
  on(type: 'error', handler: (error: ChatError, context: ErrorContext) => void): Undo
  on(types: unknown, handler: unknown, options: HandlerOptions = {}): Undo {
    this.#checkOpen()
    if (types === 'error') {
      return this.#errors.on(checkFunction('The handler', handler) as Parameters<Errors['on']>[0])
    }
    return this.#subscriptions.on(
      types as ChatEventType,
      handler as EventHandler<ChatEventType>,
      options,
      undefined,
    )
  }

  stream<Type extends ChatEventType = ChatEventType>(options: StreamOptions<Type> = {}): EventStream<Type> {
    this.#checkOpen()
    return this.#subscriptions.stream(options, undefined)
  }

  async webhook(request: Request, { platform, account }: WebhookTarget): Promise<Response> {
    this.#checkOpen()
    const found = [...this.#accounts.values()].find(
      (each) => each.platform === platform && (account === undefined || each.account === account),
    )
    if (found === undefined) throw noAccount(platform, account)
    if (found.session.webhook === undefined) {
      throw new ChatError('unsupported', `${platform} takes no webhooks.`, {
        platform,
        operation: 'receive.webhook',
      })
    }
    const { response, arrivals } = await found.session.webhook(request)
    const until = AbortSignal.any([this.#closing.signal, timeoutSignal(webhookWaitMs, this.#clock)])
    while (this.#ingest.offer(arrivals, 'webhook', true) === 'full') {
      if (until.aborted) return new Response(null, { status: 503, headers: { 'retry-after': '30' } })
      // oxlint-disable-next-line no-await-in-loop -- until there is room
      await this.#hasRoom(until)
    }
    return response
  }

  inspect(): HubReport {
    const nowMs = this.#clock.now()
    return {
      accounts: [...this.#accounts.values()].map(({ platform, account, runs }) => ({
        platform,
        account,
        sources: runs.map((run) => run.report()),
      })),
      rooms: this.#rooms.all().map(({ key, isJoined, watermark }) => ({
        key,
        joined: isJoined,
        unfinished: watermark.unfinished,
        watermarkAgeMs: watermark.oldestAt === undefined ? 0 : nowMs - watermark.oldestAt,
      })),
      subscriptions: this.#subscriptions.report(),
      counters: this.#counters.report(),
      coverage: this.#coverage.report(),
      dedupe: { remembered: this.#window?.size ?? 0, inFlight: this.#pipeline.inFlight },
      outbox: this.#outbox.counts,
    }
  }

  guarantees(): Guarantees {
    return describeGuarantees(this.#options.store, this.#windowMs)
  }

  close({ timeoutMs = defaults.closeTimeoutMs }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closed ??= this.#close(timeoutMs)
    return this.#closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #createPipeline(persistence: Persistence): Pipeline {
    const { store } = this.#options
    const owner: PipelineOwner = {
      publish: (entry) => {
        this.#subscriptions.publish(entry)
        entry.settle()
      },
      wasHandled: (entry) => {
        this.#counters.add('duplicates', entry.place?.key ?? '', 'store')
        entry.place?.watermark.finish(entry)
      },
      done: (entry) => this.#done(entry),
    }
    if (store?.claims === undefined && store?.archive === undefined) return new DirectPipeline(owner)
    return new StorePipeline(
      {
        claims: this.#windowMs === 0 ? undefined : store.claims,
        archive: store.archive,
        ownerId: this.#newId(),
        windowMs: this.#windowMs,
        clock: this.#clock,
        persistence,
      },
      owner,
    )
  }

  #done(entry: Entry): void {
    // What nobody could handle may come again, and is new then.
    if (entry.hasFailed && entry.key !== undefined) this.#window?.forget(entry.key)
    entry.place?.watermark.finish(entry)
    if (this.#options.meter !== undefined)
      this.#counters.handled(this.#clock.now() - entry.receivedAt, entry.via)
  }

  #runOwner(): Omit<SourceRunOwner, 'rooms'> {
    return {
      clock: this.#clock,
      random: this.#random,
      offer: (run, arrivals) => this.#offer(run, arrivals),
      room: (signal) => this.#hasRoom(signal),
      cursor: async (source, room) => this.#options.store?.cursors?.get(room, source.via),
      stopped: (run, error) => {
        if (error !== undefined) this.#errors.tell(error)
        const event = { type: 'status', state: run.state, ...(error !== undefined && { error }) } as const
        this.#ingest.offer([{ event }], run.source.via, false)
      },
      resumed: (run, failedAtMs, joined) => {
        for (const room of joined) {
          const { receive } = this.#rooms.of(room).capabilities[`receive.${run.source.via}`]
          // A source that can resume brings what was missed by itself.
          if (receive?.resumable === true) continue
          const fromMs = run.lastArrivalAtMs ?? failedAtMs
          const toMs = this.#clock.now()
          const gap = {
            type: 'gap',
            room,
            fromMs,
            toMs,
            cause: 'reconnect',
            recovered: 0,
            complete: false,
          } as const
          this.#ingest.offer([{ event: gap }], run.source.via, false)
        }
      },
    }
  }

  #offer(run: SourceRun, arrivals: readonly Arrival[]): 'ok' | 'full' {
    const answer = this.#ingest.offer(arrivals, run.source.via, run.source.pausable)
    if (answer === 'ok') {
      for (const { event } of arrivals) {
        if (event.type === 'status' && event.room === undefined) run.state = event.state
      }
    }
    return answer
  }

  async #hasRoom(signal: AbortSignal): Promise<void> {
    // A pipeline that is full has room again when its store answers: looked at again soon.
    if (this.#pipeline.isFull) await sleep(50, this.#clock, signal)
    else await this.#subscriptions.room(signal)
  }

  async #setJoined(room: ChatRoom, isJoined: boolean): Promise<void> {
    if (room.isJoined === isJoined) return
    room.isJoined = isJoined
    await this.#findAccount(room.ref)?.update()
  }

  async #remove(account: HubAccount): Promise<void> {
    const name = accountKey(account.platform, account.account)
    if (this.#accounts.get(name) !== account) return
    await account.stop()
    this.#accounts.delete(name)
    await account.session.close()
  }

  async #close(timeoutMs: number): Promise<void> {
    this.#closing.abort()
    const accounts = [...this.#accounts.values()]
    const stopped = Promise.all(accounts.map((account) => account.stop()))
    const over = new AbortController()
    const isOver = sleep(timeoutMs, this.#clock, over.signal)
    const drained = async (): Promise<void> => {
      await stopped
      this.#backfills?.stop()
      await this.#subscriptions.drain()
      await this.#pipeline.flush()
      await this.#cursors?.flush()
    }
    await Promise.race([drained(), isOver])
    over.abort()
    this.#subscriptions.abandon()
    this.#outbox.close()
    this.#end.abort()
    this.#pipeline.close()
    this.#cursors?.close()
    this.#accounts.clear()
    await Promise.all(
      accounts.map((account) =>
        account.session.close().catch((cause: unknown) => {
          this.#errors.tellCause('unavailable', `The session of ${account.platform} did not close.`, cause)
        }),
      ),
    )
  }

  #findAccount({ platform, account }: RoomRef): HubAccount | undefined {
    return this.#accounts.get(accountKey(platform, account))
  }

  #session(room: RoomRef): AdapterSession {
    this.#checkOpen()
    const account = this.#findAccount(room)
    if (account === undefined) throw noAccount(room.platform, room.account)
    return account.session
  }

  #checkOpen(): void {
    if (this.#closed !== undefined) throw new ChatError('closed', 'The hub is closed.')
  }

  #kv(platform: string): KeyValueStore | undefined {
    const kv = this.#options.store?.kv
    if (kv === undefined) return undefined
    const named = (key: string): string => `${platform}/${key}`
    return {
      get: (key) => kv.get(named(key)),
      set: (key, value, timeToLiveMs) => kv.set(named(key), value, timeToLiveMs),
      delete: (key) => kv.delete(named(key)),
    }
  }

  #newId(): string {
    this.#ids += 1
    const chance = Math.floor(this.#random() * 2 ** 52).toString(36)
    return `${this.#clock.now().toString(36)}-${chance}-${this.#ids}`
  }
}

function accountKey(platform: string, account: string): string {
  return JSON.stringify([platform, account])
}

function noAccount(platform: string, account: string | undefined): ChatError {
  const what = account === undefined ? 'No account' : `The account ${account}`
  return new ChatError(
    'not_found',
    `${what} of ${platform} is not part of the hub; hub.add(adapter) first.`,
    {
      platform,
    },
  )
}

/** Aborts after so long, by the hub's clock. */
function timeoutSignal(delayMs: number, clock: Clock): AbortSignal {
  const controller = new AbortController()
  clock.setTimeout(() => controller.abort(), delayMs)
  return controller.signal
}
