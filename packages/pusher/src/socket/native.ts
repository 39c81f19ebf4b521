import { PusherError } from '../errors.js'
import type { SocketFactory } from './socket.js'

/** The part of the platform's WebSocket that is used, so that no DOM types are needed. */
interface PlatformWebSocket {
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onerror: ((event: { error?: unknown }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
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
  socket.onopen = () => handlers.opened()
  socket.onmessage = ({ data }) => {
    if (typeof data === 'string') handlers.text(data)
    else handlers.binary()
  }
  socket.onerror = (event) => {
    cause = event.error ?? event
  }
  socket.onclose = ({ code, reason }) => handlers.closed({ code, reason, cause })
  return socket
}

export { nativeSocket as defaultSocket }
