import {
  createHub,
  defineStore,
  type ChatEvent,
  type Hub,
  type MemoryStore,
  type Store,
} from '@wireloom/chat-core'
import { createFakeClock, turn, type FakeClock } from '@wireloom/chat-core/testing'
import type { BasalamSandbox } from '@wireloom/sandbox'
import { onTestFinished } from 'vitest'
import { basalamAdapter, type BasalamAdapterOptions } from '../../src/chat.js'
import { Basalam } from '../../src/index.js'
import { nextLook, startHeldSandbox } from './adapter-harness.js'
import { QuietWire } from './quiet-wire.js'

/** A sandbox, a clock that stands still, and a client over real HTTP. */
export interface Place {
  readonly clock: FakeClock
  readonly sandbox: BasalamSandbox
  readonly wire: QuietWire
  readonly basalam: Basalam
  close(): Promise<void>
}

export async function openPlace(): Promise<Place> {
  const wire = new QuietWire()
  const clock = createFakeClock(undefined, () => wire.quiet())
  const started = await startHeldSandbox(clock)
  const { basalam: sandbox } = started
  const token = sandbox.personalToken.accessToken
  const basalam = new Basalam({ token, baseUrl: sandbox.apiUrl, fetch: wire.fetch, clock })
  return { clock, sandbox, wire, basalam, close: () => started.close() }
}

/** The same for as long as a test lasts. */
export async function openPlaceForTest(): Promise<Place> {
  const place = await openPlace()
  onTestFinished(() => place.close())
  return place
}

const types = ['message', 'edit', 'delete', 'seen', 'room', 'activity', 'other', 'gap', 'status'] as const

/** One run of a program: a hub with the adapter, and all that its handler was told. */
export class HubRun {
  readonly hub: Hub
  readonly told: ChatEvent[] = []
  readonly errors: string[] = []
  isDead = false
  readonly #toldAtMs: number[] = []
  readonly #place: Place

  private constructor(place: Place, kept: MemoryStore | undefined, hasClaims: boolean) {
    this.#place = place
    const { clock } = place
    const store = kept === undefined ? {} : { store: this.#mortal(kept, hasClaims) }
    this.hub = createHub({ clock, ...store })
    this.hub.on('error', ({ message, cause }) => void this.errors.push(`${message} ${String(cause)}`))
    this.hub.on(
      types,
      async (event) => {
        await turn(1)
        if (this.isDead) return
        this.told.push(event)
        this.#toldAtMs.push(clock.now())
      },
      { self: true },
    )
  }

  static async start(
    place: Place,
    store?: MemoryStore,
    options: Partial<BasalamAdapterOptions> = {},
    hasClaims = false,
  ): Promise<HubRun> {
    const run = new HubRun(place, store, hasClaims)
    const { basalam } = place
    await run.hub.add(basalamAdapter({ basalam, maxRequestsPerMinute: 1_000_000, ...options }))
    await place.wire.quiet()
    return run
  }

  /** What was told so lately that perhaps it is not kept how far that was. */
  toldWithin(durationMs: number): readonly ChatEvent[] {
    const sinceMs = this.#place.clock.now() - durationMs
    return this.told.filter((_, index) => (this.#toldAtMs[index] ?? 0) >= sinceMs)
  }

  /** Until the chats were looked at once more. */
  async look(): Promise<void> {
    await nextLook(this.#place.wire, this.#place.clock)
    await this.#handled()
  }

  of<Type extends ChatEvent['type']>(type: Type): readonly Extract<ChatEvent, { readonly type: Type }>[] {
    return this.told.filter(
      (event): event is Extract<ChatEvent, { readonly type: Type }> => event.type === type,
    )
  }

  get texts(): readonly string[] {
    return this.of('message').map(({ message }) => message.text)
  }

  /** Ends as a program does that has the time for it. */
  async close(): Promise<void> {
    const closed = this.hub.close()
    await this.#place.clock.advance(1_000)
    await closed
  }

  /** Ends at once: nothing that was under way is handled, and nothing more is kept. */
  async kill(): Promise<void> {
    this.isDead = true
    const closed = this.hub.close({ timeoutMs: 1 })
    await this.#place.clock.advance(1_000)
    await closed
  }

  /** Until nothing waits for the handler. */
  async #handled(): Promise<void> {
    for (let turns = 0; turns < 10_000; turns += 1) {
      const [own] = this.hub.inspect().subscriptions
      if (own === undefined || own.depth + own.running === 0) return
      // oxlint-disable-next-line no-await-in-loop -- until it is through
      await turn(1)
    }
  }

  /** What is kept, as long as the program lives. */
  #mortal({ claims, cursors, kv }: MemoryStore, hasClaims: boolean): Store {
    return defineStore({
      durable: true,
      cursors: this.#untilDeath(cursors),
      kv: this.#untilDeath(kv),
      ...(hasClaims && { claims: this.#untilDeath(claims) }),
    })
  }

  /** Of what is asked once it is dead, nothing is done and nothing comes back. */
  #untilDeath<Part extends object>(part: Part): Part {
    return new Proxy(part, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return (...given: readonly unknown[]): unknown =>
          this.isDead ? new Promise(() => undefined) : Reflect.apply(member, target, given)
      },
    })
  }
}
