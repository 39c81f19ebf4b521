import { checkFunction } from '../check.js'
import { ChatError, isChatError } from '../error.js'
import type { ErrorContext } from '../hub.js'
import { reportUnheard } from '../report.js'
import type { Undo } from '../subscription.js'
import type { Counters } from './counters.js'

type ErrorHandler = (error: ChatError, context: ErrorContext) => void

/** Who hears of errors. What nobody hears is shown by the platform. */
export class Errors {
  readonly #counters: Counters
  #handlers: readonly { readonly handle: ErrorHandler }[] = []

  constructor(counters: Counters) {
    this.#counters = counters
  }

  on(handler: unknown): Undo {
    const binding = { handle: checkFunction('The handler', handler) as ErrorHandler }
    this.#handlers = [...this.#handlers, binding]
    return () => {
      this.#handlers = this.#handlers.filter((other) => other !== binding)
    }
  }

  tell(error: ChatError, context: ErrorContext = {}): void {
    this.#counters.add('errors', error.code)
    if (this.#handlers.length === 0) reportUnheard(error)
    for (const { handle } of this.#handlers) {
      try {
        handle(error, context)
      } catch (cause) {
        reportUnheard(new ChatError('handler_failed', 'A handler of "error" failed.', { cause }))
      }
    }
  }

  /** Tells whatever was thrown; where that is no ChatError, as `unavailable`. */
  tellCause(message: string, cause: unknown, context?: ErrorContext): void {
    this.tell(isChatError(cause) ? cause : new ChatError('unavailable', message, { cause }), context)
  }
}
