import { cursorOf } from './cursor.js'
import type { Feed } from './feed.js'
import { encodeServerSentEvent, serverSentComment } from './server-sent-event.js'

/** How an event stream is. */
export interface SseOptions {
  /** After how long without an event something is sent all the same, in milliseconds. Default 15,000. */
  readonly heartbeatMs?: number
}

/** How many events are handed over at once. */
const batch = 100

/**
 * Answers a request with the events of a feed, as server-sent events: `EventSource` reads them, and goes on where it
 * left off when it reconnects. A reader that is slow is handed no more than it takes.
 */
export function createSseResponse(
  feed: Feed,
  request: Request,
  { heartbeatMs = 15_000 }: SseOptions = {},
): Response {
  const encoder = new TextEncoder()
  const reader = feed.reader(cursorOf(request))
  const { clock, signal } = feed
  const left = new AbortController()
  const gone = AbortSignal.any([signal, request.signal, left.signal])

  /** Resolves at the next event, when it is time for a sign of life, or at the end. */
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        forget()
        clock.clearTimeout(timer)
        gone.removeEventListener('abort', done)
        resolve()
      }
      const timer = clock.setTimeout(done, heartbeatMs)
      const forget = feed.onNext(done)
      gone.addEventListener('abort', done)
    })

  const body = new ReadableStream<Uint8Array>(
    {
      // So that the reader has a cursor before anything happened.
      start: (controller) => controller.enqueue(encoder.encode(`retry: 1000\nid: ${reader.cursor()}\n\n`)),
      pull: async (controller) => {
        let records = reader.read(batch)
        if (records.length === 0 && !gone.aborted) {
          await wait()
          records = reader.read(batch)
        }
        if (records.length > 0) {
          const text = records.map(({ cursor, record }) =>
            encodeServerSentEvent({ id: cursor, data: record }),
          )
          controller.enqueue(encoder.encode(text.join('')))
        } else if (!gone.aborted) controller.enqueue(encoder.encode(serverSentComment))
        else if (!left.signal.aborted) controller.close()
      },
      cancel: () => left.abort(),
    },
    { highWaterMark: 1 },
  )
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  })
}
