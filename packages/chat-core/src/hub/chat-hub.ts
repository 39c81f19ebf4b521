import type { AdapterContext, ChatAdapter } from '../adapter.js'
import { checkCount, checkFunction, checkMs, invalid } from '../check.js'
import { systemClock, type Clock } from '../clock.js'
import { Coverage } from '../delivery/coverage.js'
import type { CursorWriter } from '../delivery/cursor-writer.js'
import { DedupeWindow } from '../delivery/dedupe-window.js'
import { Echoes } from '../delivery/echoes.js'
import type { Entry } from '../delivery/entry.js'
import { localKey } from '../delivery/event-key.js'
import { sleep, type Persistence } from '../delivery/persist.js'
import { DirectPipeline, type Pipeline } from '../delivery/pipeline.js'
import { ChatError } from '../error.js'
import type { ChatEventType } from '../event.js'
import type { GapFiller } from '../gap-filler.js'
import type { Guarantees } from '../guarantees.js'
import type { Account, ErrorContext, Hub, HubOptions, HubReport, WebhookTarget } from '../hub.js'
import { silentMeter } from '../meter.js'
import { DirectSender } from '../outbox/direct-sender.js'
import type { Sender } from '../outbox/sender.js'
import type { RoomRef } from '../room-ref.js'
import type { EventHandler, EventStream, Room } from '../room.js'
import type { HandlerOptions, StreamOptions, Undo } from '../subscription.js'
import { Accounts } from './accounts.js'
import { Counters } from './counters.js'
import { Errors } from './errors.js'
import { Handled } from './handled.js'
import { Ingest } from './ingest.js'
import { leastGuarantees } from './least-guarantees.js'
import { prefixKeyValues } from './prefixed-key-values.js'
import { Rooms } from './rooms.js'
import { Subscriptions } from './subscriptions.js'

const defaults = { windowMs: 3_600_000, limit: 1_000_000, closeTimeoutMs: 10_000 } as const

/** Joins the parts of a hub. Decides nothing itself. */
export class ChatHub implements Hub {
  readonly #options: HubOptions
  readonly #clock: Clock
  readonly #windowMs: number
  readonly #dedupe: DedupeWindow | undefined
  /** Aborts when nothing is taken any more. */
  readonly #closing = new AbortController()
  /** Aborts when nothing is tried any more. */
  readonly #end = new AbortController()
  readonly #counters: Counters
  readonly #errors: Errors
  readonly #coverage = new Coverage()
  readonly #rooms: Rooms
  readonly #subscriptions: Subscriptions
  readonly #pipeline: Pipeline
  readonly #cursors: CursorWriter | undefined
  readonly #gapFiller: GapFiller | undefined
  readonly #sender: Sender
  readonly #accounts: Accounts
  readonly #handled: Handled
  #ids = 0
  #closed: Promise<void> | undefined

  constructor(options: HubOptions) {
    this.#options = options
    const { dedupe, clock = systemClock, random = Math.random, signal, store } = options
    this.#clock = clock
    checkFunction('random', random)
    this.#windowMs = dedupe === false ? 0 : checkMs('dedupe.windowMs', dedupe?.windowMs ?? defaults.windowMs)
    if (store !== undefined && store.machinery === undefined)
      throw invalid('store', store, 'made by createMemoryStore() or defineStore()')
    if (dedupe !== false) {
      const limit = checkCount('dedupe.limit', dedupe?.limit ?? defaults.limit)
      this.#dedupe = new DedupeWindow(this.#windowMs, limit)
    }
    const counters = new Counters(options.meter)
    const errors = new Errors(counters)
    const echoes = new Echoes()
    const newId = (): string => this.#newId(random)
    const persistence: Persistence = {
      clock,
      signal: this.#end.signal,
      failed: (what, cause) => {
        errors.tell(
          new ChatError('unavailable', `The store could not ${what}; it is tried again.`, { cause }),
        )
      },
    }
    const rooms: Rooms = new Rooms({
      newId,
      checkOpen: () => this.#checkOpen(),
      accounts: () => this.#accounts,
      sender: () => this.#sender,
      subscriptions: () => this.#subscriptions,
      advanced: (room) => this.#cursors?.changed(room),
    })
    const room = (ref: RoomRef) => rooms.of(ref)
    const subscriptions = new Subscriptions({
      clock,
      counters,
      errors,
      persistence,
      room,
      deadLetters: store?.deadLetters,
    })
    const finished = (entry: Entry): void => this.#pipeline.finish(entry)
    const owner = {
      publish: (entry: Entry): void => {
        subscriptions.publish(entry)
        entry.settle()
      },
      wasHandled: (entry: Entry): void => {
        counters.add('duplicates', 'store')
        entry.place?.watermark.finish(entry)
        this.#handled.passed(entry)
      },
      lost: (count: number): void => {
        const message = `Claims of ${count} events ran out while they were handled: another process may have handled them too.`
        errors.tell(new ChatError('lease_lost', message))
      },
      refused: ({ event, key }: Entry, cause: ChatError): void => {
        const message = `The archive does not take the event ${key ?? event.type}; it is not kept there.`
        errors.tell(new ChatError(cause.code, message, { operation: 'archive.append', cause }))
      },
      done: (entry: Entry): void => this.#done(entry),
    }
    this.#handled = new Handled(clock)
    this.#counters = counters
    this.#errors = errors
    this.#rooms = rooms
    this.#subscriptions = subscriptions
    this.#cursors = store?.machinery.openCursors(persistence)
    this.#pipeline =
      store?.machinery.openPipeline(persistence, newId(), this.#windowMs, owner) ?? new DirectPipeline(owner)
    const ingest: Ingest = new Ingest({
      clock,
      counters,
      coverage: this.#coverage,
      dedupe: this.#dedupe,
      echoes,
      pipeline: this.#pipeline,
      rooms,
      subscriptions,
      gapFiller: () => this.#gapFiller,
      finished,
    })
    this.#gapFiller = options.backfill?.open({
      clock,
      isKnown: (message, { ref }) => {
        const key = localKey({ type: 'message', message }, undefined) ?? ''
        return this.#dedupe?.has(room(ref).number, key, clock.now()) === true
      },
      accept: (event, { ref }) => {
        const via = event.type === 'gap' ? 'hub' : 'backfill'
        ingest.accept({ event }, room(ref), via, false, undefined, clock.now())
      },
      failed: (cause, at) => {
        errors.tellCause('A gap could not be filled from the history.', cause, { room: at })
      },
    })
    const senderParts = {
      clock,
      echoes,
      store: store?.outbox,
      session: (ref: RoomRef) => this.#accounts.session(ref),
      failed: (error: ChatError) => errors.tell(error),
    }
    this.#sender = options.outbox?.open(senderParts) ?? new DirectSender(senderParts)
    this.#accounts = new Accounts({
      clock,
      random,
      store,
      handled: this.#handled,
      errors,
      rooms,
      pipeline: this.#pipeline,
      subscriptions,
      ingest,
      gapFiller: () => this.#gapFiller,
      sender: this.#sender,
      closing: this.#closing.signal,
      end: this.#end.signal,
      context: (platform) => this.#context(platform),
    })
    if (signal?.aborted === true) void this.close()
    else signal?.addEventListener('abort', () => void this.close(), { once: true })
  }

  async add(adapter: ChatAdapter, options: { readonly rooms?: readonly RoomRef[] } = {}): Promise<Account> {
    this.#checkOpen()
    return this.#accounts.add(adapter, options.rooms ?? [])
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
    if (types === 'error') return this.#errors.on(handler)
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

  async webhook(request: Request, target: WebhookTarget): Promise<Response> {
    this.#checkOpen()
    return this.#accounts.webhook(request, target)
  }

  inspect(): HubReport {
    const nowMs = this.#clock.now()
    return {
      accounts: this.#accounts.all().map(({ platform, account, runs }) => ({
        platform,
        account,
        sources: runs.map((run) => run.report()),
      })),
      rooms: this.#rooms.all().map(({ key, isJoined, watermark: { oldestAt, unfinished } }) => ({
        key,
        joined: isJoined,
        unfinished,
        watermarkAgeMs: nowMs - (oldestAt ?? nowMs),
      })),
      subscriptions: this.#subscriptions.report(),
      counters: this.#counters.report(),
      coverage: this.#coverage.report(),
      dedupe: { remembered: this.#dedupe?.size ?? 0, inFlight: this.#pipeline.inFlight },
      outbox: this.#sender.counts,
    }
  }

  guarantees(): Guarantees {
    return this.#options.store?.machinery.guarantees(this.#windowMs) ?? leastGuarantees(this.#windowMs)
  }

  close({ timeoutMs = defaults.closeTimeoutMs }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#closed ??= this.#close(timeoutMs)
    return this.#closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(timeoutMs: number): Promise<void> {
    this.#closing.abort()
    const accounts = this.#accounts.all()
    await this.#within(timeoutMs, this.#drain())
    this.#subscriptions.abandon()
    this.#sender.close()
    this.#end.abort()
    this.#pipeline.close()
    this.#cursors?.close()
    const closed = accounts.map(({ platform, session }) => this.#accounts.close(platform, session))
    await this.#within(timeoutMs, Promise.all(closed))
    this.#sender.end()
  }

  /** Waits for something, but no longer than so long. */
  async #within(timeoutMs: number, something: Promise<unknown>): Promise<void> {
    const over = new AbortController()
    await Promise.race([something, sleep(timeoutMs, this.#clock, over.signal)])
    over.abort()
  }

  /** Resolves when what was taken is handled and kept. */
  async #drain(): Promise<void> {
    const accounts = this.#accounts.all()
    await Promise.all(accounts.map((account) => account.stop()))
    this.#gapFiller?.stop()
    await this.#subscriptions.drain()
    await this.#pipeline.flush()
    await this.#cursors?.flush()
    await Promise.all(accounts.map((account) => account.note()))
  }

  #done(entry: Entry): void {
    const { local, place } = entry
    // What nobody could handle may come again, and is new then.
    if (entry.hasFailed && local !== undefined && place !== undefined) {
      this.#dedupe?.forget(place.number, local, this.#clock.now())
    }
    place?.watermark.finish(entry)
    this.#handled.passed(entry)
    if (this.#options.meter !== undefined) {
      this.#counters.handled(this.#clock.now() - entry.receivedAt, entry.via)
    }
  }

  #context(platform: string): AdapterContext {
    const { fetch: given, meter = silentMeter, store } = this.#options
    return {
      // Not the platform's own as it is: it wants to be called on its own object.
      fetch: given ?? ((...request) => fetch(...request)),
      clock: this.#clock,
      meter,
      kv: store?.kv && prefixKeyValues(store.kv, platform),
      signal: this.#closing.signal,
    }
  }

  #checkOpen(): void {
    if (this.#closed !== undefined) throw new ChatError('closed', 'The hub is closed.')
  }

  #newId(random: () => number): string {
    this.#ids += 1
    const chance = Math.floor(random() * 2 ** 52).toString(36)
    return `${this.#clock.now().toString(36)}-${chance}-${this.#ids}`
  }
}
