import type { Clock } from '../../clock.js'
import type { Role } from '../../role.js'
import type { Answer, Call, Frame, Line, RefusalCode } from './wire.js'

/** How a memory platform is. */
export interface MemoryPlatformOptions {
  readonly clock: Pick<Clock, 'now'>
  /** The rooms there are. Default `lobby` and `kitchen`. */
  readonly rooms?: readonly string[]
  /** How many messages of a room can be read back; 0: it has no history at all. Default 1,000. */
  readonly historyLimit?: number
  /** What users are, by their names. Default: nobody is anything. */
  readonly roles?: Readonly<Record<string, readonly Role[]>>
}

/** Takes what a connection brings. */
export interface Link {
  text(frame: string): void
  /** @param isRefused whether the token was no good */
  closed(isRefused: boolean): void
}

/** One account's secret and name. */
const account = { token: 'memory-secret-3f9a', user: 'bot' } as const

/** A whole chat service in memory: rooms, a socket, calls, a history, and faults on demand. */
export class MemoryPlatform {
  readonly rooms: readonly string[]
  readonly historyLimit: number
  readonly roles: Readonly<Record<string, readonly Role[]>>
  readonly token: string = account.token
  readonly user: string = account.user
  requests = 0
  frames = 0
  readonly #clock: Pick<Clock, 'now'>
  readonly #lines = new Map<string, Line[]>()
  readonly #links = new Set<Link>()
  readonly #hooks = new Set<(frame: Frame) => void>()
  readonly #performed = new Map<Call['do'], number>()
  #sequence = 0
  #framesUntilCut: number | undefined
  #failure: RefusalCode | 'lost' | undefined

  constructor({
    clock,
    rooms = ['lobby', 'kitchen'],
    historyLimit = 1_000,
    roles = {},
  }: MemoryPlatformOptions) {
    this.roles = roles
    this.#clock = clock
    this.rooms = rooms
    this.historyLimit = historyLimit
    for (const room of rooms) this.#lines.set(room, [])
  }

  get connections(): number {
    return this.#links.size
  }

  /** Opens a connection; what happens from now on comes over it. @returns closes it */
  connect(token: string, link: Link): () => void {
    this.requests += 1
    if (token !== this.token) link.closed(true)
    else {
      this.#links.add(link)
      this.#push({ type: 'hello' }, [link])
    }
    return () => void this.#links.delete(link)
  }

  /** Hands over what happens from now on without a connection: what webhooks are made of. */
  onFrame(hook: (frame: Frame) => void): void {
    this.#hooks.add(hook)
  }

  cut(): void {
    const links = [...this.#links]
    this.#links.clear()
    for (const link of links) link.closed(false)
  }

  cutAfter(frames: number): void {
    this.#framesUntilCut = frames
  }

  /** The next call fails so. */
  failNext(failure: RefusalCode | 'lost'): void {
    this.#failure = failure
  }

  /** Somebody says something. */
  say(room: string, user: string, text: string, sentAtMs: number = this.#clock.now()): Line {
    const line = this.#keep({ room, user, text, sentAtMs })
    this.push({ type: 'line', line })
    return line
  }

  /** Somebody says something that is not delivered yet: it stands in the room, and that is all. */
  keep(room: string, user: string, text: string): Line {
    return this.#keep({ room, user, text, sentAtMs: this.#clock.now() })
  }

  push(frame: Frame): void {
    for (const hook of this.#hooks) hook(frame)
    this.#push(frame, [...this.#links])
  }

  lines(room: string): readonly Line[] {
    return this.#lines.get(room) ?? []
  }

  /** How often something was done. */
  performed(what: Call['do']): number {
    return this.#performed.get(what) ?? 0
  }

  async call(token: string, call: Call): Promise<Answer> {
    this.requests += 1
    const failure = token === this.token ? this.#failure : 'unauthenticated'
    this.#failure = undefined
    if (failure === 'lost') {
      // The worst kind: it was done, and nobody learns of it.
      this.#perform(call)
      return { status: 'lost' }
    }
    // Services do repeat what they were sent, secrets too.
    const text = `token ${token} refused`
    if (failure === 'rate_limited') return { status: 'refused', code: failure, text, retryAfterMs: 1_000 }
    if (failure !== undefined) return { status: 'refused', code: failure, text }
    return this.#perform(call)
  }

  #perform(call: Call): Answer {
    const { room } = call
    const lines = this.#lines.get(room)
    this.#performed.set(call.do, this.performed(call.do) + 1)
    if (lines === undefined) return { status: 'refused', code: 'forbidden', text: `no room ${room}` }
    switch (call.do) {
      case 'send': {
        const { text, replyTo, clientId } = call
        const line = this.#keep({
          room,
          user: this.user,
          text,
          sentAtMs: this.#clock.now(),
          ...(replyTo !== undefined && { replyTo }),
          ...(clientId !== undefined && { clientId }),
        })
        this.push({ type: 'line', line })
        return { status: 'done', lines: [line] }
      }
      case 'edit': {
        const index = lines.findIndex(({ id }) => id === call.id)
        const known = lines[index]
        if (known === undefined) return { status: 'refused', code: 'forbidden', text: 'no such message' }
        const line = { ...known, text: call.text, editedAtMs: this.#clock.now() }
        lines[index] = line
        this.push({ type: 'edited', line })
        return { status: 'done', lines: [line] }
      }
      case 'delete':
        this.#lines.set(
          room,
          lines.filter(({ id }) => !call.ids.includes(id)),
        )
        for (const id of call.ids) this.push({ type: 'removed', room, id })
        return { status: 'done', lines: [] }
      case 'restrict':
        this.push({
          type: 'restricted',
          room,
          user: call.user,
          ...(call.untilMs !== undefined && { untilMs: call.untilMs }),
        })
        return { status: 'done', lines: [] }
      case 'release':
      case 'seen':
      case 'typing':
      case 'open':
      case 'upload':
        return { status: 'done', lines: [] }
      case 'history':
      default: {
        const { before = Infinity, after = -Infinity, limit } = call
        const kept = lines.slice(-this.historyLimit)
        const wanted = kept.filter(({ sequence }) => sequence < before && sequence > after)
        const page = after === -Infinity ? wanted.slice(-limit) : wanted.slice(0, limit)
        // What was said before the oldest that is kept is gone, and a page that should hold some of it says so.
        return {
          status: 'done',
          lines: page,
          isAll: kept.length === lines.length || (page.length > 0 && page[0] !== kept[0]),
        }
      }
    }
  }

  #keep(line: Omit<Line, 'id' | 'sequence'>): Line {
    this.#sequence += 1
    const kept = { ...line, sequence: this.#sequence, id: `m${this.#sequence}` }
    this.#lines.get(line.room)?.push(kept)
    return kept
  }

  #push(frame: Frame, links: readonly Link[]): void {
    const text = JSON.stringify(frame)
    for (const link of links) {
      if (this.#framesUntilCut === 0) {
        this.#framesUntilCut = undefined
        this.cut()
      }
      if (!this.#links.has(link)) continue
      if (this.#framesUntilCut !== undefined) this.#framesUntilCut -= 1
      this.frames += 1
      link.text(text)
    }
  }
}
