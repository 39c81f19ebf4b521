import type { RequestFault } from './request-fault.js'
import type { RefusableCommand, DripPace } from './socket/wire-rules.js'
import type { Fault, FaultAim, FaultOdds, FaultSpan } from './standing-fault.js'

/** Things that go wrong, on demand. */
export type SandboxFaults = {
  /** Destroys the TCP connection without a WebSocket close. Returns how many it hit. */
  drop(aim?: FaultAim): number
  /** Writes half of the next text frame to each connection aimed at, then destroys the TCP connection. */
  dropMidFrame(aim?: FaultAim): Fault
  /** Closes with a WebSocket code, 1000 or 3000 to 4999 (also 1001 to 1014 but 1004 to 1006), and a reason. Returns how many it hit. */
  close(code: number, reason?: string, aim?: FaultAim): number
  /** Accepts everything and sends nothing, not even answers to pings. What was meant to be sent is lost. */
  silence(options?: FaultAim & FaultSpan): Fault
  /**
   * Turns new WebSocket connections away. `how` is `reset` (the TCP connection is destroyed at once) or an HTTP
   * status to answer the upgrade with. @default 'reset'
   */
  refuse(options?: FaultSpan & Pick<FaultAim, 'transport'> & { next?: number; how?: 'reset' | number }): Fault
  /** Sends any text as a frame. Returns to how many connections. */
  sendText(text: string, aim?: FaultAim): number
  /** Sends a binary frame, which the protocol does not know. Returns to how many connections. */
  sendBinary(bytes: Uint8Array, aim?: FaultAim): number
  /** Writes bytes past the WebSocket framing. Returns to how many connections. */
  sendRaw(bytes: Uint8Array, aim?: FaultAim): number
  /** Lets bytes trickle: `bytesPerWrite` (default 1) every `everyMs` (default 10) milliseconds. */
  drip(options?: FaultAim & FaultSpan & Partial<DripPace>): Fault
  /** Sends events twice. */
  duplicate(options?: FaultAim & FaultSpan & FaultOdds): Fault
  /** Holds an event back and sends it after the next one, or after `holdMs` (default 1000) milliseconds if none comes. */
  reorder(options?: FaultAim & FaultSpan & FaultOdds & { holdMs?: number }): Fault
  /**
   * Takes subscriptions up `byMs` milliseconds late: until then nothing of the channel is delivered, and then the
   * subscription is acknowledged. `channel` chooses one by name. Strikes until it is healed, or `next` times.
   */
  delayAcknowledgement(
    options: FaultAim & FaultSpan & { byMs: number; channel?: string; next?: number },
  ): Fault
  /**
   * Sends another first frame to new connections: a text, one made from the connection's socket id, or none for null.
   * Strikes `next` times (default 1), or Infinity. On Centrifugo it takes the place of the reply to `connect`.
   */
  handshake(
    text: string | null | ((socketId: string) => string),
    options?: FaultSpan & Pick<FaultAim, 'transport'> & { next?: number },
  ): Fault
  /** Sends what is said in one turn as lines of one frame. Centrifugo alone can; Pusher's frames stay as they are. */
  joinLines(options?: FaultAim & FaultSpan): Fault
  /**
   * Answers Centrifugo's commands with an error: 100 internal, 101 unauthorized, 102 unknown channel, 103 permission
   * denied, 106 limit exceeded, 109 token expired, or another from 100 to 9999. `command` is `subscribe` unless told;
   * `channel` chooses one by name. Strikes `next` times (default 1), or Infinity.
   */
  refuseCommand(
    options: FaultAim &
      FaultSpan & { code: number; command?: RefusableCommand; channel?: string; next?: number },
  ): Fault
  /**
   * Answers requests to Kick's site and to its realtime negotiation (all below `/api/`) with a 403 challenge page, as
   * its front door does to suspected robots. `path` chooses among them by how a path begins.
   */
  challenge(options?: FaultSpan & { next?: number; path?: string }): Fault
  /** Fails HTTP requests to Kick. Strikes until it is healed, or `next` times. */
  failRequests(options: FaultSpan & RequestFault & { next?: number }): Fault
  /** Answers `/pusher/auth` with this status and no signature. */
  denyAuthorization(options?: FaultSpan & { next?: number; status?: number }): Fault
  /** The faults now in effect, oldest first. */
  readonly active: readonly Fault[]
  /** Ends every fault. */
  healAll(): void
}
