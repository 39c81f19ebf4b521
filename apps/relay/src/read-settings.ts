import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util'
import { RelayError } from './errors.ts'
import type { RelayOptions } from './relay.ts'

const options = {
  kick: { type: 'string', multiple: true },
  socket: { type: 'boolean' },
  basalam: { type: 'boolean' },
  host: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  keep: { type: 'string' },
  'allow-origin': { type: 'string', multiple: true },
  demo: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies Record<string, ParseArgsOptionDescriptor>

const defaults = { host: '127.0.0.1', port: 8787, data: 'relay-data', keep: 100_000 } as const

type Environment = Readonly<Record<string, string | undefined>>

/** What the command line and the environment say. */
export type Settings =
  | { readonly kind: 'help' }
  | { readonly kind: 'demo'; readonly relay: Partial<Omit<RelayOptions, 'report'>> }
  | { readonly kind: 'relay'; readonly relay: Omit<RelayOptions, 'report'> }

/** The help. */
export const help = `Relays live chats: takes Kick's webhooks (and its socket), keeps every event, and gives them on.

Usage: wireloom-relay [options]

  --kick <name>          relay the chat of kick.com/<name>; may be repeated
  --socket               read Kick's live socket too. Unofficial: Kick may change or close it on any day.
  --basalam              relay the conversations of a Basalam account (they are private: mind who has the token)
  --host <address>       where to listen (default ${defaults.host}: this machine alone)
  --port <n>             default ${defaults.port}
  --data <folder>        where events are kept (default ${defaults.data})
  --keep <n>             how many events stay (default ${defaults.keep})
  --allow-origin <url>   a page of this origin may read; may be repeated
  --demo                 everything on a sandbox, on 127.0.0.1
  --help                 this text

Each option may also stand in the environment, as RELAY_KICK, RELAY_PORT, … (lists joined by commas). Secrets stand there
and nowhere else:

  RELAY_TOKEN                          what readers have to show: 16 characters or more
  KICK_CLIENT_ID, KICK_CLIENT_SECRET   the app at Kick whose webhooks lead here
  BASALAM_TOKEN                        for --basalam
  BASALAM_WEBHOOK_SECRET               the secret header of Basalam's webhook, if it leads here
`

/** Reads both. @throws RelayError `usage`, naming the option and what it takes */
export function readSettings(args: readonly string[], env: Environment): Settings {
  const given = readOptions(args, env)
  if (given.help === true) return { kind: 'help' }
  const port = readWhole('port', given.port, 0, 65_535)
  const token = env['RELAY_TOKEN']
  if (token !== undefined && !/^[\x21-\x7E]{16,}$/u.test(token)) {
    throw usage('RELAY_TOKEN takes 16 characters or more, without spaces')
  }
  const shared = {
    host: given.host ?? defaults.host,
    port: port ?? defaults.port,
    keep: readWhole('keep', given.keep, 1, Number.MAX_SAFE_INTEGER) ?? defaults.keep,
    allowOrigins: (given['allow-origin'] ?? []).map(readOrigin),
  }
  const kick = readKick(given, env)
  if (given.demo === true) {
    if (kick !== undefined || given.basalam === true) throw usage('--demo needs no --kick and no --basalam')
    return { kind: 'demo', relay: { ...shared, ...(token !== undefined && { token }) } }
  }
  const basalam = given.basalam === true ? readBasalam(env) : undefined
  if (kick === undefined && basalam === undefined) throw usage('name something to relay, or try --demo')
  if (token === undefined) {
    throw usage('RELAY_TOKEN is missing from the environment; openssl rand -hex 16 makes one')
  }
  return { kind: 'relay', relay: { ...shared, token, folder: given.data ?? defaults.data, kick, basalam } }
}

function readOptions(args: readonly string[], env: Environment) {
  const { values } = parse(args)
  for (const name of Object.keys(options) as (keyof typeof options)[]) {
    const text = env[`RELAY_${name.toUpperCase().replaceAll('-', '_')}`]
    if (text === undefined || text === '' || values[name] !== undefined) continue
    const option: { readonly type: string; readonly multiple?: boolean } = options[name]
    const value = option.type === 'boolean' ? text !== '0' && text !== 'false' : text
    Object.assign(values, { [name]: option.multiple === true ? text.split(',') : value })
  }
  return values
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options })
  } catch (error) {
    // Node's own words, of which the first sentence says it.
    throw usage(error instanceof Error ? (error.message.split('. ', 1)[0] ?? '') : String(error))
  }
}

function readKick(given: ReturnType<typeof readOptions>, env: Environment): RelayOptions['kick'] {
  const rooms = (given.kick ?? []).map((name) => name.trim())
  const wrong = rooms.find((name) => !/^\w[\w-]{0,63}$/u.test(name))
  if (wrong !== undefined) throw usage(`--kick takes the name in kick.com/<name>, not '${wrong}'`)
  const socket = given.socket === true
  if (rooms.length === 0) {
    if (socket) throw usage('--socket goes with --kick')
    return undefined
  }
  const { KICK_CLIENT_ID: clientId, KICK_CLIENT_SECRET: clientSecret } = env
  if ((clientId === undefined) !== (clientSecret === undefined)) {
    throw usage('KICK_CLIENT_ID and KICK_CLIENT_SECRET go together')
  }
  const app = clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret }
  if (app === undefined && !socket) {
    throw usage('--kick needs KICK_CLIENT_ID and KICK_CLIENT_SECRET for webhooks, or --socket')
  }
  return { rooms: rooms.map((name) => name.toLowerCase()), socket, app }
}

function readBasalam(env: Environment): RelayOptions['basalam'] {
  const { BASALAM_TOKEN: token, BASALAM_WEBHOOK_SECRET: webhookSecret } = env
  if (token === undefined || token === '') throw usage('--basalam needs BASALAM_TOKEN in the environment')
  return { token, webhookSecret }
}

function readOrigin(text: string): string {
  const origin = text.trim()
  // The origin of a page from a file, as browsers write it.
  if (origin === 'null' || URL.parse(origin)?.origin === origin) return origin
  throw usage(`--allow-origin takes an origin such as http://127.0.0.1:8788, not '${origin}'`)
}

function readWhole(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+$/u.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw usage(`--${name} takes a whole number from ${least} to ${most}, not '${text}'`)
}

function usage(what: string): RelayError {
  return new RelayError('usage', `${what}; see --help`)
}
