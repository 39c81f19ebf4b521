/** Why a socket is gone. */
export interface SocketClose {
  /** The WebSocket close code; 1006 where the connection broke or never opened. */
  readonly code: number
  readonly reason: string
  /** The runtime's own error, where it gave one. */
  readonly cause?: unknown
}

/** What a socket tells its owner. Called asynchronously, never from within the factory. */
export interface SocketHandlers {
  opened(): void
  /** One text frame. */
  text(text: string): void
  /** A binary frame came, which the protocol does not know. */
  binary(): void
  /** Exactly once, also where the socket never opened; the last call. */
  closed(close: SocketClose): void
}

/** The narrow seam between the client and whatever carries its frames. */
export interface Socket {
  /** Sends one text frame; only called between `opened` and `closed`. */
  send(text: string): void
  /** Ends the socket in any state, and leaves nothing that keeps the process alive for long. */
  close(code?: number, reason?: string): void
}

/** Opens a socket to a URL. Throws only where the platform has no such socket. */
export type SocketFactory = (url: string, handlers: SocketHandlers) => Socket
