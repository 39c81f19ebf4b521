import { checkFunction, checkMs } from '../check.js'
import { systemClock, type Clock } from '../clock.js'
import { checkEventTypes, eventTypes } from '../event-types.js'
import type { ChatEvent, ChatEventOf, ChatEventType } from '../event.js'
import type { EventHandler, Room } from '../room.js'
import type { KeyValueStore } from '../store.js'
import type { HandlerOptions, Undo } from '../subscription.js'
import type { ArgumentShape } from './argument.js'
import { chain, type Handler, type Next } from './chain.js'
import type { Command, CommandHandler, CommandOptions } from './command.js'
import { CommandContext, Commands, readCall, refuse, type CommandSettings } from './commands.js'
import type { Context } from './context.js'
import type { Filter } from './filter.js'
import { nearestName } from './near-miss.js'
import { describeUsage } from './parse-arguments.js'
import { Run } from './run.js'
import { TimeLimits } from './time-limit.js'

/** Of a command that names none. */
type NoArguments = Readonly<Record<string, never>>

/** Called with what was thrown; what it throws itself goes on outward. */
export type Catcher<State extends object> = (error: unknown, context: Context<ChatEvent, State>) => unknown

/** How a router hears events. */
export interface AttachOptions extends HandlerOptions, Partial<CommandSettings> {
  /** Whose time cooldowns and time-outs go by. Default: the platform's own. */
  readonly clock?: Clock
  /** Which events it hears. Default: all. */
  readonly types?: readonly ChatEventType[]
  /** How long one event may take, in milliseconds; past that it counts as failed. Default 60,000. */
  readonly timeoutMs?: number
  /**
   * Where `context.store` keeps things: the `kv` of a store. Its keys are yours; those of adapters begin with the
   * platform's name and a `/`.
   */
  readonly store?: KeyValueStore
}

/** What to do with events, in order: middleware, handlers of some events, commands, and other routers. */
export class Router<State extends object = object> {
  readonly #handlers: Handler<ChatEvent, State>[] = []
  readonly #commands = new Commands<State>()
  readonly #routers: Router<State>[] = []
  #catcher: Catcher<State> | undefined
  /** Made at the first event: until then there may come more. */
  #chain: Handler<ChatEvent, State> | undefined

  /** Sees every event that comes so far: middleware, or another router with all that is in it. */
  use(...handlers: readonly (Handler<ChatEvent, State> | Router<State>)[]): this {
    for (const handler of handlers) {
      if (!(handler instanceof Router)) checkFunction('The handler', handler)
      if (handler instanceof Router) this.#routers.push(handler)
      this.#chain = undefined
      this.#handlers.push(
        handler instanceof Router ? (context, next) => handler.#run(context, next) : handler,
      )
    }
    return this
  }

  /** Handles events of some types, or those a filter lets through. */
  on<Event extends ChatEvent>(filter: Filter<Event>, ...handlers: readonly Handler<Event, State>[]): this
  on<Type extends ChatEventType>(
    types: Type | readonly Type[],
    ...handlers: readonly Handler<ChatEventOf<Type>, State>[]
  ): this
  on(
    wanted: ChatEventType | readonly ChatEventType[] | Filter,
    ...handlers: readonly Handler<never, State>[]
  ): this {
    const types = new Set(typeof wanted === 'function' ? [] : checkEventTypes(wanted))
    for (const handler of handlers) checkFunction('The handler', handler)
    const passes =
      typeof wanted === 'function' ? wanted : (event: ChatEvent): boolean => types.has(event.type)
    const [first] = handlers as readonly Handler<ChatEvent, State>[]
    // One needs no chain of its own: the one around it knows a second next() too.
    const isOne = first !== undefined && handlers.length === 1
    const inner = isOne ? first : chain(handlers as readonly Handler<ChatEvent, State>[])
    return this.use((context, next) => (passes(context.event) ? inner(context, next) : next()))
  }

  /**
   * Handles messages that begin with the command's name, after a prefix.
   *
   * @throws ChatError `invalid` where the name, or an alias, is one already or holds white space
   */
  command<Shape extends ArgumentShape = NoArguments>(
    name: string,
    options: CommandOptions<Shape>,
    handler: CommandHandler<Shape, State>,
  ): this {
    // One step for all commands of a router, where the first of them stands.
    if (this.#commands.all.length === 0) this.use((context, next) => this.#commands.run(context, next))
    this.#commands.add({
      ...options,
      name,
      args: options.args ?? {},
      handler: handler as CommandHandler<ArgumentShape, State>,
    })
    return this
  }

  /** Handles what anything in this router throws; an event counts as handled unless it throws again. */
  catch(catcher: Catcher<State>): this {
    this.#catcher = checkFunction('The handler', catcher)
    return this
  }

  /** Every command, those of routers in it too. */
  get commands(): readonly Command<State>[] {
    return [...this.#commands.all, ...this.#routers.flatMap(({ commands }) => commands)]
  }

  /** A line for each command, or for the one of that name: how it is written and what it does. */
  help(name?: string, prefix = '!'): string {
    const wanted = name?.toLowerCase()
    return this.commands
      .filter(
        ({ aliases = [], name: own }) =>
          wanted === undefined || [own, ...aliases].some((each) => each.toLowerCase() === wanted),
      )
      .map((each) =>
        [describeUsage(`${prefix}${each.name}`, each.args), each.help].filter(Boolean).join(': '),
      )
      .join('\n')
  }

  /** The router as a handler for `hub.on`. {@link attach} does both. */
  toHandler(options: AttachOptions = {}): EventHandler<ChatEventType> {
    const { clock = systemClock, mention, name, onRefused, prefixes = ['!'], store, timeoutMs } = options
    const settings: CommandSettings = { prefixes, mention, onRefused }
    const limits = new TimeLimits(clock, checkMs('timeoutMs', timeoutMs ?? 60_000))
    return (event, envelope) => {
      const run = new Run(name, store)
      const call = readCall(event, settings, clock)
      const context = new CommandContext<State>(event, envelope, run, call)
      const result = this.#run(context, () => undefined)
      return limits.hold(run, call === undefined ? result : this.#suggest(context, result))
    }
  }

  /**
   * Hears the events of a hub, or of one room.
   *
   * Default order `conversation`: one at a time of each direct or group room; in live and broadcast rooms of each author
   * there, so that one slow answer does not hold up a busy room.
   *
   * @returns takes it off again
   */
  attach(hub: Pick<Room, 'on'>, options: AttachOptions = {}): Undo {
    const { types = eventTypes } = options
    return hub.on(types, this.toHandler(options), { order: 'conversation', ...options })
  }

  /** Tells who asked for a command that nobody knows. */
  async #suggest(context: CommandContext<State>, handled: unknown): Promise<void> {
    await handled
    const { call } = context
    if (call === undefined || call.isKnown) return
    const command = call.line.name
    const names = this.commands.flatMap(({ aliases = [], name }) =>
      [name, ...aliases].map((each) => each.toLowerCase()),
    )
    const refusal = { reason: 'unknown', command, suggestion: nearestName(command, names) } as const
    await refuse(refusal, context, call.settings)
  }

  #run(context: Context<ChatEvent, State>, next: Next): unknown {
    this.#chain ??= chain(this.#handlers)
    const catcher = this.#catcher
    if (catcher === undefined) return this.#chain(context, next)
    return this.#guard(this.#chain, catcher, context, next)
  }

  /** Catches what is thrown in here, and not what is thrown further on. */
  async #guard(
    inner: Handler<ChatEvent, State>,
    catcher: Catcher<State>,
    context: Context<ChatEvent, State>,
    next: Next,
  ): Promise<unknown> {
    const further = new Set<unknown>()
    try {
      return await inner(context, async () => {
        try {
          return await next()
        } catch (error) {
          further.add(error)
          throw error
        }
      })
    } catch (error) {
      if (further.has(error)) throw error
      return catcher(error, context)
    }
  }
}
