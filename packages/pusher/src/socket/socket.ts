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
  /**
   * Whether a text frame may be forgotten, by how it begins: a hundred characters or more, whole ones. A socket that
   * has bytes asks before it decodes them all; one that has text already need not ask. Where the answer is yes, the
   * frame has been taken note of; where it is no, `text` is to follow. It is there only while asking is worth its
   * price; whoever stands between the two and wants to see every frame leaves it out.
   */
  skip?: ((head: string) => boolean) | undefined
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
