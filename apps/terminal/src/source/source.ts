import type { ChatEvent } from '@wireloom/chat-core'
import {
  isKickError,
  KickChat,
  negotiatedSocket,
  pusherSocket,
  siteLookup,
  toChatroomId,
  type ChatroomLookup,
  type ChatStats,
  type KickChatError,
  type KickEvent,
  type KickSocket,
  type PusherSocketOptions,
} from '@wireloom/kick-chat'
import { isSandboxError, startSandbox } from '@wireloom/sandbox'
import { codeOf, rootCause, TerminalError } from '../errors.ts'
import type { SourceSettings, Target } from '../settings.ts'
import { errorsToTell } from './errors-to-tell.ts'
import { RoomNames } from './room-names.ts'
import { untilClosed } from './until-closed.ts'

export interface SourceOptions {
  /** How to hold on to the connection; for tests that cannot wait as long as real life. */
  readonly socket?: PusherSocketOptions | undefined
  /** How many events may wait while the output is slow. */
  readonly limit: number
  /** Ends the events, quietly. */
  readonly signal: AbortSignal
  /** Hears what goes wrong without ending anything, and is not told by the events. */
  readonly onError: (error: KickChatError) => void
}

/** A chat being read, wherever it comes from. */
export interface Source extends AsyncDisposable {
  /** End in a TerminalError where the other side closed every room. */
  readonly events: AsyncIterable<ChatEvent<KickEvent>>
  /** Settles when every room is joined; rejects with a TerminalError where one cannot be. */
  readonly joined: Promise<void>
  readonly names: RoomNames
  stats(): ChatStats
}

/** Opens the chat that the settings ask for. Its events can be read before every room is joined. */
export async function openSource(settings: SourceSettings, options: SourceOptions): Promise<Source> {
  if (settings.kind === 'live') {
    return readKick(
      {
        rooms: settings.rooms,
        lookup: siteLookup(),
        socket: options.socket === undefined ? negotiatedSocket() : pusherSocket(options.socket),
        explain: explainKick,
      },
      options,
    )
  }
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
  const address = { host: hostname, port: Number(port === '' ? 80 : port), tls: false }
  const explain = (error: KickChatError): string =>
    error.code === 'network'
      ? `no sandbox answers at ${url}: ${codeOf(rootCause(error)) ?? rootCause(error).message}`
      : explainKick(error)
  const socket = pusherSocket({ ...address, ...options.socket })
  return readKick({ rooms, lookup: siteLookup({ baseUrl: url }), socket, explain }, options)
}

interface Kick {
  readonly rooms: readonly Target[]
  readonly lookup: ChatroomLookup
  readonly socket: KickSocket
  /** What to say where a room cannot be joined. */
  readonly explain: (error: KickChatError) => string
}

function readKick(
  { rooms, lookup, socket, explain }: Kick,
  { limit, signal, onError }: SourceOptions,
): Source {
  const names = new RoomNames()
  const chat = new KickChat({
    socket,
    lookup: async (slug, lookupOptions) => {
      const info = await lookup(slug, lookupOptions)
      names.add(String(info.chatroomId), info.slug ?? slug)
      return info
    },
    signal,
  })
  chat.on(
    'error',
    errorsToTell(onError, () => chat.rooms.length > 0),
  )
  const events = chat.events({ limit, signal })
  const join = async (room: Target): Promise<void> => {
    try {
      await chat.join(typeof room === 'number' ? toChatroomId(room) : room, { signal })
    } catch (error) {
      // What we ended ourselves is no failure.
      if (signal.aborted) return
      throw isKickError(error) ? new TerminalError('failed', explain(error), { cause: error }) : error
    }
  }
  const joined = Promise.all(rooms.map(join)).then(() => undefined)
  return {
    events: untilClosed(chat, { events, joined, signal }),
    joined,
    names,
    stats: () => chat.stats(),
    [Symbol.asyncDispose]: async () => chat.close(),
  }
}

function explainKick({ code, message }: KickChatError): string {
  return code === 'edge_blocked' ? `${message} Here: --live <chatroom id>` : message
}
