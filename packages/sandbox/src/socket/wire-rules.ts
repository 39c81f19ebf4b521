/** How slowly bytes trickle: `bytesPerWrite` of them every `everyMs` milliseconds. */
export type DripPace = { bytesPerWrite: number; everyMs: number }

/** The Centrifugo commands that a fault can refuse. */
export type RefusableCommand = 'connect' | 'subscribe' | 'unsubscribe' | 'refresh'

/**
 * What a wire asks before it writes. The faults answer; a server without faults answers no to everything.
 * Every `take…` uses the fault up by one.
 */
export type WireRules = {
  /** Whether nothing may go out to this connection now. */
  isSilent(connection: string): boolean
  /** How slowly to write to it, if slowly. */
  dripPace(connection: string): DripPace | undefined
  /** Whether to cut the frame about to be written in the middle. */
  takeCut(connection: string): boolean
  /** How often to write the event about to be written: 1 without a fault. */
  takeCopies(connection: string): number
  /** Whether to hold the event back until after the next one, and at most for how long. */
  takeHoldMs(connection: string): number | undefined
  /** How long to wait before a subscription is taken up, if at all. */
  takeSubscriptionDelayMs(connection: string, channel: string): number | undefined
  /** What to send this connection in place of the handshake frame; null for nothing at all. */
  takeHandshake(connection: string): { text: string | null } | undefined
  /** How to treat a request for a new connection; undefined to accept it. */
  takeRefusal(): 'reset' | { status: number } | undefined
  /** Whether lines that are written in one turn go out in one frame. */
  joinsLines(connection: string): boolean
  /** The error that answers a Centrifugo command; undefined to carry it out. */
  takeCommandError(connection: string, command: RefusableCommand, channel?: string): number | undefined
}
