import { PusherError } from '../errors.js'
import type { SocketFactory } from './socket.js'

/** The part of the platform's WebSocket that is used, so that no DOM types are needed. */
interface PlatformWebSocket {
  addEventListener(type: 'open', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'error', listener: (event: { error?: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void
  send(text: string): void
  close(code?: number, reason?: string): void
}

/** The platform's own WebSocket: browsers, workers, Deno, Bun, and Node where it is chosen. */
export const nativeSocket: SocketFactory = (url, handlers) => {
  const { WebSocket: PlatformSocket } = globalThis as unknown as {
    WebSocket?: new (url: string) => PlatformWebSocket
  }
  if (PlatformSocket === undefined) {
    throw new PusherError('no_socket', 'This platform has no WebSocket; pass one as the option `socket`.')
  }
  const socket = new PlatformSocket(url)
  let cause: unknown
  socket.addEventListener('open', () => handlers.opened())
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') handlers.text(data)
    else handlers.binary()
  })
  socket.addEventListener('error', (event) => {
    cause = event.error ?? event
  })
  socket.addEventListener('close', ({ code, reason }) => handlers.closed({ code, reason, cause }))
  return socket
}

export { nativeSocket as defaultSocket }
