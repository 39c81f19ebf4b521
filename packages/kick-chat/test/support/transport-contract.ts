import type { StatusState } from '@wireloom/chat-core'
import { describe, expect, test } from 'vitest'
import {
  toChatroomId,
  type Feed,
  type FeedRequest,
  type KickChatError,
  type KickSocket,
  type Transport,
} from '../../src/index.js'
import { parseJson } from '../../src/event/read.js'
import { until } from './wait.js'

/** A server that a transport is tried against. */
export interface TransportStage extends AsyncDisposable {
  /** The way to it. */
  readonly socket: KickSocket
  /** A way to it that it refuses for good. */
  readonly refusedSocket: KickSocket
  /** Publishes an event on a channel. */
  publish(channel: string, event: string, data: unknown): void
  /** Breaks every connection without a word. */
  breakConnections(): void
  /** Lets new connections wait without an answer until it is called. */
  holdConnections(): () => void
  /** The channels subscribed on each open connection. */
  connections(): readonly (readonly string[])[]
}

/** Everything a listener was told, in order, in words. */
interface Notes {
  readonly notes: string[]
  readonly gaps: (readonly [number, number])[]
  readonly data: unknown[]
}

function listen(room: number, channels: readonly string[]): { request: FeedRequest } & Notes {
  const notes: string[] = []
  const gaps: (readonly [number, number])[] = []
  const data: unknown[] = []
  return {
    notes,
    gaps,
    data,
    request: {
      chatroomId: toChatroomId(room),
      channelId: undefined,
      channels,
      listener: {
        event(channel, name, payload) {
          notes.push(`${channel} ${name}`)
          data.push(payload)
        },
        gap(fromMs, toMs) {
          notes.push('gap')
          gaps.push([fromMs, toMs])
        },
        status: (state: StatusState, error?: KickChatError) =>
          notes.push([state, error?.code].filter(Boolean).join(' ')),
        error: (error) => notes.push(`error ${error.code}`),
      },
    },
  }
}

/** What every transport must keep to, tried against a real server. */
export function describeTransport(name: string, open: () => Promise<TransportStage>): void {
  const withTransport = async (
    run: (stage: TransportStage, transport: Transport, errors: KickChatError[]) => Promise<void>,
  ): Promise<void> => {
    await using stage = await open()
    const errors: KickChatError[] = []
    const transport = stage.socket.connect({ error: (error) => errors.push(error) })
    try {
      await run(stage, transport, errors)
    } finally {
      transport.close()
    }
    await until(() => stage.connections().length === 0)
  }
  const one = ['lesser.1', 'main.1']
  const two = ['lesser.2', 'main.2']

  describe(`${name} keeps to the contract of transports`, () => {
    test('it opens nothing before the first room', () =>
      withTransport(async (stage) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        expect(stage.connections()).toEqual([])
      }))

    test('a room is ready once all its channels are subscribed, and says that it lives', () =>
      withTransport(async (stage, transport) => {
        const { request, notes } = listen(1, one)
        await transport.open(request).ready
        expect(stage.connections()).toEqual([one])
        expect(notes.at(0)).toBe('connecting')
        expect(notes.at(-1)).toBe('live')
      }))

    test('events of every channel arrive in order, with their names and data', () =>
      withTransport(async (stage, transport) => {
        const { request, notes, data } = listen(1, one)
        await transport.open(request).ready
        notes.length = 0
        stage.publish('main.1', 'App\\Events\\A', { a: 1 })
        stage.publish('lesser.1', 'B', [])
        stage.publish('main.1', 'C', 'words')
        await until(() => data.length === 3)
        expect(notes).toEqual(['main.1 App\\Events\\A', 'lesser.1 B', 'main.1 C'])
        const read = (payload: unknown): unknown =>
          typeof payload === 'string' ? (parseJson(payload) ?? payload) : payload
        expect(data.map(read)).toEqual([{ a: 1 }, [], 'words'])
      }))

    test('rooms share a connection and hear nothing of each other', () =>
      withTransport(async (stage, transport) => {
        const first = listen(1, one)
        const second = listen(2, two)
        await Promise.all([transport.open(first.request).ready, transport.open(second.request).ready])
        expect(stage.connections()).toEqual([[...one, ...two]])
        stage.publish('main.2', 'only for the second', {})
        await until(() => second.data.length === 1)
        expect(first.data).toEqual([])
      }))

    test('a break is told to each room as one gap, before any event after it', () =>
      withTransport(async (stage, transport, errors) => {
        const rooms = [listen(1, one), listen(2, two)]
        await Promise.all(rooms.map(({ request }) => transport.open(request).ready))
        for (const { notes } of rooms) notes.length = 0
        const brokenAtMs = Date.now()
        stage.breakConnections()
        await until(() => rooms.every(({ gaps }) => gaps.length === 1))
        stage.publish('main.1', 'after', {})
        stage.publish('main.2', 'after', {})
        await until(() => rooms.every(({ data }) => data.length === 1))
        for (const [index, { notes, gaps }] of rooms.entries()) {
          expect(notes.toSorted()).toEqual(
            ['connecting', 'gap', 'live', `main.${index + 1} after`].toSorted(),
          )
          expect(notes.at(0)).toBe('connecting')
          expect(notes.at(-1)).toBe(`main.${index + 1} after`)
          const [fromMs = Infinity, toMs = 0] = gaps[0] ?? []
          expect(fromMs).toBeLessThanOrEqual(brokenAtMs)
          expect(toMs).toBeGreaterThanOrEqual(brokenAtMs)
        }
        expect(transport.reconnects).toBe(1)
        expect(errors.length).toBeGreaterThanOrEqual(1)
        expect(errors.every(({ retryable }) => retryable)).toBe(true)
      }))

    test('a room that is closed hears nothing more, and the others go on', () =>
      withTransport(async (stage, transport) => {
        const first = listen(1, one)
        const second = listen(2, two)
        const feeds = [transport.open(first.request), transport.open(second.request)]
        await Promise.all(feeds.map(({ ready }) => ready))
        feeds[0]?.close()
        feeds[0]?.close()
        first.notes.length = 0
        await until(() => stage.connections()[0]?.length === 2)
        stage.publish('main.1', 'unheard', {})
        stage.publish('main.2', 'heard', {})
        await until(() => second.data.length === 1)
        expect(first.notes).toEqual([])
      }))

    test('the connection goes with its last room, and comes again with the next', () =>
      withTransport(async (stage, transport) => {
        const feed = transport.open(listen(1, one).request)
        await feed.ready
        feed.close()
        await until(() => stage.connections().length === 0)
        await transport.open(listen(2, two).request).ready
        expect(stage.connections()).toEqual([two])
      }))

    test('a room that is closed before it is ready never will be', () =>
      withTransport(async (stage, transport) => {
        const release = stage.holdConnections()
        const feed: Feed = transport.open(listen(1, one).request)
        feed.close()
        await expect(feed.ready).rejects.toMatchObject({ name: 'KickError', code: 'closed' })
        release()
      }))

    test('a server that refuses for good ends the room, with the reason last', async () => {
      await using stage = await open()
      const transport = stage.refusedSocket.connect({ error: () => undefined })
      const { request, notes } = listen(1, one)
      await expect(transport.open(request).ready).rejects.toMatchObject({ code: 'connection_refused' })
      expect(notes.at(-1)).toBe('closed connection_refused')
      transport.close()
    })

    test('closing it ends every room and every connection', () =>
      withTransport(async (stage, transport) => {
        const feeds = [transport.open(listen(1, one).request), transport.open(listen(2, two).request)]
        await Promise.all(feeds.map(({ ready }) => ready))
        transport.close()
        await until(() => stage.connections().length === 0)
      }))
  })
}
