import { PusherError } from './errors.js'
import { clusterHost } from './protocol/address.js'

/** The largest delay timers take; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1

/** The host to connect to: the caller's own, else the cluster's. */
export function checkHost(host: string | undefined, cluster: string | undefined): string {
  if (host !== undefined) {
    if (typeof host === 'string' && (/^[\w.-]+$/.test(host) || /^\[[\da-f:.]+\]$/i.test(host))) return host
    throw invalid('host', host, 'a name or an address without scheme, port or path')
  }
  if (typeof cluster === 'string' && /^[a-z\d-]+$/i.test(cluster)) return clusterHost(cluster)
  throw invalid('cluster', cluster, 'the name of a cluster, such as eu, unless `host` is given')
}

/** A path with a leading slash and no trailing one, or nothing. */
export function checkPath(path: string): string {
  if (typeof path !== 'string' || /[?#\s]/.test(path))
    throw invalid('path', path, 'a path without query or space')
  const trimmed = path.replace(/^\/+|\/+$/g, '')
  return trimmed === '' ? '' : `/${trimmed}`
}

export function checkPort(name: string, port: number): number {
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw invalid(name, port, 'a whole number from 1 to 65535')
}

export function checkDelay(name: string, delayMs: number, leastMs = 1): number {
  if (typeof delayMs === 'number' && delayMs >= leastMs && delayMs <= longestDelayMs) return delayMs
  throw invalid(name, delayMs, `a number of milliseconds from ${leastMs} to ${longestDelayMs}`)
}

export function checkType<Value>(name: string, type: 'boolean' | 'function' | 'object', value: Value): Value {
  if (typeof value === type && value !== null) return value
  throw invalid(name, value, `a${type === 'object' ? 'n' : ''} ${type}`)
}

/** An object that can do what is asked of it. */
export function checkMethods<Value>(name: string, methods: readonly string[], value: Value): Value {
  const given = value as Readonly<Record<string, unknown>> | null
  if (methods.every((method) => typeof given?.[method] === 'function')) return value
  throw invalid(name, value, `an object with ${methods.map((method) => `\`${method}\``).join(', ')}`)
}

/** What may be left out, and is checked where it is not. */
export function checkOptional<Value>(
  value: Value | undefined,
  check: (value: Value) => Value,
): Value | undefined {
  return value === undefined ? undefined : check(value)
}

/** The refusal of one option. Never quotes an object: an application may keep secrets in there. */
export function invalid(name: string, value: unknown, wanted: string): PusherError {
  const quotable = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  const given = quotable ? JSON.stringify(value) : value === null ? 'null' : typeof value
  return new PusherError('invalid_options', `Option \`${name}\` must be ${wanted}; it was ${given}.`)
}
