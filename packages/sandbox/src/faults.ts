import type { Clock } from './clock.js'
import { SandboxError } from './errors.js'
import type { Random } from './random.js'
import type { Connection } from './pusher/server.js'
import type { DripPace, WireRules } from './pusher/wire-rules.js'

/** Which connection a fault is for. */
export type FaultAim = {
  /** A socket id. Absent: every connection, also those that come later. */
  connection?: string
}

/** How long a lasting fault holds. */
export type FaultSpan = {
  /** Milliseconds until it heals by itself. Absent: until `heal()`. */
  forMs?: number
}

/** How often a fault on single events strikes: the next `next` events, or each with `probability`. */
export type FaultOdds = {
  /** How many of the next events, counted once for each connection an event goes to. @default 1, unless `probability` is given */
  next?: number
  /** 0 to 1, drawn from the sandbox's seed. */
  probability?: number
}

/** A fault that lasts. */
export type Fault = {
  readonly name: string
  /** Whether it still has an effect. */
  readonly active: boolean
  /** Ends it, and lets go at once what it held back. Doing so twice does nothing. */
  heal(): void
}

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
  refuse(options?: FaultSpan & { next?: number; how?: 'reset' | number }): Fault
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
   * Strikes `next` times (default 1), or Infinity.
   */
  handshake(
    text: string | null | ((socketId: string) => string),
    options?: FaultSpan & { next?: number },
  ): Fault
  /** Answers the site's addresses with a 403 challenge page, as its front door does to suspected robots. */
  challenge(options?: FaultSpan & { next?: number }): Fault
  /** Answers `/pusher/auth` with this status and no signature. */
  denyAuthorization(options?: FaultSpan & { next?: number; status?: number }): Fault
  /** The faults now in effect, oldest first. */
  readonly active: readonly Fault[]
  /** Ends every fault. */
  healAll(): void
}

/** The faults as the servers ask for them. */
export type FaultRules = WireRules & {
  takeChallenge(): boolean
  takeAuthorizationDenial(): number | undefined
}

type Standing = Fault & {
  readonly connection: string | undefined
  /** Uses it up by one if it strikes now. */
  strikes(): boolean
}

type Spec = FaultAim & FaultSpan & FaultOdds

/** Makes the faults: the side a test scripts, and the side the servers ask. */
export function createFaults(
  clock: Clock,
  random: Random,
  findConnections: () => readonly Connection[],
): { faults: SandboxFaults; rules: FaultRules } {
  const silences = new Set<Standing>()
  const refusals = new Set<Standing & { how: 'reset' | number }>()
  const drips = new Set<Standing & { pace: DripPace }>()
  const cuts = new Set<Standing>()
  const duplicates = new Set<Standing>()
  const reorders = new Set<Standing & { holdMs: number }>()
  const delays = new Set<Standing & { byMs: number; channel: string | undefined }>()
  const handshakes = new Set<Standing & { makeText: (socketId: string) => string | null }>()
  const challenges = new Set<Standing>()
  const denials = new Set<Standing & { status: number }>()
  const standing = new Set<Standing>()

  function aimAt(aim: FaultAim = {}): readonly Connection[] {
    const all = findConnections()
    if (aim.connection === undefined) return all
    const found = all.filter((connection) => connection.socketId === aim.connection)
    if (found.length === 0) {
      throw new SandboxError(
        'unknown_connection',
        `No open connection has the socket id ${aim.connection}; see sandbox.pusher.connections.`,
      )
    }
    return found
  }

  function hit(aim: FaultAim | undefined, strike: (connection: Connection) => void): number {
    const hits = aimAt(aim)
    hits.forEach(strike)
    return hits.length
  }

  /** Puts a lasting fault in force: in its own set, where the rules look for it, and in the list of all. */
  function stand<Detail extends object>(
    name: string,
    among: Set<Standing & Detail>,
    spec: Spec,
    detail: Detail,
  ): Fault {
    checkSpec(name, spec)
    if (spec.connection !== undefined) aimAt(spec)
    let remaining = spec.next ?? Infinity

    const fault: Standing & Detail = {
      ...detail,
      name,
      connection: spec.connection,
      get active() {
        return among.has(fault)
      },
      strikes() {
        if (spec.probability !== undefined && !random.chance(spec.probability)) return false
        remaining -= 1
        if (remaining <= 0) end()
        return true
      },
      heal,
    }

    /** Nothing more is struck; what an earlier strike holds back stays held for its time. */
    function end(): void {
      among.delete(fault)
      standing.delete(fault)
      cancelSpan?.()
    }

    function heal(): void {
      end()
      for (const { wire, session } of findConnections()) {
        wire.release()
        session.release()
      }
    }

    among.add(fault)
    standing.add(fault)
    const cancelSpan = spec.forMs === undefined ? undefined : clock.after(spec.forMs, heal)
    return fault
  }

  const faults: SandboxFaults = {
    drop: (aim) =>
      hit(aim, ({ wire }) => {
        wire.destroy()
      }),
    // One frame for a chosen connection; for all of them, one frame for each that is open now.
    dropMidFrame(aim) {
      const parts = aimAt(aim).map(({ socketId }) =>
        stand('dropMidFrame', cuts, { connection: socketId, next: 1 }, {}),
      )
      return {
        name: 'dropMidFrame',
        get active() {
          return parts.some((part) => part.active)
        },
        heal() {
          for (const part of parts) part.heal()
        },
      }
    },
    close(code, reason = '', aim) {
      if (!isClosable(code) || Buffer.byteLength(reason) > 123) {
        throw new SandboxError(
          'invalid_options',
          `close(${code}, ${JSON.stringify(reason)}): a WebSocket can close with 1000 to 1003, 1007 to 1014 or 3000 to 4999 and a reason of at most 123 bytes; to end without a code use drop().`,
        )
      }
      return hit(aim, ({ wire }) => {
        wire.close(code, reason)
      })
    },
    silence: (options = {}) => stand('silence', silences, options, {}),
    refuse: ({ how = 'reset', ...spec } = {}) => {
      if (how !== 'reset' && !(Number.isInteger(how) && how >= 400 && how <= 599)) {
        throw new SandboxError(
          'invalid_options',
          `refuse: how must be 'reset' or a status of 400 to 599, not ${how}.`,
        )
      }
      return stand('refuse', refusals, spec, { how })
    },
    sendText: (text, aim) =>
      hit(aim, ({ wire }) => {
        wire.sendProtocol(text)
      }),
    sendBinary: (bytes, aim) =>
      hit(aim, ({ wire }) => {
        wire.sendBinary(bytes)
      }),
    sendRaw: (bytes, aim) =>
      hit(aim, ({ wire }) => {
        wire.sendRaw(bytes)
      }),
    drip({ bytesPerWrite = 1, everyMs = 10, ...spec } = {}) {
      if (!(Number.isInteger(bytesPerWrite) && bytesPerWrite >= 1) || !(everyMs >= 0)) {
        throw new SandboxError(
          'invalid_options',
          'drip: bytesPerWrite must be a whole number from 1, everyMs from 0.',
        )
      }
      return stand('drip', drips, spec, { pace: { bytesPerWrite, everyMs } })
    },
    duplicate: (options = {}) => stand('duplicate', duplicates, withOdds(options), {}),
    reorder: ({ holdMs = 1000, ...spec } = {}) => stand('reorder', reorders, withOdds(spec), { holdMs }),
    delayAcknowledgement({ byMs, channel, ...spec }) {
      if (!(byMs >= 0 && Number.isFinite(byMs))) {
        throw new SandboxError(
          'invalid_options',
          `delayAcknowledgement: byMs must be 0 or more, not ${byMs}.`,
        )
      }
      return stand('delayAcknowledgement', delays, spec, { byMs, channel })
    },
    handshake(text, options = {}) {
      const makeText = typeof text === 'function' ? text : (): string | null => text
      return stand('handshake', handshakes, { next: 1, ...options }, { makeText })
    },
    challenge: (options = {}) => stand('challenge', challenges, options, {}),
    denyAuthorization: ({ status = 403, ...spec } = {}) =>
      stand('denyAuthorization', denials, spec, { status }),
    get active() {
      return [...standing]
    },
    healAll() {
      for (const fault of standing) fault.heal()
    },
  }

  const rules: FaultRules = {
    isSilent: (connection) => find(silences, connection) !== undefined,
    dripPace: (connection) => find(drips, connection)?.pace,
    takeCut: (connection) => take(cuts, connection) !== undefined,
    takeCopies: (connection) => (take(duplicates, connection) === undefined ? 1 : 2),
    takeHoldMs: (connection) => take(reorders, connection)?.holdMs,
    takeSubscriptionDelayMs(connection, channel) {
      const named = [...delays].filter((fault) => fault.channel === undefined || fault.channel === channel)
      return take(named, connection)?.byMs
    },
    takeHandshake(connection) {
      const fault = take(handshakes, connection)
      return fault === undefined ? undefined : { text: fault.makeText(connection) }
    },
    takeRefusal() {
      const refusal = take(refusals)
      if (refusal === undefined) return undefined
      return refusal.how === 'reset' ? 'reset' : { status: refusal.how }
    },
    takeChallenge: () => take(challenges) !== undefined,
    takeAuthorizationDenial: () => take(denials)?.status,
  }

  return { faults, rules }
}

/** The first fault of a set that strikes this connection now. */
function take<Some extends Standing>(among: Iterable<Some>, connection?: string): Some | undefined {
  for (const fault of among) {
    if ((fault.connection === undefined || fault.connection === connection) && fault.strikes()) return fault
  }
  return undefined
}

function find<Some extends Standing>(among: Set<Some>, connection: string): Some | undefined {
  for (const fault of among) {
    if (fault.connection === undefined || fault.connection === connection) return fault
  }
  return undefined
}

function withOdds<Options extends FaultOdds>(options: Options): Options {
  return options.next === undefined && options.probability === undefined ? { ...options, next: 1 } : options
}

function checkSpec(name: string, spec: Spec): void {
  const wrong =
    (spec.forMs !== undefined && !(spec.forMs >= 0) && `forMs must be 0 or more, not ${spec.forMs}`) ||
    (spec.next !== undefined && !(spec.next >= 1) && `next must be 1 or more, not ${spec.next}`) ||
    (spec.probability !== undefined &&
      !(spec.probability >= 0 && spec.probability <= 1) &&
      `probability must be 0 to 1, not ${spec.probability}`)
  if (wrong !== false && wrong !== undefined) throw new SandboxError('invalid_options', `${name}: ${wrong}.`)
}

function isClosable(code: number): boolean {
  return (
    Number.isInteger(code) &&
    ((code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999))
  )
}
