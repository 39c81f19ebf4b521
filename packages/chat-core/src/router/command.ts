import type { MessageEvent } from '../event.js'
import type { Role } from '../role.js'
import type { ArgumentShape, ArgumentValues } from './argument.js'
import type { Context } from './context.js'
import type { Cooldown } from './cooldowns.js'

/** How long it may not be used again, in milliseconds. */
export interface CooldownOptions {
  /** By the same user, in any room. */
  readonly userMs?: number
  /** In the same room. */
  readonly roomMs?: number
  /** By anybody, anywhere. */
  readonly globalMs?: number
  /** Whom it does not hold back. Default `owner` and `moderator`. */
  readonly exempt?: readonly Role[]
}

/** What a command is. */
export interface CommandOptions<Shape extends ArgumentShape = ArgumentShape> {
  /** Its arguments, in their order. Default: none. */
  readonly args?: Shape
  /** Other names for it. */
  readonly aliases?: readonly string[]
  readonly cooldown?: CooldownOptions
  /** Who may use it: one of these roles is enough. Default: everybody. */
  readonly allow?: readonly Role[]
  /** What it does, in a sentence. */
  readonly help?: string
}

/** Does what a command asks for. */
export type CommandHandler<Shape extends ArgumentShape, State extends object> = (
  context: Context<MessageEvent, State>,
  args: ArgumentValues<Shape>,
) => unknown

/** A command with its handler. */
export interface Command<State extends object> extends CommandOptions {
  readonly name: string
  readonly args: ArgumentShape
  readonly handler: CommandHandler<ArgumentShape, State>
}

/** Why a command is not done. */
export type Refusal =
  | { readonly reason: 'unknown'; readonly command: string; readonly suggestion: string | undefined }
  | { readonly reason: 'forbidden'; readonly command: string }
  | { readonly reason: 'cooldown'; readonly command: string; readonly waitMs: number }
  | { readonly reason: 'usage'; readonly command: string; readonly problem: string; readonly usage: string }

/** What is said to a refusal by default: nothing to those who may not or must wait, else what to write instead. */
export function describeRefusal(refusal: Refusal, prefix: string): string | undefined {
  if (refusal.reason === 'usage') return `${refusal.problem}. Write: ${refusal.usage}`
  if (refusal.reason !== 'unknown' || refusal.suggestion === undefined) return undefined
  return `There is no ${prefix}${refusal.command}. Did you mean ${prefix}${refusal.suggestion}?`
}

/** The cooldowns that a message begins; none for those it does not hold back. */
export function cooldownsOf(
  { cooldown = {}, name }: Pick<Command<never>, 'cooldown' | 'name'>,
  { event, room }: Pick<Context<MessageEvent>, 'event' | 'room'>,
): readonly Cooldown[] {
  const { exempt = ['owner', 'moderator'], globalMs, roomMs, userMs } = cooldown
  const { author } = event.message
  if (exempt.some((role) => author.roles.has(role))) return []
  const { platform } = room.ref
  const times = [
    [`${name} global`, globalMs],
    [`${name} room ${room.key}`, roomMs],
    [`${name} user ${platform}/${author.id ?? author.name}`, userMs],
  ] as const
  return times.flatMap(([key, durationMs]) => (durationMs === undefined ? [] : [{ key, durationMs }]))
}
