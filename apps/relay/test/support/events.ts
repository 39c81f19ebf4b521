import type { FeedRecord } from '@wireloom/chat-core/http'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

/** An event as it comes over the wire, as far as tests look at it. */
export interface HeardEvent {
  readonly type: string
  readonly message?: { readonly text: string; readonly ref: { readonly id: string } }
  readonly [name: string]: unknown
}

/** What a reader heard so far. */
export interface Reader {
  readonly records: readonly (Omit<FeedRecord, 'event'> & { readonly event: HeardEvent })[]
  readonly texts: () => readonly string[]
  readonly leave: () => void
  /** How it ended: `whole`, by a WebSocket's close code, or by an error. */
  readonly ended: Promise<string>
}

interface ReaderOptions {
  readonly url: string
  readonly token: string
  readonly cursor?: string | undefined
}

/** Reads server-sent events until it is told to leave, or the test has finished. */
export async function readEvents({ cursor, token, url }: ReaderOptions): Promise<Reader> {
  const leaving = new AbortController()
  const response = await fetch(`${url}/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(cursor !== undefined && { 'last-event-id': cursor }),
    },
    signal: leaving.signal,
  })
  if (response.status !== 200 || response.body === null) throw new TypeError(`status ${response.status}`)
  let text = ''
  const stream = response.body.pipeThrough(new TextDecoderStream())
  const read = async (): Promise<string> => {
    for await (const chunk of stream) {
      text += chunk
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('data: ')) reader.hear(line.slice(6))
    }
    return 'whole'
  }
  const reader = createReader(() => leaving.abort())
  return { ...reader, ended: read().catch(String) }
}

/** Reads the WebSocket, likewise. */
export async function readSocket({ cursor, token, url }: ReaderOptions): Promise<Reader> {
  const query = cursor === undefined ? '' : `?cursor=${cursor}`
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const reader = createReader(() => socket.close())
  const ended = new Promise<string>((resolve) => socket.once('close', (code) => resolve(String(code))))
  socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) reader.hear(data.toString())
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return { ...reader, ended }
}

function createReader(leave: () => void): Omit<Reader, 'ended'> & { readonly hear: (json: string) => void } {
  const records: Reader['records'][number][] = []
  onTestFinished(leave)
  return {
    records,
    texts: () => records.flatMap(({ event }) => (event.message === undefined ? [] : [event.message.text])),
    leave,
    hear: (json) => void records.push(JSON.parse(json) as Reader['records'][number]),
  }
}
