import { ChatError } from '../error.js'
import type { ChatEvent } from '../event.js'
import type { Context } from './context.js'

/** Hands the event on to what stands after; resolves when that is done with it. */
export type Next = () => unknown

/** Handles an event. Where it does not call `next`, it was the last. */
export type Handler<Event extends ChatEvent = ChatEvent, State extends object = object> = (
  context: Context<Event, State>,
  next: Next,
) => unknown

/** Joins handlers to one. Nothing is a promise that no handler made one. */
export function chain<State extends object>(
  handlers: readonly Handler<ChatEvent, State>[],
): Handler<ChatEvent, State> {
  return (context, next) => {
    let reached = -1
    const run = (index: number): unknown => {
      if (index <= reached) throw new ChatError('invalid', 'A handler called next() twice.')
      reached = index
      const handler = handlers[index]
      return handler === undefined ? next() : handler(context, () => run(index + 1))
    }
    return run(0)
  }
}
