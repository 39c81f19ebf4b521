import type { Endpoint, PathParameters, Query } from '@wireloom/http-core'
import { invalidArgument } from './basalam-error.js'
import { isPlain, toCamelCase, toWire } from './case.js'
import type { Input, Operation } from './operation.js'

/** Sorts what a caller gave into path, query, headers and body. @throws BasalamError `invalid_argument` */
export function toEndpoint<Value>(operation: Operation<Value>, given: object = {}): Endpoint<Value> {
  const { method, path, headers = {}, body, effect, authenticated, scopes, secrets, decode } = operation
  if (!isPlain(given))
    throw invalidArgument(`${method} ${path} takes one object, by the names of its members.`)
  checkLimits(operation, given)
  const rest = new Map(Object.entries(given).filter(([, value]) => value !== undefined))
  const parameters = takeParameters(path, rest)
  const sentHeaders = takeHeaders(headers, rest)
  const query = takeQuery(operation, rest)
  const [unknown] = rest.keys()
  if (body === undefined && unknown !== undefined) {
    throw invalidArgument(`${unknown} is nothing that ${method} ${path} knows.`)
  }
  return {
    method,
    path,
    parameters,
    query,
    headers: sentHeaders,
    effect,
    authenticated,
    scopes,
    secrets: secrets?.(given).filter((value) => typeof value === 'string'),
    ...(body !== undefined && { json: toBody(Object.fromEntries(rest), body) }),
    decode: (answer) => decode(answer, given),
  }
}

function checkLimits({ limits = {} }: Operation<unknown>, given: Input): void {
  for (const [name, [low, high = Infinity]] of Object.entries(limits)) {
    const value = given[name]
    if (value === undefined || (Number.isInteger(value) && Number(value) >= low && Number(value) <= high)) {
      continue
    }
    throw invalidArgument(
      `${name} has to be a whole number ${high === Infinity ? `from ${low} up` : `from ${low} to ${high}`}.`,
    )
  }
}

function takeParameters(path: string, rest: Map<string, unknown>): PathParameters {
  const parameters = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, serverName = '']) => {
    const name = toCamelCase(serverName)
    const value = rest.get(name)
    rest.delete(name)
    if (typeof value === 'string' || typeof value === 'number') return [serverName, value] as const
    throw invalidArgument(`${name} is missing: a number or a text for ${path}.`)
  })
  return Object.fromEntries(parameters)
}

function takeHeaders(
  names: Readonly<Record<string, string>>,
  rest: Map<string, unknown>,
): Readonly<Record<string, string>> {
  const headers = Object.entries(names).flatMap(([name, serverName]) => {
    const value = rest.get(name)
    rest.delete(name)
    if (value === undefined || value === null) return []
    if (!isWord(value)) throw invalidArgument(`${name} has to be a text or a number.`)
    // RFC 7240: the preference is a pair.
    return [[serverName, serverName === 'Prefer' ? `return=${value}` : String(value)] as const]
  })
  return Object.fromEntries(headers)
}

function takeQuery(
  { method, path, query: names = [], lists }: Operation<unknown>,
  rest: Map<string, unknown>,
): Query {
  const byOurName = new Map(names.map((name) => [toOurName(name), name]))
  const roots = new Set([...byOurName.keys()].map((name) => name.split('.', 1)[0]))
  const query: Record<string, Query[string]> = {}

  function add(name: string, value: unknown): void {
    const serverName = byOurName.get(name)
    if (serverName === undefined && isPlain(value)) {
      for (const [member, one] of Object.entries(value)) add(`${name}.${member}`, one)
    } else if (serverName === undefined) {
      throw invalidArgument(`${name} is nothing that ${method} ${path} knows.`)
    } else if (value !== undefined && value !== null) {
      query[serverName] = toQueryValue(name, value, lists)
    }
  }

  for (const [name, value] of rest) {
    if (!roots.has(name)) continue
    rest.delete(name)
    add(name, value)
  }
  return query
}

/** `items.title[like]` is `items.title.like` with us. */
function toOurName(name: string): string {
  const steps = name.split(/[.[\]]+/).filter((step) => step !== '')
  return steps.map((step) => toCamelCase(step)).join('.')
}

function toQueryValue(name: string, value: unknown, lists: Operation<unknown>['lists']): Query[string] {
  if (isWord(value)) return value
  if (value instanceof Date) return toTime(name, value)
  const words = Array.isArray(value) ? value.filter(isWord).map(String) : []
  if (!Array.isArray(value) || words.length < value.length) {
    throw invalidArgument(`${name} has to be a text, a number, a date, true, false or a list of these.`)
  }
  if (lists === undefined) return words
  if (words.some((word) => word.includes(','))) throw invalidArgument(`${name} cannot hold a comma.`)
  return words.length === 0 ? undefined : words.join(',')
}

function toTime(name: string, date: Date): string {
  if (Number.isNaN(date.getTime())) throw invalidArgument(`${name} is no date.`)
  return date.toISOString()
}

function toBody(members: Input, how: 'json' | 'as-is'): unknown {
  for (const [name, value] of Object.entries(members)) checkSendable(name, value)
  return how === 'as-is' ? members : toWire(members)
}

/** JSON would make null of these, and the server would take it for that. */
function checkSendable(name: string, value: unknown): void {
  if (value instanceof Date) toTime(name, value)
  else if (typeof value === 'number' && !Number.isFinite(value)) {
    throw invalidArgument(`${name} has to be a finite number, not ${value}.`)
  } else if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) checkSendable(`${name}.${index}`, one)
  } else if (isPlain(value)) {
    for (const [member, one] of Object.entries(value)) checkSendable(`${name}.${member}`, one)
  }
}

function isWord(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
