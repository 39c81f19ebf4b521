import type { Clock } from './clock.js'
import { SandboxError } from './errors.js'
import type { SandboxFaults } from './faults.js'
import type { Random } from './random.js'
import { checkRequestFault, isErrorStatus, type RequestFault } from './request-fault.js'
import type { Connection, Transport } from './socket/connections.js'
import type { DripPace, RefusableCommand, WireRules } from './socket/wire-rules.js'
import {
  checkSpec,
  demandFault,
  findFault,
  isClosable,
  isMeant,
  takeFault,
  withOdds,
  type Fault,
  type FaultAim,
  type FaultSpec,
  type StandingFault,
} from './standing-fault.js'

/** The faults as the servers ask for them. */
export type FaultRules = {
  /** What the wires of one protocol ask. */
  of(transport: Transport): WireRules
  /** What is to become of a request to Kick; undefined to answer it. */
  takeRequestFault: (path: string) => RequestFault | undefined
  takeAuthorizationDenial(): number | undefined
}

/** Makes the faults: the side a test scripts, and the side the servers ask. */
export function createFaults(
  clock: Clock,
  random: Random,
  findConnections: () => readonly Connection[],
): { faults: SandboxFaults; rules: FaultRules } {
  const silences = new Set<StandingFault>()
  const refusals = new Set<StandingFault & { how: 'reset' | number }>()
  const drips = new Set<StandingFault & { pace: DripPace }>()
  const cuts = new Set<StandingFault>()
  const duplicates = new Set<StandingFault>()
  const reorders = new Set<StandingFault & { holdMs: number }>()
  const delays = new Set<StandingFault & { byMs: number; channel: string | undefined }>()
  const handshakes = new Set<StandingFault & { makeText: (socketId: string) => string | null }>()
  const requests = new Set<StandingFault & RequestFault>()
  const joins = new Set<StandingFault>()
  const refusedCommands = new Set<
    StandingFault & { code: number; command: RefusableCommand; channel: string | undefined }
  >()
  const denials = new Set<StandingFault & { status: number }>()
  const standing = new Set<StandingFault>()

  function aimAt(aim: FaultAim = {}): readonly Connection[] {
    const found = findConnections().filter(({ socketId, transport }) =>
      isMeant(aim, { connection: socketId, transport }),
    )
    if (aim.connection !== undefined && found.length === 0) {
      throw new SandboxError(
        'unknown_connection',
        `No open connection has the id ${aim.connection}; see sandbox.connections.`,
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
    among: Set<StandingFault & Detail>,
    spec: FaultSpec,
    detail: Detail,
  ): Fault {
    checkSpec(name, spec)
    if (spec.connection !== undefined) aimAt(spec)
    let remaining = spec.next ?? Infinity

    const fault: StandingFault & Detail = {
      ...detail,
      name,
      aim: spec,
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
      demandFault(
        isClosable(code) && Buffer.byteLength(reason) <= 123,
        `close(${code}, ${JSON.stringify(reason)})`,
        'a WebSocket can close with 1000 to 1003, 1007 to 1014 or 3000 to 4999 and a reason of at most 123 bytes; to end without a code use drop()',
      )
      return hit(aim, ({ wire }) => {
        wire.close(code, reason)
      })
    },
    silence: (options = {}) => stand('silence', silences, options, {}),
    refuse: ({ how = 'reset', ...spec } = {}) => {
      demandFault(
        how === 'reset' || isErrorStatus(how),
        'refuse',
        `how must be 'reset' or a status of 400 to 599, not ${how}`,
      )
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
      demandFault(
        Number.isInteger(bytesPerWrite) && bytesPerWrite >= 1 && everyMs >= 0,
        'drip',
        'bytesPerWrite must be a whole number from 1, everyMs from 0',
      )
      return stand('drip', drips, spec, { pace: { bytesPerWrite, everyMs } })
    },
    duplicate: (options = {}) => stand('duplicate', duplicates, withOdds(options), {}),
    reorder: ({ holdMs = 1000, ...spec } = {}) => stand('reorder', reorders, withOdds(spec), { holdMs }),
    delayAcknowledgement({ byMs, channel, ...spec }) {
      demandFault(
        byMs >= 0 && Number.isFinite(byMs),
        'delayAcknowledgement',
        `byMs must be 0 or more, not ${byMs}`,
      )
      return stand('delayAcknowledgement', delays, spec, { byMs, channel })
    },
    handshake(text, options = {}) {
      const makeText = typeof text === 'function' ? text : (): string | null => text
      return stand('handshake', handshakes, { next: 1, ...options }, { makeText })
    },
    joinLines: (options = {}) => stand('joinLines', joins, options, {}),
    refuseCommand({ code, command = 'subscribe', channel, ...spec }) {
      demandFault(
        Number.isInteger(code) && code >= 100 && code <= 9999,
        'refuseCommand',
        `code must be a whole number from 100 to 9999, not ${code}`,
      )
      return stand('refuseCommand', refusedCommands, { next: 1, ...spec }, { code, command, channel })
    },
    challenge: ({ path = '/api/', ...spec } = {}) =>
      stand('challenge', requests, spec, { path, status: 403, body: 'challenge' }),
    failRequests({ forMs, next, ...fault }) {
      checkRequestFault(fault)
      return stand(
        'failRequests',
        requests,
        { ...(forMs !== undefined && { forMs }), ...(next !== undefined && { next }) },
        fault,
      )
    },
    denyAuthorization: ({ status = 403, ...spec } = {}) =>
      stand('denyAuthorization', denials, spec, { status }),
    get active() {
      return [...standing]
    },
    healAll() {
      for (const fault of standing) fault.heal()
    },
  }

  const rulesOf = (transport: Transport): WireRules => {
    const at = (connection: string): FaultAim => ({ connection, transport })
    return {
      isSilent: (connection) => findFault(silences, at(connection)) !== undefined,
      dripPace: (connection) => findFault(drips, at(connection))?.pace,
      takeCut: (connection) => takeFault(cuts, at(connection)) !== undefined,
      takeCopies: (connection) => (takeFault(duplicates, at(connection)) === undefined ? 1 : 2),
      takeHoldMs: (connection) => takeFault(reorders, at(connection))?.holdMs,
      takeSubscriptionDelayMs(connection, channel) {
        const named = [...delays].filter((fault) => fault.channel === undefined || fault.channel === channel)
        return takeFault(named, at(connection))?.byMs
      },
      takeHandshake(connection) {
        const fault = takeFault(handshakes, at(connection))
        return fault === undefined ? undefined : { text: fault.makeText(connection) }
      },
      takeRefusal() {
        const refusal = takeFault(refusals, { transport })
        if (refusal === undefined) return undefined
        return refusal.how === 'reset' ? 'reset' : { status: refusal.how }
      },
      joinsLines: (connection) =>
        transport === 'centrifugo' && findFault(joins, at(connection)) !== undefined,
      takeCommandError(connection, command, channel) {
        const named = [...refusedCommands].filter(
          (fault) => fault.command === command && (fault.channel === undefined || fault.channel === channel),
        )
        return takeFault(named, at(connection))?.code
      },
    }
  }

  const rules: FaultRules = {
    of: rulesOf,
    takeRequestFault: (path) =>
      takeFault(
        [...requests].filter((fault) => path.startsWith(fault.path ?? '/')),
        {},
      ),
    takeAuthorizationDenial: () => takeFault(denials, {})?.status,
  }

  return { faults, rules }
}
