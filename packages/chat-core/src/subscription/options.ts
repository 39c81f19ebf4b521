import { checkCount, checkFunction, checkMs, checkOneOf, invalid } from '../check.js'
import type { HandlerOptions, StreamOptions, SubscriptionOptions } from '../subscription.js'

const policies = ['block', 'drop-oldest', 'drop-newest', 'sample', 'fail'] as const
const orders = ['room', 'author', 'conversation', 'none'] as const

/** What is used where an option is not given. */
const defaults = {
  limit: 1_000,
  overflow: 'block',
  order: 'room',
  concurrency: 1_000,
  attempts: 1,
  retryDelayMs: 1_000,
  ack: 'auto',
} as const

type Complete<Options, Optional extends keyof Options> = Required<Omit<Options, Optional>> & {
  readonly [Name in Optional]: Options[Name] | undefined
}

/** Options of a handler with nothing left out. */
export type CompleteHandlerOptions = Complete<HandlerOptions, 'settle' | 'signal'>

/** Options of a stream with nothing left out. */
export type CompleteStreamOptions = Complete<Omit<StreamOptions, 'types'>, 'settle' | 'signal'>

/** @throws ChatError `invalid`, naming the option */
export function readHandlerOptions(name: string, options: HandlerOptions): CompleteHandlerOptions {
  return {
    ...readCommon(name, options, false),
    order: checkOneOf('order', options.order ?? defaults.order, orders),
    concurrency: checkCount('concurrency', options.concurrency ?? defaults.concurrency),
    attempts: checkCount('attempts', options.attempts ?? defaults.attempts),
    retryDelayMs: checkMs('retryDelayMs', options.retryDelayMs ?? defaults.retryDelayMs),
  }
}

/** @throws ChatError `invalid`, naming the option */
export function readStreamOptions(name: string, options: StreamOptions): CompleteStreamOptions {
  return {
    ...readCommon(name, options, true),
    ack: checkOneOf('ack', options.ack ?? defaults.ack, ['auto', 'manual']),
  }
}

function readCommon(
  name: string,
  options: SubscriptionOptions,
  self: boolean,
): Complete<SubscriptionOptions, 'settle' | 'signal'> {
  const { settle, signal } = options
  if (settle !== undefined) checkFunction('settle.open', settle.open)
  // Not by its class: a signal of another realm is as good.
  const { addEventListener } = (signal ?? { addEventListener: checkCount }) as {
    readonly addEventListener?: unknown
  }
  if (typeof addEventListener !== 'function') throw invalid('signal', signal, 'an AbortSignal')
  return {
    name: options.name ?? name,
    limit: checkCount('limit', options.limit ?? defaults.limit),
    overflow: checkOneOf('overflow', options.overflow ?? defaults.overflow, policies),
    self: options.self ?? self,
    settle,
    signal,
  }
}
