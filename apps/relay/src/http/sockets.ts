import type { Server } from 'node:http'
import { serveSocket, type Feed } from '@wireloom/chat-core/http'
import { WebSocketServer, type WebSocket } from 'ws'

/** Who may connect, and what they hear. */
export interface SocketParts {
  readonly feed: Feed
  readonly authorize: (header: string | undefined) => boolean
}

/** How often each reader is asked whether it is still there, in milliseconds. */
const pingEveryMs = 30_000

/** Serves the feed at `/socket`, one record of JSON a message; `?cursor=` resumes. @returns ends all of them */
export function serveSockets(server: Server, { authorize, feed }: SocketParts): () => void {
  // Readers only listen: whoever sends something large is none.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_024 })
  server.on('upgrade', (incoming, connection, head) => {
    connection.on('error', () => connection.destroy())
    const url = URL.parse(incoming.url ?? '/', 'http://relay')
    const refusal =
      url?.pathname !== '/socket'
        ? '404 Not Found'
        : authorize(incoming.headers.authorization)
          ? undefined
          : '401 Unauthorized'
    if (refusal !== undefined) {
      connection.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const cursor = url?.searchParams.get('cursor') ?? undefined
    sockets.handleUpgrade(incoming, connection, head, (socket) => {
      keepAlive(socket)
      void serveSocket(feed, socket, { cursor })
    })
  })
  return () => {
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
  }
}

/** A laptop that was closed says nothing; it would be served for a quarter of an hour. */
function keepAlive(socket: WebSocket): void {
  let isThere = true
  socket.on('pong', () => {
    isThere = true
  })
  // What a reader sends against the rules closes it; that is all there is to it.
  socket.on('error', () => undefined)
  const timer = setInterval(() => {
    if (!isThere) socket.terminate()
    isThere = false
    socket.ping()
  }, pingEveryMs)
  socket.on('close', () => clearInterval(timer))
}
