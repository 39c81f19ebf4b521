import { isChatError, type Clock, type RoomRef, type Sink, type Source } from '@wireloom/chat-core'
import { toEvent } from './to-event.js'

const reconnectDelayMs = 1_000

type Ask = (operation: string, path: string, init: RequestInit) => Promise<Response>

export function createSource(ask: Ask, clock: Clock): Source {
  // Outlives a run: the hub runs the source anew when rooms are joined or left.
  const heard = new Map<string, string>()

  async function follow(room: RoomRef, sink: Sink): Promise<void> {
    const beganAtMs = clock.now()
    let isFirst = true
    while (!sink.signal.aborted) {
      sink.offer([{ event: { type: 'status', room, state: 'connecting' } }])
      try {
        const after = heard.get(room.room) ?? (await sink.cursor(room))
        const path = `${room.room}?after=${after ?? ''}`
        const response = await ask('receive.socket', path, { signal: sink.signal })
        for await (const frame of readFrames(response)) {
          const { next, number } = frame as { readonly next?: number; readonly number?: number }
          if (next === undefined) {
            if (number !== undefined) heard.set(room.room, String(number))
            sink.offer([{ event: toEvent(frame, room), cursor: heard.get(room.room) ?? '' }])
            continue
          }
          heard.set(room.room, String(next - 1))
          sink.offer([{ event: { type: 'status', room, state: 'live' } }])
          const lost = after === undefined ? undefined : next - 1 - Number(after)
          // Lost for certain, or perhaps, where we never came as far as to know where we were.
          if (lost === undefined ? !isFirst : lost > 0) {
            const known = { room, fromMs: beganAtMs, toMs: clock.now(), recovered: 0, complete: false }
            const count = lost === undefined ? {} : { lost }
            const event = { type: 'gap', cause: 'reconnect', ...known, ...count } as const
            sink.offer([{ event }])
          }
        }
      } catch (error) {
        if (isChatError(error) && !error.retryable) throw error
      }
      isFirst = false
      await pause(reconnectDelayMs, clock, sink.signal)
    }
  }

  return {
    via: 'socket',
    pausable: false,
    run: async (rooms, sink) => void (await Promise.all(rooms.map((room) => follow(room, sink)))),
  }
}

async function* readFrames({ body }: Response): AsyncGenerator {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const bytes of body ?? []) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}

async function pause(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const timer = clock.setTimeout(resolve, delayMs)
    signal.addEventListener('abort', () => (clock.clearTimeout(timer), resolve()), { once: true })
  })
}
