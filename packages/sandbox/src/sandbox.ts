import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createBasalam, type BasalamSandbox } from './basalam/basalam.js'
import { createCentrifugoSandbox, type CentrifugoSandbox } from './centrifugo/centrifugo-sandbox.js'
import { centrifugoPath, createCentrifugoServer } from './centrifugo/server.js'
import { SandboxError } from './errors.js'
import { createFaults } from './create-faults.js'
import type { SandboxFaults } from './faults.js'
import { send, sendJson, type Exchange, type Route } from './http-exchange.js'
import { createKick, type KickSandbox } from './kick/kick.js'
import { host, listen } from './listen.js'
import { completeOptions, type SandboxOptions } from './options.js'
import { answerChannelAuthorization } from './pusher/auth-endpoint.js'
import { answerHttpApi } from './pusher/http-api.js'
import { createPublisher, type Publication } from './publisher.js'
import { createPusherServer } from './pusher/server.js'
import { createRandom } from './random.js'
import { createRecorder, type SandboxRecord } from './record.js'
import { createConnections } from './socket/connections.js'
import { describeConnection, type SandboxConnection } from './sandbox-connection.js'

/** The Pusher side of a sandbox: what a client has to be given, and a way to publish. */
export type PusherSandbox = {
  readonly appId: string
  readonly key: string
  readonly secret: string
  readonly host: string
  readonly port: number
  /** Where private and presence subscriptions are signed, for tests without an endpoint of their own. */
  readonly authUrl: string
  /** The open connections, oldest first. */
  readonly connections: readonly SandboxConnection[]
  /**
   * Publishes an event on any channel, to the subscribers of both servers. Returns how many connections it was handed
   * to. Throws `closed`.
   */
  publish(publication: Publication): number
}

/** A running sandbox. */
export type Sandbox = AsyncDisposable & {
  /** `http://127.0.0.1:<port>`: the Pusher server, its HTTP API and the Kick site all answer here. */
  readonly url: string
  readonly pusher: PusherSandbox
  readonly centrifugo: CentrifugoSandbox
  /** The open connections of both servers, oldest first. */
  readonly connections: readonly SandboxConnection[]
  readonly kick: KickSandbox
  readonly basalam: BasalamSandbox
  readonly faults: SandboxFaults
  readonly record: SandboxRecord
  /** Closes connections and the port, stops traffic, leaves no timer. Closing twice is one closing. */
  close(): Promise<void>
}

/**
 * Starts a sandbox on 127.0.0.1.
 *
 * Throws `SandboxError` with `invalid_options` before anything is opened, `port_taken` or `listen_failed` after.
 */
export async function startSandbox(given: SandboxOptions = {}): Promise<Sandbox> {
  const options = completeOptions(given)
  const { clock, seed } = options
  const app = { appId: options.appId, key: options.key, secret: options.secret }
  const recorder = createRecorder(options.record)
  const connections = createConnections()
  const { faults, rules } = createFaults(clock, createRandom(`${seed}/faults`), () => connections.list())
  const pusher = createPusherServer({
    app,
    times: options,
    clock,
    random: createRandom(`${seed}/sockets`),
    recorder,
    rules: rules.of('pusher'),
    connections,
  })
  const centrifugo = createCentrifugoServer({
    times: options.realtime,
    clock,
    random: createRandom(`${seed}/centrifugo`),
    recorder,
    rules: rules.of('centrifugo'),
    connections,
    readToken: (token) => kick.readToken(token),
  })
  const publishToAll = createPublisher([pusher, centrifugo], recorder, clock)
  const kick = createKick({
    seed,
    messagesPerMinute: options.messagesPerMinute,
    clock,
    app: options.kickApp,
    accessTokens: options.accessTokens,
    realtime: options.realtime,
    credentialsOf: (provider) =>
      provider === 'pusher' ? { app_key: app.key, cluster: 'us2' } : { url: centrifugoUrl() },
    takeRequestFault: rules.takeRequestFault,
    siteUrl,
    outlet: publish,
    demandOpen,
  })

  const basalam = createBasalam(clock, siteUrl)

  let port = options.port
  let closing: Promise<void> | undefined

  function siteUrl(): string {
    return `http://${host}:${port}`
  }

  function centrifugoUrl(): string {
    return `ws://${host}:${port}${centrifugoPath}`
  }

  function demandOpen(): void {
    if (closing !== undefined) throw new SandboxError('closed', 'The sandbox was closed; start another.')
  }

  function publish(publication: Publication): number {
    demandOpen()
    return publishToAll(publication)
  }

  const routes: readonly Route[] = [
    (exchange) => basalam.answer(exchange),
    (exchange) => answerHttpApi(exchange, { ...pusher, publish }, clock.now()),
    (exchange) => kick.answer(exchange),
    async (exchange) => {
      if (exchange.url.pathname !== '/pusher/auth' || exchange.method !== 'POST') return false
      const status = rules.takeAuthorizationDenial()
      if (status === undefined) await answerChannelAuthorization(exchange, app)
      else sendJson(exchange, status, { error: 'Denied by a fault' })
      return true
    },
  ]

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '/', siteUrl())
    const exchange: Exchange = {
      method: request.method ?? 'GET',
      url: url ?? new URL(siteUrl()),
      request,
      response,
    }
    if (url === null) {
      sendJson(exchange, 400, { message: 'The address cannot be read' })
      return
    }
    if (exchange.method === 'OPTIONS') {
      send(exchange, 204, 'text/plain', '')
      return
    }
    for (const route of routes) {
      // oxlint-disable-next-line no-await-in-loop -- the first route that answers ends the search
      if (await route(exchange)) return
    }
    sendJson(exchange, 404, { message: 'Not Found' })
  }

  const sockets = new Set<Duplex>()
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that hung up in the middle of its own request hears nothing of this; whoever still listens must.
      if (!response.headersSent) response.statusCode = 500
      response.end(describeFailure(error))
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => {
    const isCentrifugo = URL.parse(request.url ?? '/', siteUrl())?.pathname === centrifugoPath
    const upgrade = { request, socket, head }
    if (isCentrifugo) centrifugo.handleUpgrade(upgrade)
    else pusher.handleUpgrade(upgrade)
  })

  port = await listen(server, options.port)
  for (const room of options.rooms) kick.addRoom(room)

  async function shutDown(): Promise<void> {
    kick.close()
    basalam.close()
    faults.healAll()
    pusher.close()
    centrifugo.close()
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) {
      // What the kernel has taken still goes out. A client that stopped reading would hold the rest back for ever.
      if (socket.writableLength === 0) socket.end(() => socket.destroy())
      else socket.destroy()
    }
    await closed
  }

  function close(): Promise<void> {
    closing ??= shutDown()
    return closing
  }

  return {
    url: siteUrl(),
    pusher: {
      ...app,
      host,
      port,
      authUrl: `${siteUrl()}/pusher/auth`,
      get connections() {
        return connections.list('pusher').map(describeConnection)
      },
      publish,
    },
    centrifugo: createCentrifugoSandbox(centrifugo, connections, centrifugoUrl),
    get connections() {
      return connections.list().map(describeConnection)
    },
    kick,
    basalam: basalam.sandbox,
    faults,
    record: recorder,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function describeFailure(error: unknown): string {
  return `The sandbox failed on this request: ${error instanceof Error ? error.message : String(error)}`
}
