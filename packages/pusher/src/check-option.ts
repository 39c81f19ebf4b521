import { PusherError } from './errors.js'

/** What a value may be: in words, and as a test of it. */
export type Kind = readonly [wanted: string, allows: (value: unknown) => boolean]

/** The largest delay timers take; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1

export const aFlag: Kind = ['a boolean', (value) => typeof value === 'boolean']
export const aFunction: Kind = ['a function', (value) => typeof value === 'function']
export const aText: Kind = [
  'a text that is not empty',
  (value) => typeof value === 'string' && value.trim() !== '',
]
export const anObject: Kind = ['an object', (value) => typeof value === 'object' && value !== null]
export const aCount: Kind = [
  'a whole number above 0',
  (value) => Number.isInteger(value) && Number(value) > 0,
]
export const aPort: Kind = [
  'a whole number from 1 to 65535',
  (value) => Number.isInteger(value) && isFrom(1, value, 65_535),
]
export const aPath: Kind = ['a path without query or space', (value) => matches(/^[^?#\s]*$/, value)]
export const aHost: Kind = [
  'a name or an address without scheme, port or path',
  (value) => matches(/^([\w.-]+|\[[\da-f:.]+\])$/i, value),
]
export const aCluster: Kind = [
  'the name of a cluster, such as eu, unless `host` is given',
  (value) => matches(/^[a-z\d-]+$/i, value),
]

export function aDelay(leastMs = 1): Kind {
  return [
    `a number of milliseconds from ${leastMs} to ${longestDelayMs}`,
    (value) => isFrom(leastMs, value, longestDelayMs),
  ]
}

/** An object that can do what is asked of it. */
export function whatCan(...methods: readonly string[]): Kind {
  return [
    `an object with ${methods.map((method) => `\`${method}\``).join(', ')}`,
    (value) => methods.every((method) => typeof Object(value)[method] === 'function'),
  ]
}

export const anEventTarget: Kind = /* @__PURE__ */ whatCan('addEventListener', 'removeEventListener')

/** The value, where it is of the kind that the option of that name must be. @throws PusherError `invalid_options` */
export function check<Value>(name: string, value: Value, [wanted, allows]: Kind): Value {
  if (allows(value)) return value
  throw invalid(name, value, wanted)
}

/** Refuses what is no signal before anything is done. @throws PusherError `invalid_options` */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal !== undefined) check('signal', signal, anEventTarget)
}

/** Gives the option of a name: its default where it is left out, else what was given, which must be of its kind. */
export type OptionReader<Options> = <Name extends keyof Options & string, Default>(
  name: Name,
  kind: Kind,
  byDefault: Default,
) => NonNullable<Options[Name]> | Default

/** Reads options by name. @throws PusherError `invalid_options` */
export function readerOf<Options extends object>(
  whole: string,
  options: Options,
  prefix = '',
): OptionReader<Options> {
  check(whole, options, anObject)
  return (name, kind, byDefault) => {
    const value = options[name]
    return value === undefined ? byDefault : (check(prefix + name, value, kind) as NonNullable<typeof value>)
  }
}

/** The refusal of one option. Never quotes an object: an application may keep secrets in there. */
export function invalid(name: string, value: unknown, wanted: string): PusherError {
  const given = ['string', 'number', 'boolean'].includes(typeof value)
    ? JSON.stringify(value)
    : value === null
      ? 'null'
      : typeof value
  return new PusherError('invalid_options', `Option \`${name}\` must be ${wanted}; it was ${given}.`)
}

function isFrom(least: number, value: unknown, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value)
}
