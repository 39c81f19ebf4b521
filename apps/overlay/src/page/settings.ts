/** What the address of the page says. */
export interface Settings {
  /** Where the relay answers, without a slash at the end. */
  readonly relay: string
  /** What the relay wants to be shown; empty where it was not given. */
  readonly token: string
  /** Names or ids of rooms. Empty: all live ones. */
  readonly rooms: readonly string[]
  /** How many messages are there at once. */
  readonly max: number
  /** After how long a message goes, in milliseconds; 0: it stays. */
  readonly fadeMs: number
  /** How many messages a second people can read. */
  readonly rate: number
  /** The height of the letters, in pixels. */
  readonly size: number
  /** Where emotes lie, with `{id}` in it; undefined: where the platform says. */
  readonly emotes: string | undefined
}

/** Settings, and what of the address could not be taken. */
export interface SettingsReading {
  readonly settings: Settings
  readonly problems: readonly string[]
}

const numbers = {
  max: { preset: 20, least: 1, most: 200 },
  fade: { preset: 0, least: 0, most: 3_600 },
  rate: { preset: 6, least: 0.1, most: 1_000 },
  size: { preset: 22, least: 8, most: 120 },
} as const

const defaultRelay = 'http://127.0.0.1:8787'

/**
 * Reads the address: options after `?`, the token after `#`, which browsers send to nobody. What cannot be taken is told,
 * and its default used.
 */
export function readSettings(address: URL): SettingsReading {
  const problems: string[] = []
  const { hash, searchParams: query } = address
  const read = (name: keyof typeof numbers): number => {
    const { least, most, preset } = numbers[name]
    const text = query.get(name)
    if (text === null) return preset
    const value = /^\d+(\.\d+)?$/u.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    problems.push(`${name} takes a number from ${least} to ${most}`)
    return preset
  }
  return {
    settings: {
      relay: readRelay(query.get('relay') ?? defaultRelay, problems),
      token: new URLSearchParams(hash.slice(1)).get('token') ?? '',
      rooms: query
        .getAll('room')
        .flatMap((names) => names.split(','))
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== ''),
      max: Math.round(read('max')),
      fadeMs: read('fade') * 1_000,
      rate: read('rate'),
      size: read('size'),
      emotes: query.get('emotes') ?? undefined,
    },
    problems,
  }
}

function readRelay(text: string, problems: string[]): string {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/u.test(url.protocol))
    return `${url.origin}${url.pathname}`.replace(/\/+$/u, '')
  problems.push('relay takes an address such as http://127.0.0.1:8787')
  return defaultRelay
}
