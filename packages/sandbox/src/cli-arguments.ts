import { parseArgs } from 'node:util'
import { highestRate, type SandboxOptions } from './options.js'

/** What a command line asks for. */
export type CliRequest =
  | { type: 'run'; options: SandboxOptions }
  | { type: 'help' }
  | { type: 'version' }
  /** It cannot be understood; `reason` is one line. */
  | { type: 'refused'; reason: string }

export const helpText: string = `Usage: wireloom-sandbox [options]

Runs Kick, with its rooms, API and live sockets, and a Pusher Channels server on 127.0.0.1, for offline development.

Options:
  --port <number>   port to listen on; 0 takes a free one (default 8420)
  --rooms <slugs>   Kick rooms, separated by commas (default demo)
  --rate <number>   chat messages a minute in each room; 0 leaves them quiet (default 120)
  --seed <number>   the same seed gives the same rooms, chatters and messages (default 1)
  --help            print this
  --version         print the version
`

const defaults = { port: '8420', rooms: 'demo', rate: '120', seed: '1' } as const

const bounds = {
  port: { low: 0, high: 65_535 },
  rate: { low: 0, high: highestRate },
  seed: { low: Number.MIN_SAFE_INTEGER, high: Number.MAX_SAFE_INTEGER },
} as const

/** Reads the words after the command's name. Never throws; what the words mean for a sandbox is checked by it. */
export function readArguments(words: readonly string[]): CliRequest {
  let parsed
  try {
    parsed = parseArgs({
      args: joinNegatives(words),
      tokens: true,
      options: {
        port: { type: 'string', default: defaults.port },
        rooms: { type: 'string', default: defaults.rooms },
        rate: { type: 'string', default: defaults.rate },
        seed: { type: 'string', default: defaults.seed },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    // The first sentence says what is wrong; the rest is about shells.
    const reason = error instanceof Error ? error.message.split(/[.\n]/)[0] : undefined
    return { type: 'refused', reason: `${reason ?? 'The options cannot be read'}; see --help.` }
  }

  const { values, tokens } = parsed
  const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []))
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    return { type: 'refused', reason: `--${repeated} was given twice; see --help.` }
  }
  if (values.help) return { type: 'help' }
  if (values.version) return { type: 'version' }
  for (const name of ['port', 'rate', 'seed'] as const) {
    const word = values[name]
    const { low, high } = bounds[name]
    if (!/^-?\d+$/.test(word) || Number(word) < low || Number(word) > high) {
      const reason = `--${name} must be a whole number from ${low} to ${high}, not "${word}"; see --help.`
      return { type: 'refused', reason }
    }
  }
  const rooms = values.rooms
    .split(',')
    .map((slug) => slug.trim())
    .filter((slug) => slug !== '')
  if (rooms.length === 0)
    return { type: 'refused', reason: '--rooms must name at least one room; see --help.' }
  return {
    type: 'run',
    options: {
      port: Number(values.port),
      seed: Number(values.seed),
      messagesPerMinute: Number(values.rate),
      rooms,
    },
  }
}

/** `--rate -5` as `--rate=-5`: by itself the parser takes the number for an option and explains how shells work. */
function joinNegatives(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const option = joined.at(-1)
    if (/^-\d/.test(word) && option !== undefined && /^--[a-z]+$/.test(option)) {
      joined[joined.length - 1] = `${option}=${word}`
    } else joined.push(word)
  }
  return joined
}
