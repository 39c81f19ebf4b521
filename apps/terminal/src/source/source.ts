import {
  isKickError,
  KickChat,
  pusherSocket,
  siteLookup,
  toChatroomId,
  type ChatroomLookup,
  type ChatStats,
  type EventStream,
  type KickError,
  type PusherSocketOptions,
} from '@wireloom/kick-chat'
import { isSandboxError, startSandbox } from '@wireloom/sandbox'
import { TerminalError } from '../errors.ts'
import type { SourceSettings, Target } from '../settings.ts'
import { RoomNames } from './room-names.ts'

export interface SourceOptions {
  /** How to hold on to the connection; for tests that cannot wait as long as real life. */
  readonly socket?: PusherSocketOptions | undefined
  /** How many events may wait while the output is slow. */
  readonly limit: number
  /** Ends the events, quietly. */
  readonly signal: AbortSignal
  /** Hears what goes wrong without ending anything. */
  readonly onError: (error: KickError) => void
}

/** A chat being read, wherever it comes from. */
export interface Source extends AsyncDisposable {
  readonly events: EventStream
  /** Settles when every room is joined; rejects with a TerminalError where one cannot be. */
  readonly joined: Promise<void>
  readonly names: RoomNames
  stats(): ChatStats
}

/** Opens the chat that the settings ask for. Its events can be read before every room is joined. */
export async function openSource(settings: SourceSettings, options: SourceOptions): Promise<Source> {
  if (settings.kind === 'live') return readKick(settings.rooms, siteLookup(), {}, options)
  if (settings.kind === 'server') return readServer(settings.url, settings.rooms, options)
  return readSandbox(settings, options)
}

async function readSandbox(
  { rooms, messagesPerMinute, seed, port }: Extract<SourceSettings, { kind: 'sandbox' }>,
  options: SourceOptions,
): Promise<Source> {
  const sandbox = await startSandbox({ rooms, seed, port }).catch((error: unknown) => {
    throw isSandboxError(error) ? new TerminalError('failed', error.message, { cause: error }) : error
  })
  const source = readServer(sandbox.url, rooms, options)
  // Nobody says a word before we are there to hear it: the same seed then shows the same chat.
  const startWhenJoined = async (): Promise<void> => {
    await source.joined
    if (messagesPerMinute === 0 || options.signal.aborted) return
    for (const room of sandbox.kick.rooms) room.traffic.start(messagesPerMinute)
  }
  return {
    ...source,
    joined: startWhenJoined(),
    [Symbol.asyncDispose]: async () => {
      await source[Symbol.asyncDispose]()
      await sandbox.close()
    },
  }
}

function readServer(url: string, rooms: readonly string[], options: SourceOptions): Source {
  const { hostname, port } = new URL(url)
  const socket = { host: hostname, port: Number(port === '' ? 80 : port), tls: false }
  return readKick(rooms, siteLookup({ baseUrl: url }), socket, options)
}

function readKick(
  rooms: readonly Target[],
  lookup: ChatroomLookup,
  address: PusherSocketOptions,
  { socket, limit, signal, onError }: SourceOptions,
): Source {
  const names = new RoomNames()
  const chat = new KickChat({
    socket: pusherSocket({ ...address, ...socket }),
    lookup: async (slug, lookupOptions) => {
      const info = await lookup(slug, lookupOptions)
      names.add(String(info.chatroomId), info.slug ?? slug)
      return info
    },
    signal,
  })
  chat.on('error', onError)
  const events = chat.events({ limit, signal })
  return {
    events,
    joined: joinAll(chat, rooms, signal),
    names,
    stats: () => chat.stats(),
    [Symbol.asyncDispose]: async () => chat.close(),
  }
}

async function joinAll(chat: KickChat, rooms: readonly Target[], signal: AbortSignal): Promise<void> {
  await Promise.all(
    rooms.map(async (room) => {
      try {
        await chat.join(typeof room === 'number' ? toChatroomId(room) : room, { signal })
      } catch (error) {
        // What we ended ourselves is no failure.
        if (signal.aborted) return
        throw isKickError(error) ? new TerminalError('failed', explain(error), { cause: error }) : error
      }
    }),
  )
}

function explain({ code, message }: KickError): string {
  return code === 'edge_blocked' ? `${message} Here: --live <chatroom id>` : message
}
