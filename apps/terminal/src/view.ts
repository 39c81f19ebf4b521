import type { ChatEvent } from '@wireloom/chat-core'
import type { KickEvent } from '@wireloom/kick-chat'
import type { Line } from './terminal/line.ts'
import type { Output } from './terminal/output.ts'

export interface ViewOptions {
  readonly events: AsyncIterable<ChatEvent<KickEvent>>
  /** The lines for an event; none where there is nothing to print. */
  readonly render: (event: ChatEvent<KickEvent>) => readonly Line[]
  readonly output: Output
  /** How many chat messages to print. */
  readonly messages: number | undefined
  /** How many events of the chat to print; statuses, which are the connection's, are printed and not counted. */
  readonly maxEvents: number | undefined
  readonly signal: AbortSignal
}

/** Prints events until there are no more, enough are printed, or the signal aborts. */
export async function view(options: ViewOptions): Promise<void> {
  const { events, render, output, messages = Infinity, maxEvents = Infinity, signal } = options
  let printedMessages = 0
  let printedEvents = 0
  for await (const event of events) {
    // What comes now is our own closing.
    if (signal.aborted) return
    const lines = render(event)
    if (lines.length === 0) continue
    // Waiting here is what makes the queue behind `events` fill up, and tell what it had to drop.
    await output.print(lines, signal)
    if (event.type !== 'status') printedEvents += 1
    if (event.type === 'message') printedMessages += 1
    if (printedMessages >= messages || printedEvents >= maxEvents) return
  }
}
