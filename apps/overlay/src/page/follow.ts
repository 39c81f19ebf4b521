import { EventStreamReader } from './event-stream.ts'

/** How it goes: `live`: events flow · `lost`: it is tried again · `refused`: the relay wants another token. */
export type LinkState = 'live' | 'lost' | 'refused'

/** What is followed, and who is told. */
export interface FollowOptions {
  readonly url: string
  readonly token: string
  /** Called with the data of each event, those that came together at once. */
  readonly onData: (batch: readonly string[]) => void
  readonly onState: (state: LinkState) => void
  /** After how long without a sign of life it is tried anew, in milliseconds. The relay gives one every 15 seconds. */
  readonly silentMs?: number
  /** How long it waits before the second try, doubled for each one after, in milliseconds. Default 500. */
  readonly retryMs?: number
  readonly signal?: AbortSignal
}

const longestDelayMs = 10_000

/** Follows a relay's events for ever: after a break it goes on where it left off. Ends when the signal aborts. */
export async function follow(options: FollowOptions): Promise<void> {
  const { onState, retryMs = 500, signal = new AbortController().signal } = options
  let cursor = ''
  let delayMs = retryMs
  while (!signal.aborted) {
    const onLive = (): void => {
      delayMs = retryMs
      onState('live')
    }
    // oxlint-disable-next-line no-await-in-loop -- one connection after the other
    const state = await connect(options, cursor, onLive, (id) => {
      cursor = id
    })
    if (signal.aborted) return
    onState(state)
    // Not all overlays of the world at once.
    const waitMs = delayMs * (0.75 + Math.random() / 2)
    // oxlint-disable-next-line no-await-in-loop -- between connections
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    delayMs = Math.min(longestDelayMs, delayMs * 2)
  }
}

/** One connection, from its beginning to its end. @returns how it ended */
async function connect(
  { onData, signal, silentMs = 40_000, token, url }: FollowOptions,
  cursor: string,
  onLive: () => void,
  onCursor: (id: string) => void,
): Promise<LinkState> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), silentMs)
  try {
    const response = await fetch(url, {
      cache: 'no-store',
      headers: { authorization: `Bearer ${token}`, ...(cursor !== '' && { 'last-event-id': cursor }) },
      signal: signal === undefined ? silence.signal : AbortSignal.any([silence.signal, signal]),
    })
    if (response.status === 401) return 'refused'
    if (!response.ok || response.body === null) return 'lost'
    onLive()
    const reader = new EventStreamReader()
    const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- piece after piece
      const { done, value } = await pieces.read()
      if (done) return 'lost'
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), silentMs)
      const events = reader.push(value)
      if (events.length > 0) onData(events.map(({ data }) => data))
      if (reader.lastId !== '') onCursor(reader.lastId)
    }
  } catch {
    return 'lost'
  } finally {
    clearTimeout(timer)
  }
}
