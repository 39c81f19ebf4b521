import type { ChatError } from '../error.js'
import type { Entry } from './entry.js'

/** What a pipeline hands entries to. */
export interface PipelineOwner {
  /** It is ours to handle. */
  publish(entry: Entry): void
  /** It was handled before, by us or another process. */
  wasHandled(entry: Entry): void
  /** Claims ran out under handlers of ours: others may have handled these events too. */
  lost(count: number): void
  /** The archive refuses it, whenever it is asked: it is not kept there. */
  refused(entry: Entry, cause: ChatError): void
  /** It is finished for good: the watermark may pass it. */
  done(entry: Entry): void
}

/** The way of an event from its arrival to its readers, and from their being done with it to its being finished. */
export interface Pipeline {
  /** Whether a source that can wait should. */
  readonly isFull: boolean
  /** How many events are on their way. */
  readonly inFlight: number
  enter(entry: Entry): void
  finish(entry: Entry): void
  /** Resolves when everything that was finished is kept. */
  flush(): Promise<void>
  /** Stops whatever runs by itself. */
  close(): void
}

/** Without a store that keeps claims or an archive: everything is ours, and done when it is done. */
export class DirectPipeline implements Pipeline {
  readonly isFull = false
  readonly #owner: PipelineOwner
  #inFlight = 0

  constructor(owner: PipelineOwner) {
    this.#owner = owner
  }

  get inFlight(): number {
    return this.#inFlight
  }

  enter(entry: Entry): void {
    this.#inFlight += 1
    this.#owner.publish(entry)
  }

  finish(entry: Entry): void {
    this.#inFlight -= 1
    this.#owner.done(entry)
  }

  flush(): Promise<void> {
    return Promise.resolve()
  }

  close(): void {}
}
