import type { AdapterContext, Arrival, ChatError, RoomRef, Sink, Source } from '@wireloom/chat-core'
import { Follower } from '../follower.js'
import { KnownChats } from '../known-chats.js'
import type { ChatReader } from '../chat-reader.js'
import type { LiveReady } from '../live-event.js'
import { Pace } from '../pace.js'
import type { CompletePollOptions } from '../poll-options.js'
import { RequestBudget } from '../request-budget.js'
import { Rounds, type Look } from '../rounds.js'
import type { ChatRooms } from './chat-rooms.js'
import { Checkpoint } from './checkpoint.js'
import type { Following } from './following.js'
import type { FoundTrouble, Happening } from './happening.js'
import { ObservedChats } from './observed-chats.js'
import { toArrivals } from './to-arrivals.js'
import type { Viewer } from './to-author.js'
import { toChatError } from './to-chat-error.js'
import { ToldChats } from './told-chats.js'

/** What the source is made of. */
export interface PollSourceParts {
  readonly chats: ChatReader
  readonly rooms: ChatRooms
  readonly following: Following
  readonly viewer: Viewer
  readonly context: Pick<AdapterContext, 'clock' | 'kv'>
  readonly pace: CompletePollOptions
}

const beforeAnything = '1970-01-01T00:00:00Z'

/** What is known of the chats, for as long as the session lasts. */
interface Memory {
  readonly known: KnownChats
  readonly told: ToldChats
  /** Whether it was taken down where everything stands. */
  hasBegun: boolean
}

/** Asks for what happens in the chats of an account, and goes on where an earlier run left off. */
export class PollSource implements Source {
  readonly via = 'poll'
  readonly pausable = true
  readonly #parts: PollSourceParts
  readonly #budget: RequestBudget
  readonly #checkpoint: Checkpoint | undefined
  #memory: Memory | undefined
  #rounds: Rounds | undefined
  #isWell = true
  /** Whether where to go on is in the store. */
  #isKept = true

  constructor(parts: PollSourceParts) {
    const { context, pace, viewer } = parts
    this.#parts = parts
    this.#budget = new RequestBudget(pace.maxRequestsPerMinute, context.clock)
    if (context.kv !== undefined) this.#checkpoint = new Checkpoint(context.kv, viewer.account)
  }

  /** Looks at once: somebody said that there is something. @param chatId where, if that is known */
  ring(chatId?: number): void {
    this.#rounds?.ring(chatId)
  }

  async run(rooms: readonly RoomRef[], sink: Sink): Promise<void> {
    const { context, pace, rooms: chatRooms, viewer } = this.#parts
    const { clock } = context
    await this.update(rooms)
    try {
      await offer(sink, [{ event: { type: 'status', state: 'connecting' } }])
      this.#memory ??= await this.#recall()
      const memory = this.#memory
      const parts = { rooms: chatRooms, told: memory.told, viewer, now: () => clock.now() }
      const rounds = new Rounds(new Pace(pace, clock.now()), clock, sink.signal)
      this.#rounds = rounds
      for await (const happening of rounds.run(this.#createLook(memory, sink))) {
        const chatId = chatIdOf(happening)
        if (chatId !== undefined && !this.#parts.following.has(chatId)) continue
        if (happening.type === 'error' && chatId === undefined) this.#isWell = false
        if (happening.type === 'ready' && !this.#isWell) continue
        const arrivals = toArrivals(happening, parts)
        const cursor = arrivals.at(-1)?.cursor
        if (chatId !== undefined && cursor !== undefined) this.#checkpoint?.offered(chatId, cursor)
        await offer(sink, arrivals)
      }
    } catch (error) {
      if (!sink.signal.aborted) throw toChatError(error, 'receive.poll')
    } finally {
      this.#rounds = undefined
    }
  }

  async update(rooms: readonly RoomRef[]): Promise<void> {
    const left = this.#parts.following.update(rooms.map(({ room }) => Number(room)))
    for (const chatId of left) this.#memory?.told.forget(chatId)
  }

  /** What an earlier run has kept. */
  async #recall(): Promise<Memory> {
    const stored = await this.#checkpoint?.load()
    const known = new KnownChats(stored)
    return { known, told: new ToldChats(known), hasBegun: stored !== undefined }
  }

  #createLook(memory: Memory, sink: Sink): Look<Happening> {
    const { chats, context, following, rooms, viewer } = this.#parts
    const { known, told } = memory
    const { clock } = context
    const observed = new ObservedChats({
      chats,
      known,
      rooms,
      told,
      account: viewer.account,
      clock,
      follows: (chatId) => following.has(chatId),
      cursor: (room) => sink.cursor(room),
    })
    const { signal } = sink
    const follower = new Follower({
      chats: observed,
      known,
      budget: this.#budget,
      clock,
      userId: undefined,
      signal,
    })
    return (rung) => this.#look(rung, memory, follower, observed, sink)
  }

  async *#look(
    rung: ReadonlySet<number>,
    memory: Memory,
    follower: Follower,
    observed: ObservedChats,
    sink: Sink,
  ): AsyncGenerator<Happening, undefined> {
    const { following, rooms } = this.#parts
    const { known } = memory
    if (!memory.hasBegun) {
      observed.resumes = false
      await follower.takeStock()
      // Where there was no chat yet, whatever comes is later than this.
      known.watermark ??= beforeAnything
      // From here on: what comes now is new, whether the store can keep that or not.
      memory.hasBegun = true
      observed.resumes = true
      yield* this.#judge(true, await this.#checkpoint?.begin(known.toCursor()))
      return
    }
    let isWell = true
    const followed = new Set([...rung].filter((chatId) => following.has(chatId)))
    await observed.prepare(followed)
    for await (const event of follower.look(followed)) {
      yield* observed.takeChanges()
      if (event.type === 'error' && event.chatId !== undefined) observed.failed(event.chatId)
      if (event.type === 'gap' && event.chatId === undefined) isWell = false
      yield event
    }
    yield* observed.takeChanges()
    yield* observed.takeFacts()
    const failure = await this.#checkpoint?.advance(known.watermark, (chatId) =>
      sink.cursor(rooms.of(chatId).ref),
    )
    yield* this.#judge(isWell, failure)
  }

  /** Says how the source is doing, where that is news. A store that fails keeps nobody from reading. */
  *#judge(isRead: boolean, error: ChatError | undefined): Generator<FoundTrouble | LiveReady, undefined> {
    const wasWell = this.#isWell
    const wasKept = this.#isKept
    this.#isKept = error === undefined
    this.#isWell = isRead && error === undefined
    if (error !== undefined && wasKept) yield { type: 'trouble', error }
    if (this.#isWell && !wasWell) yield { type: 'ready' }
  }
}

/** Which chat it is of; undefined where it has no place among what was told of one. */
function chatIdOf(happening: Happening): number | undefined {
  switch (happening.type) {
    case 'message':
    case 'edit':
      return happening.message.chatId
    case 'delete':
      return happening.previous.chatId
    case 'change':
      return happening.chat.id
    case 'seen':
    case 'unknown':
    case 'well':
    case 'gap':
    case 'error':
      return happening.chatId
    case 'ready':
    case 'trouble':
    default:
      return undefined
  }
}

async function offer(sink: Sink, arrivals: readonly Arrival[]): Promise<void> {
  while (!sink.signal.aborted && sink.offer(arrivals) === 'full') {
    // oxlint-disable-next-line no-await-in-loop -- until there is room
    await sink.ready()
  }
}
