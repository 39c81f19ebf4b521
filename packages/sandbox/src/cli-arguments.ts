import { parseArgs } from 'node:util'
import type { SandboxOptions } from './options.js'

/** What a command line asks for. */
export type CliRequest =
  | { type: 'run'; options: SandboxOptions }
  | { type: 'help' }
  | { type: 'version' }
  /** It cannot be understood; `reason` is one line. */
  | { type: 'refused'; reason: string }

export const helpText: string = `Usage: wireloom-sandbox [options]

Runs a Pusher Channels server and Kick rooms on 127.0.0.1, for offline development.

Options:
  --port <number>   port to listen on; 0 takes a free one (default 8420)
  --rooms <slugs>   Kick rooms, separated by commas (default demo)
  --rate <number>   chat messages a minute in each room; 0 leaves them quiet (default 120)
  --seed <number>   the same seed gives the same rooms, chatters and messages (default 1)
  --help            print this
  --version         print the version
`

const defaults = { port: '8420', rooms: 'demo', rate: '120', seed: '1' } as const

/** Reads the words after the command's name. Never throws; what the words mean for a sandbox is checked by it. */
export function readArguments(words: readonly string[]): CliRequest {
  let values
  try {
    values = parseArgs({
      args: [...words],
      options: {
        port: { type: 'string', default: defaults.port },
        rooms: { type: 'string', default: defaults.rooms },
        rate: { type: 'string', default: defaults.rate },
        seed: { type: 'string', default: defaults.seed },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    // The first sentence says what is wrong; the rest is about shells.
    const reason = error instanceof Error ? error.message.split(/[.\n]/)[0] : undefined
    return { type: 'refused', reason: `${reason ?? 'The options cannot be read'}; see --help.` }
  }

  if (values.help) return { type: 'help' }
  if (values.version) return { type: 'version' }
  for (const name of ['port', 'rate', 'seed'] as const) {
    if (!/^-?\d+$/.test(values[name])) {
      return {
        type: 'refused',
        reason: `--${name} must be a whole number, not "${values[name]}"; see --help.`,
      }
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
