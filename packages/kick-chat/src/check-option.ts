import { kickError, type KickChatError } from './errors.js'

/** What the platform's AbortSignal can do, as far as it is used here. */
const signalMethods = ['addEventListener', 'removeEventListener'] as const

/** Options as a whole: an object, though without anything in it. */
export function checkObject<Options>(name: string, options: Options): Options {
  if (typeof options === 'object' && options !== null) return options
  throw invalid(name, options, 'an object')
}

/** A function, as which anything else would fail at its first call. */
export function checkFunction<Value>(name: string, value: Value): Value {
  if (typeof value === 'function') return value
  throw invalid(name, value, 'a function')
}

/** An object that can do what will be asked of it. */
export function checkMethods<Value>(name: string, methods: readonly string[], value: Value): Value {
  const given = value as Readonly<Record<string, unknown>> | null
  if (methods.every((method) => typeof given?.[method] === 'function')) return value
  throw invalid(name, value, `an object with ${methods.map((method) => `${method}()`).join(' and ')}`)
}

/** A signal, where there is one. */
export function checkSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  return signal === undefined ? undefined : checkMethods('signal', signalMethods, signal)
}

/** The refusal of one option. */
export function invalid(name: string, value: unknown, wanted: string): KickChatError {
  return kickError('invalid_options', `${name} must be ${wanted}, not ${describeValue(value)}.`)
}

/** What was given, for a message. Never the inside of an object: a secret may be in there. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'bigint':
      return `${value}n`
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'symbol':
      return 'a symbol'
    case 'function':
      return 'a function'
    default:
      if (value === null) return 'null'
      return Array.isArray(value) ? 'a list' : 'an object'
  }
}
