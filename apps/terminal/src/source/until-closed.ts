import type { ChatEvent } from '@wireloom/chat-core'
import type { EventStream, KickChat, KickEvent } from '@wireloom/kick-chat'
import { TerminalError } from '../errors.ts'

export interface UntilClosedOptions {
  readonly events: EventStream
  /** Settles when every room is joined; a room that is closed before is told by it. */
  readonly joined: Promise<void>
  /** Has aborted where we end the chat ourselves. */
  readonly signal: AbortSignal
}

/**
 * The events of a chat, up to those of its last room: an open chat without rooms would be waited for without end.
 *
 * @returns events that end in a TerminalError, after the last of them, where the other side closed every room
 */
export function untilClosed(
  chat: KickChat,
  { events, joined, signal }: UntilClosedOptions,
): AsyncIterable<ChatEvent<KickEvent>> {
  let reason = 'no reason was given'
  let isJoined = false
  let failure: TerminalError | undefined
  const look = (): void => {
    if (!isJoined || signal.aborted || chat.rooms.some(({ state }) => state !== 'closed')) return
    failure = new TerminalError('failed', `every room was closed for good: ${reason}`)
    // Not at once: the event that tells it has yet to reach the stream, and closing ends that.
    queueMicrotask(() => void chat.close())
  }
  chat.on('status', ({ state, error }) => {
    if (state !== 'closed') return
    reason = error?.message ?? reason
    look()
  })
  void lookWhenJoined()
  return read()

  async function* read(): AsyncGenerator<ChatEvent<KickEvent>> {
    yield* events
    if (failure !== undefined) throw failure
  }

  async function lookWhenJoined(): Promise<void> {
    isJoined = await joined.then(
      () => true,
      () => false,
    )
    look()
  }
}
