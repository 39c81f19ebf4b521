import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util'
import { TerminalError } from './errors.ts'
import {
  defaultRate,
  defaultRooms,
  demoRate,
  type Settings,
  type SourceSettings,
  type Target,
} from './settings.ts'

const options = {
  rooms: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  port: { type: 'string' },
  server: { type: 'string' },
  live: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  raw: { type: 'boolean' },
  messages: { type: 'string' },
  events: { type: 'string' },
  duration: { type: 'string' },
  demo: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies Record<string, ParseArgsOptionDescriptor>

type Name = keyof typeof options

/** What was given, by the option's name. */
type Given = ReadonlyMap<Name, readonly (string | true)[]>

const mostSeconds = 2_000_000

/**
 * Reads the command line.
 *
 * @returns 'help' where that was asked for
 * @throws TerminalError `usage`, naming the option and what it takes
 */
export function readSettings(args: readonly string[]): Settings | 'help' {
  const given = readOptions(args)
  if (given.has('help')) return 'help'
  if (given.has('raw') && !given.has('json')) throw usage('--raw goes with --json only')
  const duration = readNumber(given, 'duration', { least: 0.001, most: mostSeconds, unit: 'seconds' })
  return {
    source: readSource(given),
    format: given.has('json') ? 'json' : 'lines',
    raw: given.has('raw'),
    messages: readNumber(given, 'messages', { least: 1, isWhole: true }),
    events: readNumber(given, 'events', { least: 1, isWhole: true }),
    durationMs: duration === undefined ? undefined : duration * 1000,
    isDemo: given.has('demo'),
  }
}

function readOptions(args: readonly string[]): Given {
  const given = new Map<Name, readonly (string | true)[]>()
  // Not strict: Node's own messages for what is wrong run over several lines.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') throw usage(`'${token.value}' is no option`)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    if (!isName(name)) throw usage(`there is no option ${rawName}`)
    const takesValue = options[name].type === 'string'
    if (takesValue && (value === undefined || value === '')) throw usage(`${rawName} needs a value`)
    if (!takesValue && value !== undefined) throw usage(`${rawName} takes no value`)
    if (takesValue && !isMany(name) && given.has(name)) throw usage(`--${name} is given twice`)
    given.set(name, [...(given.get(name) ?? []), value ?? true])
  }
  return given
}

function readSource(given: Given): SourceSettings {
  const targets = given.get('live')
  if (targets !== undefined) {
    refuse(given, '--live', ['server', 'rooms', 'rate', 'seed', 'port', 'demo'])
    const rooms = targets.map((target) => readTarget(String(target)))
    refuseTwice('--live', rooms)
    return { kind: 'live', rooms }
  }
  const url = readText(given, 'server')
  if (url !== undefined) {
    refuse(given, '--server', ['rate', 'seed', 'port', 'demo'])
    if (!/^http:\/\/[^\s/?#]+\/?$/.test(url)) {
      throw usage(`--server takes an address such as http://127.0.0.1:6001, not '${url}'`)
    }
    return { kind: 'server', url: url.replace(/\/$/, ''), rooms: readRooms(given) }
  }
  const rate = readNumber(given, 'rate', { least: 0, most: 600_000, unit: 'messages a minute' })
  return {
    kind: 'sandbox',
    rooms: readRooms(given),
    messagesPerMinute: rate ?? (given.has('demo') ? demoRate : defaultRate),
    seed: readNumber(given, 'seed', { least: 0, isWhole: true }) ?? 1,
    port: readNumber(given, 'port', { least: 0, most: 65_535, isWhole: true }) ?? 0,
  }
}

function readRooms(given: Given): readonly string[] {
  const text = readText(given, 'rooms')
  if (text === undefined) return defaultRooms
  const rooms = text.split(',').map((room) => room.trim())
  const wrong = rooms.find((room) => !/^\w[\w-]{0,24}$/.test(room))
  if (wrong !== undefined) throw usage(`--rooms takes names joined by commas; '${wrong}' is none`)
  refuseTwice('--rooms', rooms)
  return rooms
}

function refuseTwice(option: string, rooms: readonly Target[]): void {
  const twice = rooms.find((room, index) => rooms.indexOf(room) !== index)
  if (twice !== undefined) throw usage(`${option} names '${twice}' twice`)
}

function readTarget(text: string): Target {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) > 0) return Number(text)
  if (/^[a-z][\w-]{0,63}$/i.test(text)) return text.toLowerCase()
  throw usage(`--live takes the name in kick.com/<name> or a chatroom id, not '${text}'`)
}

interface Range {
  readonly least: number
  readonly most?: number
  readonly isWhole?: boolean
  readonly unit?: string
}

function readNumber(
  given: Given,
  name: Name,
  { least, most = Number.MAX_SAFE_INTEGER, isWhole = false, unit }: Range,
): number | undefined {
  const text = readText(given, name)
  if (text === undefined) return undefined
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value
  const kind = isWhole ? 'a whole number' : 'a number'
  const of = unit === undefined ? '' : ` of ${unit}`
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`
  throw usage(`--${name} takes ${kind}${of} ${range}, not '${text}'`)
}

function readText(given: Given, name: Name): string | undefined {
  const value = given.get(name)?.at(-1)
  return typeof value === 'string' ? value : undefined
}

function refuse(given: Given, option: string, others: readonly Name[]): void {
  const other = others.find((name) => given.has(name))
  if (other !== undefined) throw usage(`${option} and --${other} do not go together`)
}

function isName(name: string): name is Name {
  return Object.hasOwn(options, name)
}

function isMany(name: Name): boolean {
  return 'multiple' in options[name]
}

function usage(what: string): TerminalError {
  return new TerminalError('usage', `${what}; see --help`)
}
