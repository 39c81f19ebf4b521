import { SandboxError } from './errors.js'
import type { Transport } from './socket/connections.js'

/** Which connection a fault is for. */
export type FaultAim = {
  /** A socket id, or Centrifugo's client id. Absent: every connection, also those that come later. */
  connection?: string
  /** Only connections of this protocol. Absent: both. */
  transport?: Transport
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

/** A fault in force, as the rules see it. */
export type StandingFault = Fault & {
  readonly aim: FaultAim
  /** Uses it up by one if it strikes now. */
  strikes(): boolean
}

/** What a lasting fault can be told about itself. */
export type FaultSpec = FaultAim & FaultSpan & FaultOdds

/** The first fault of a set that strikes here and now. */
export function takeFault<Some extends StandingFault>(
  among: Iterable<Some>,
  party: FaultAim,
): Some | undefined {
  for (const fault of among) {
    if (isMeant(fault.aim, party) && fault.strikes()) return fault
  }
  return undefined
}

/** The first fault of a set that holds here. */
export function findFault<Some extends StandingFault>(
  among: Iterable<Some>,
  party: FaultAim,
): Some | undefined {
  for (const fault of among) {
    if (isMeant(fault.aim, party)) return fault
  }
  return undefined
}

/** Whether a fault's aim takes in a party; what the aim leaves open takes in all. */
export function isMeant(aim: FaultAim, party: FaultAim): boolean {
  return (
    (aim.connection === undefined || aim.connection === party.connection) &&
    (aim.transport === undefined || aim.transport === party.transport)
  )
}

/** Strikes once unless told how often. */
export function withOdds<Options extends FaultOdds>(options: Options): Options {
  return options.next === undefined && options.probability === undefined ? { ...options, next: 1 } : options
}

/** Throws `invalid_options` for numbers that cannot be meant. */
export function checkSpec(name: string, spec: FaultSpec): void {
  const { forMs, next, probability, transport } = spec
  demandFault(forMs === undefined || forMs >= 0, name, `forMs must be 0 or more, not ${forMs}`)
  demandFault(next === undefined || next >= 1, name, `next must be 1 or more, not ${next}`)
  demandFault(
    probability === undefined || (probability >= 0 && probability <= 1),
    name,
    `probability must be 0 to 1, not ${probability}`,
  )
  demandFault(
    transport === undefined || transport === 'pusher' || transport === 'centrifugo',
    name,
    `transport must be pusher or centrifugo, not ${transport}`,
  )
}

/** Throws `invalid_options`, with the name of the fault, unless the condition holds. */
export function demandFault(holds: boolean, name: string, wrong: string): void {
  if (!holds) throw new SandboxError('invalid_options', `${name}: ${wrong}.`)
}

/** Whether a WebSocket may close with this code. */
export function isClosable(code: number): boolean {
  return (
    Number.isInteger(code) &&
    ((code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999))
  )
}
