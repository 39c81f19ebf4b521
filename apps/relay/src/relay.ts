import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createBackfill, createHub, type Hub, type HubReport } from '@wireloom/chat-core'
import { createSqliteStore, type SqliteStore } from '@wireloom/store-sqlite'
import { RelayError } from './errors.ts'
import { createAuthorize } from './http/authorize.ts'
import { createListener } from './http/node-listener.ts'
import { createRequestHandler, type NamedRoom } from './http/request-handler.ts'
import { serveSockets } from './http/sockets.ts'
import { JournalFile } from './journal/journal-file.ts'
import { Journal } from './journal/journal.ts'
import { createBasalam, type BasalamSettings } from './platform/basalam.ts'
import { createKick, type KickSettings } from './platform/kick.ts'

/** What a relay is made of. */
export interface RelayOptions {
  /** Where it listens. Default `127.0.0.1`: this machine alone. */
  readonly host?: string
  /** 0 takes a free one. */
  readonly port: number
  /** What readers have to show. */
  readonly token: string
  /** Where events and places are kept; made where it is missing. */
  readonly folder: string
  /** How many events stay at least. Default 100,000. */
  readonly keep?: number
  /** Pages of these origins may read. Default: none. */
  readonly allowOrigins?: readonly string[]
  /** How often readers hear a sign of life, in milliseconds. Default 15,000. */
  readonly heartbeatMs?: number
  readonly kick?: KickSettings | undefined
  readonly basalam?: BasalamSettings | undefined
  /** Told of everything that goes wrong while it runs, in one line. */
  readonly report: (line: string) => void
}

/** A running relay. */
export interface Relay extends AsyncDisposable {
  /** `http://<host>:<port>` */
  readonly url: string
  inspect(): HubReport
  /** Takes nothing more, keeps what it took, ends all connections and lets go of its files. */
  close(): Promise<void>
}

/**
 * Starts a relay: platforms in, HTTP and WebSocket out, and a journal of everything in between.
 *
 * Rejects with a RelayError `failed` where port or folder cannot be had, and with the ChatError of a platform that says no.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { folder, host = '127.0.0.1', report } = options
  const store = openStore(folder)
  const hub = createHub({ store, backfill: createBackfill() })
  hub.on('error', ({ message }) => report(message))
  const rooms: NamedRoom[] = []
  let ears: Ears | undefined
  try {
    ears = await listen(hub, rooms, options)
    await addPlatforms(hub, rooms, options)
  } catch (error) {
    await shutDown(hub, store, ears)
    throw error
  }
  const { port } = ears.server.address() as AddressInfo
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= shutDown(hub, store, ears))
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    inspect: () => hub.inspect(),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** How long readers have to take the end of what they are given, in milliseconds. */
const farewellMs = 500

/** What readers listen to. */
interface Ears {
  readonly file: JournalFile
  readonly journal: Journal
  readonly server: Server
  readonly endSockets: () => void
}

function openStore(folder: string): SqliteStore {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new RelayError('failed', `There is no folder ${folder}, and none can be made.`, { cause })
  }
  return createSqliteStore({ path: join(folder, 'chat.sqlite') })
}

async function listen(hub: Hub, rooms: readonly NamedRoom[], options: RelayOptions): Promise<Ears> {
  const { allowOrigins = [], folder, heartbeatMs = 15_000, host = '127.0.0.1', keep = 100_000 } = options
  const onError = (error: unknown): void =>
    options.report(error instanceof Error ? error.message : String(error))
  const authorize = createAuthorize(options.token)
  const file = new JournalFile(join(folder, 'feed.sqlite'), keep)
  const journal = new Journal(hub, { file, onError })
  const handle = createRequestHandler({
    hub,
    feed: journal,
    authorize,
    allowOrigins,
    rooms: () => rooms,
    heartbeatMs,
  })
  const server = createServer(createListener(handle, onError))
  const endSockets = serveSockets(server, { feed: journal, authorize })
  try {
    server.listen(options.port, host)
    await once(server, 'listening')
    server.on('error', onError)
  } catch (cause) {
    await journal.close()
    file.close()
    throw new RelayError('failed', `Port ${options.port} of ${host} cannot be had.`, { cause })
  }
  return { file, journal, server, endSockets }
}

async function addPlatforms(
  hub: Hub,
  rooms: NamedRoom[],
  { basalam, kick }: Pick<RelayOptions, 'basalam' | 'kick'>,
): Promise<void> {
  if (basalam !== undefined) await hub.add(createBasalam(basalam))
  if (kick === undefined) return
  const adapter = createKick(kick)
  rooms.push(
    ...(await Promise.all(kick.rooms.map(async (name) => ({ name, ref: await adapter.room(name) })))),
  )
  await hub.add(adapter, { rooms: rooms.map(({ ref }) => ref) })
}

/** What was taken goes into the journal first; then its readers are let go. */
async function shutDown(hub: Hub, store: SqliteStore, ears: Ears | undefined): Promise<void> {
  const closed = ears === undefined ? undefined : once(ears.server.close(), 'close')
  await hub.close()
  await ears?.journal.close()
  // Every answer ends now; who does not take the end of theirs is cut off.
  const sweep = setInterval(() => ears?.server.closeIdleConnections(), 10)
  const cut = setTimeout(() => {
    ears?.endSockets()
    ears?.server.closeAllConnections()
  }, farewellMs)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
  ears?.endSockets()
  ears?.file.close()
  await store.close()
}
