import type { Feed } from './feed.js'

/** What is needed of a server's end of a WebSocket: those of `ws`, Deno and workers all have it. */
export interface FeedSocket {
  /** Bytes handed to it that are not sent yet. Default where it has none: 0. */
  readonly bufferedAmount?: number
  /** 2 and 3: it is closing, or closed. Default where it has none: it is open. */
  readonly readyState?: number
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'close' | 'error', listener: () => void): void
}

/** How a socket is served. */
export interface SocketOptions {
  /** Where the other side left off; see `cursorOf`. Default: it begins with what comes next. */
  readonly cursor?: string | undefined
  /** How many bytes may wait to be sent before no more are handed over. Default 262,144. */
  readonly mostBufferedBytes?: number
}

const batch = 100
/** A socket does not say when it has sent what it had. */
const lookAgainMs = 50

/**
 * Sends the events of a feed over a WebSocket, one record of JSON a message, until either side ends it. A reader that
 * is slow costs no more than `mostBufferedBytes`; what it misses in the end is told as a gap.
 *
 * @returns when the connection is over
 */
export async function serveSocket(
  feed: Feed,
  socket: FeedSocket,
  options: SocketOptions = {},
): Promise<void> {
  const { cursor, mostBufferedBytes = 262_144 } = options
  const reader = feed.reader(cursor)
  const over = new AbortController()
  const end = (): void => over.abort()
  socket.addEventListener('close', end)
  socket.addEventListener('error', end)
  const gone = AbortSignal.any([feed.signal, over.signal])

  while (!gone.aborted) {
    // One that closed before anybody listened never says so again.
    if ((socket.readyState ?? 0) > 1) return
    const isFull = (socket.bufferedAmount ?? 0) > mostBufferedBytes
    const records = isFull ? [] : reader.read(batch)
    try {
      for (const { record } of records) socket.send(record)
    } catch {
      // Some throw where the other side is gone; it comes back with its cursor.
      break
    }
    // oxlint-disable-next-line no-await-in-loop -- one batch after the other
    if (records.length === 0) await pause(feed, gone, isFull ? lookAgainMs : undefined)
  }
  if (feed.signal.aborted && !over.signal.aborted) socket.close(1001, 'The feed ended.')
}

/** Until the next event, or with a time, until that is over. */
async function pause(feed: Feed, gone: AbortSignal, delayMs: number | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    let undo: (() => void) | undefined
    const done = (): void => {
      undo?.()
      gone.removeEventListener('abort', done)
      resolve()
    }
    gone.addEventListener('abort', done)
    if (delayMs === undefined) undo = feed.onNext(done)
    else {
      const timer = feed.clock.setTimeout(done, delayMs)
      undo = () => feed.clock.clearTimeout(timer)
    }
  })
}
