import { checkFunction, checkMs } from '../check.js'
import type { Clock } from '../clock.js'
import { ChatError } from '../error.js'
import type { ChatEvent, MessageEvent } from '../event.js'
import type { Envelope } from '../room.js'
import type { Next } from './chain.js'
import { cooldownsOf, describeRefusal, type Command, type Refusal } from './command.js'
import { Context, type ContextRun } from './context.js'
import { Cooldowns } from './cooldowns.js'
import { parseArguments, describeUsage } from './parse-arguments.js'
import { readCommandLine, type CommandLine } from './words.js'

/** How commands are written and refused. */
export interface CommandSettings {
  /** What a command begins with. Default `!`. */
  readonly prefixes: readonly string[]
  /** Our own name: `@name command` is one too. Default: none. */
  readonly mention: string | undefined
  /**
   * Called in place of a command that is not done. Default: says how it is written, or which one may have been meant,
   * and nothing to those who may not use it or have to wait.
   */
  readonly onRefused: ((refusal: Refusal, context: Context<MessageEvent>) => unknown) | undefined
}

/** A message that asks for a command. */
interface CommandCall {
  readonly line: CommandLine
  readonly settings: CommandSettings
  readonly clock: Clock
  /** Whether a router knew it. */
  isKnown: boolean
}

/** A context that knows what its message asks for. */
export class CommandContext<State extends object> extends Context<ChatEvent, State> {
  readonly call: CommandCall | undefined

  constructor(event: ChatEvent, envelope: Envelope, run: ContextRun, call: CommandCall | undefined) {
    super(event, envelope, run)
    this.call = call
  }
}

/** What a message asks for; undefined for other events and for ordinary talk. */
export function readCall(event: ChatEvent, settings: CommandSettings, clock: Clock): CommandCall | undefined {
  if (event.type !== 'message') return undefined
  const line = readCommandLine(event.message.text, settings.prefixes, settings.mention)
  return line && { line, settings, clock, isKnown: false }
}

/** Tells a refusal as the settings say. */
export function refuse(
  refusal: Refusal,
  context: Context,
  { prefixes, onRefused }: CommandSettings,
): unknown {
  if (onRefused !== undefined) return onRefused(refusal, context as Context<MessageEvent>)
  const words = describeRefusal(refusal, prefixes[0] ?? '')
  return words === undefined ? undefined : context.reply(words)
}

/** The commands of one router, by name. */
export class Commands<State extends object> {
  readonly #byName = new Map<string, Command<State>>()
  readonly #cooldowns = new Cooldowns()

  get all(): readonly Command<State>[] {
    return [...new Set(this.#byName.values())]
  }

  add(command: Command<State>): void {
    const names = new Set<string>()
    for (const name of [command.name, ...(command.aliases ?? [])]) {
      if (typeof name !== 'string' || !/^\S+$/u.test(name))
        throw new ChatError('invalid', `A command's name must be one word, not “${name}”.`)
      const key = name.toLowerCase()
      if (names.has(key) || this.#byName.has(key))
        throw new ChatError('invalid', `There is a command ${name} already.`)
      names.add(key)
    }
    checkFunction('The handler of a command', command.handler)
    for (const [name, value] of Object.entries(command.cooldown ?? {}))
      if (typeof value !== 'object') checkMs(`cooldown.${name}`, value)
    for (const name of names) this.#byName.set(name, command)
  }

  /** Does what a message asks for, or hands it on. */
  run(context: Context<ChatEvent, State>, next: Next): unknown {
    // Routers run on these alone: see `toHandler`.
    const { call } = context as CommandContext<State>
    const command = call && this.#byName.get(call.line.name)
    if (call === undefined || command === undefined || call.isKnown) return next()
    call.isKnown = true
    return this.#do(command, call, context as Context<MessageEvent, State>)
  }

  async #do(
    command: Command<State>,
    call: CommandCall,
    context: Context<MessageEvent, State>,
  ): Promise<unknown> {
    const { allow, args, handler, name } = command
    const { clock, line, settings } = call
    const { roles } = context.event.message.author
    const told = { command: name }
    const refused = (refusal: Refusal): unknown => refuse(refusal, context, settings)
    if (allow !== undefined && !allow.some((role) => roles.has(role)))
      return refused({ ...told, reason: 'forbidden' })
    const parsed = parseArguments(args, line.rest)
    if ('problem' in parsed) {
      const usage = describeUsage(`${settings.prefixes[0] ?? ''}${name}`, args)
      return refused({ ...told, ...parsed, reason: 'usage', usage })
    }
    const cooldowns = cooldownsOf(command, context)
    const waitMs = this.#cooldowns.begin(cooldowns, clock.now())
    if (waitMs > 0) return refused({ ...told, reason: 'cooldown', waitMs })
    try {
      return await handler(context, parsed.values)
    } catch (error) {
      // A second attempt must not be held back by the first.
      this.#cooldowns.end(cooldowns)
      throw error
    }
  }
}
