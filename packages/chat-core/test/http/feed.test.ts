import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import {
  createFeed,
  createSseResponse,
  cursorOf,
  serveSocket,
  type Feed,
  type FeedRecord,
  type FeedSocket,
} from '../../src/http.js'
import { turn } from '../../src/testing.js'
import { openStage, type Stage } from '../support/stage.js'
import { serve } from '../support/serve.js'

interface Heard {
  readonly id: string
  readonly record: FeedRecord
}

/** Reads an event stream over HTTP, until so many events were heard. */
async function listen(
  url: string,
  count: number,
  cursor?: string,
  ready?: () => unknown,
): Promise<readonly Heard[]> {
  const left = new AbortController()
  const headers = cursor === undefined ? {} : { 'last-event-id': cursor }
  const response = await fetch(url, { headers, signal: left.signal })
  const heard: Heard[] = []
  let text = ''
  let isReady = false
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = /^data: (.*)$/mu.exec(block)?.[1]
      const id = /^id: (.*)$/mu.exec(block)?.[1] ?? ''
      if (data !== undefined) heard.push({ id, record: JSON.parse(data) as FeedRecord })
    }
    if (!isReady) {
      isReady = true
      void ready?.()
    }
    if (heard.length >= count) break
  }
  left.abort()
  return heard
}

function textsOf(heard: readonly FeedRecord[]): readonly string[] {
  return heard.map(({ event }) => {
    const { type, message } = event as { type: string; message?: { text: string } }
    return message?.text ?? type
  })
}

async function sayAll(stage: Stage, texts: readonly string[]): Promise<void> {
  for (const text of texts) await stage.say('ann', text)
}

const types = ['message'] as const

describe('an event stream', () => {
  test('tells what happens while somebody listens, over a real connection', async () => {
    await using stage = await openStage()
    await using feed = createFeed(stage.hub, { types })
    await using served = await serve((request) => createSseResponse(feed, request))
    const heard = await listen(served.url, 3, undefined, () => sayAll(stage, ['one', 'سلام', 'three\nlines']))
    expect(textsOf(heard.map(({ record }) => record))).toEqual(['one', 'سلام', 'three\nlines'])
    expect(heard[0]?.record).toMatchObject({
      cursor: heard[0]?.id,
      key: 'memory/bot/lobby/m1',
      via: 'socket',
      late: false,
      event: { type: 'message', message: { author: { name: 'ann', roles: [] } } },
    })
    expect(heard[0]?.record.event).not.toHaveProperty('message.raw')
  })

  test('goes on where a reader left off, with nothing missing and nothing twice', async () => {
    await using stage = await openStage()
    await using feed = createFeed(stage.hub, { types })
    await using served = await serve((request) => createSseResponse(feed, request))
    const before = await listen(served.url, 2, undefined, () => sayAll(stage, ['one', 'two']))
    await sayAll(stage, ['three', 'four'])
    const after = await listen(served.url, 3, before.at(-1)?.id, () => sayAll(stage, ['five']))
    expect(textsOf(after.map(({ record }) => record))).toEqual(['three', 'four', 'five'])
  })

  test('tells a gap, with its number, where the cursor is too old', async () => {
    await using stage = await openStage()
    await using feed = createFeed(stage.hub, { types, limit: 2 })
    await using served = await serve((request) => createSseResponse(feed, request))
    const [first] = await listen(served.url, 1, undefined, () => sayAll(stage, ['one']))
    await sayAll(stage, ['two', 'three', 'four', 'five'])
    const after = await listen(`${served.url}/?cursor=${first?.id}`, 3)
    expect(textsOf(after.map(({ record }) => record))).toEqual(['gap', 'four', 'five'])
    expect(after[0]?.record.event).toMatchObject({ cause: 'overflow', lost: 2, complete: false })
  })

  test('tells a gap where the cursor is of another run of the program', async () => {
    await using stage = await openStage()
    await using feed = createFeed(stage.hub, { types })
    await using served = await serve((request) => createSseResponse(feed, request))
    await sayAll(stage, ['since the restart'])
    const heard = await listen(served.url, 3, 'feedbeef.12', () => sayAll(stage, ['one']))
    expect(textsOf(heard.map(({ record }) => record))).toEqual(['gap', 'since the restart', 'one'])
    expect(heard[0]?.record.event).toMatchObject({ cause: 'restart', complete: false })
  })

  test('shows a sign of life while nothing happens, and ends with the feed', async () => {
    await using stage = await openStage()
    const { clock, hub } = stage
    const feed = createFeed(hub, { types, clock })
    const response = createSseResponse(feed, new Request('http://127.0.0.1/'), { heartbeatMs: 15_000 })
    const reader = response.body?.getReader()
    const decoder = new TextDecoder()
    const next = async (): Promise<string> => decoder.decode((await reader?.read())?.value)
    expect(await next()).toMatch(/^retry: 1000\nid: [0-9a-f]{8}\.0\n\n$/u)
    const sign = next()
    await clock.advance(15_000)
    expect(await sign).toBe(': still here\n\n')
    const end = reader?.read()
    await feed.close()
    expect((await end)?.done).toBe(true)
    await clock.advance(15_000)
    expect(clock.pending).toBe(0)
  })

  test('of a reader who left keeps no timer', async () => {
    await using stage = await openStage()
    const { clock, hub } = stage
    await using feed = createFeed(hub, { types, clock })
    const before = clock.pending
    const reader = createSseResponse(feed, new Request('http://127.0.0.1/')).body?.getReader()
    await reader?.read()
    const next = reader?.read()
    await turn()
    expect(clock.pending).toBe(before + 1)
    await reader?.cancel()
    expect((await next)?.done).toBe(true)
    await turn()
    expect(clock.pending).toBe(before)
  })
})

describe('a socket', () => {
  async function serveFeed(feed: Feed): Promise<{ url: string; close: () => Promise<void> }> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    server.on('connection', (socket, { url }) => {
      const cursor = cursorOf(new Request(`http://127.0.0.1${url}`))
      void serveSocket(feed, socket, { cursor })
    })
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    return {
      url: `ws://127.0.0.1:${port}`,
      close: async () => {
        for (const client of server.clients) client.terminate()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  }

  async function hear(url: string, count: number, opened?: () => unknown): Promise<readonly FeedRecord[]> {
    const socket = new WebSocket(url)
    const heard: FeedRecord[] = []
    await new Promise<void>((resolve) => {
      socket.addEventListener('open', () => void opened?.())
      socket.addEventListener('message', ({ data }) => {
        heard.push(JSON.parse(String(data)) as FeedRecord)
        if (heard.length >= count) resolve()
      })
    })
    socket.close()
    return heard
  }

  test('is sent what happens, and goes on from a cursor', async () => {
    await using stage = await openStage()
    await using feed = createFeed(stage.hub, { types })
    const served = await serveFeed(feed)
    const before = await hear(served.url, 2, () => sayAll(stage, ['one', 'two']))
    await sayAll(stage, ['three'])
    const after = await hear(`${served.url}/?cursor=${before[0]?.cursor}`, 3, () => sayAll(stage, ['four']))
    expect(textsOf(before)).toEqual(['one', 'two'])
    expect(textsOf(after)).toEqual(['two', 'three', 'four'])
    await served.close()
  })

  test('is told that the feed ended', async () => {
    await using stage = await openStage()
    const feed = createFeed(stage.hub, { types })
    const served = await serveFeed(feed)
    const socket = new WebSocket(served.url)
    const closed = once(socket as unknown as EventTarget & NodeJS.EventEmitter, 'close')
    await once(socket as unknown as EventTarget & NodeJS.EventEmitter, 'open')
    await feed.close()
    const [{ code }] = (await closed) as [CloseEvent]
    expect(code).toBe(1001)
    await served.close()
  })

  test('that takes nothing is handed no more than it may hold, and is told what it missed', async () => {
    await using stage = await openStage()
    await using feed = createFeed(stage.hub, { types, limit: 10, clock: stage.clock })
    const sent: FeedRecord[] = []
    const listeners: (() => void)[] = []
    let buffered = 0
    const socket: FeedSocket = {
      get bufferedAmount() {
        return buffered
      },
      send: (text) => {
        buffered += text.length
        sent.push(JSON.parse(text) as FeedRecord)
      },
      close: () => undefined,
      addEventListener: (_type, listener) => void listeners.push(listener),
    }
    const served = serveSocket(feed, socket, { mostBufferedBytes: 1_000 })
    await sayAll(
      stage,
      Array.from({ length: 40 }, (_, index) => `line ${index}`),
    )
    const before = sent.length
    expect(before).toBeLessThan(10)
    buffered = 0
    await stage.clock.advance(100)
    expect(textsOf(sent.slice(before, before + 2))).toEqual(['gap', 'line 30'])
    expect(sent[before]?.event).toMatchObject({ lost: 30 - before })
    for (const listener of listeners) listener()
    await served
  })

  test.each<readonly [string, Partial<FeedSocket>]>([
    ['was closed before it was served', { readyState: 3 }],
    [
      'throws when it is sent to',
      {
        send: () => {
          throw new TypeError('Closed.')
        },
      },
    ],
  ])('that %s is over', async (_how, odd) => {
    await using stage = await openStage()
    await using feed = createFeed(stage.hub, { types })
    const socket: FeedSocket = {
      send: () => undefined,
      close: () => undefined,
      addEventListener: () => undefined,
      ...odd,
    }
    const served = serveSocket(feed, socket)
    await stage.say('ann', 'hello')
    await served
  })
})
