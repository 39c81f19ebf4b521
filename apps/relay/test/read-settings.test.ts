import { describe, expect, test } from 'vitest'
import { readSettings } from '../src/read-settings.ts'

const token = 'a-token-of-16-and-more'
const app = { KICK_CLIENT_ID: 'id', KICK_CLIENT_SECRET: 'secret' }

test('rooms by webhook, with defaults', () => {
  expect(readSettings(['--kick', 'Ann', '--kick', 'bob'], { RELAY_TOKEN: token, ...app })).toEqual({
    kind: 'relay',
    relay: {
      host: '127.0.0.1',
      port: 8787,
      folder: 'relay-data',
      keep: 100_000,
      allowOrigins: [],
      token,
      kick: { rooms: ['ann', 'bob'], socket: false, app: { clientId: 'id', clientSecret: 'secret' } },
      basalam: undefined,
    },
  })
})

test('the environment says what the command line leaves out', () => {
  const env = {
    RELAY_TOKEN: token,
    RELAY_KICK: 'ann,bob',
    RELAY_SOCKET: '1',
    RELAY_PORT: '1',
    RELAY_ALLOW_ORIGIN: 'null, https://a.example',
  }
  expect(readSettings(['--port', '2'], env)).toMatchObject({
    relay: {
      port: 2,
      allowOrigins: ['null', 'https://a.example'],
      kick: { rooms: ['ann', 'bob'], socket: true, app: undefined },
    },
  })
})

test('a demo needs nothing, and listens on this machine alone', () => {
  expect(readSettings(['--demo'], {})).toMatchObject({ kind: 'demo', relay: { host: '127.0.0.1' } })
  expect(readSettings(['--help'], {})).toEqual({ kind: 'help' })
})

describe('what cannot be right is refused, by its name', () => {
  const full = { RELAY_TOKEN: token, ...app }
  test.each([
    [[], full, 'name something to relay'],
    [['--kick', 'ann'], app, 'RELAY_TOKEN is missing'],
    [['--kick', 'ann'], { ...full, RELAY_TOKEN: 'short' }, 'RELAY_TOKEN takes 16 characters'],
    [['--kick', 'ann'], { RELAY_TOKEN: token }, 'for webhooks, or --socket'],
    [['--kick', 'ann'], { RELAY_TOKEN: token, KICK_CLIENT_ID: 'id' }, 'go together'],
    [['--kick', 'a b'], full, "not 'a b'"],
    [['--socket'], full, '--socket goes with --kick'],
    [['--basalam'], full, 'needs BASALAM_TOKEN'],
    [['--kick', 'ann', '--port', '70000'], full, '--port takes'],
    [['--kick', 'ann', '--keep', '0'], full, '--keep takes'],
    [['--kick', 'ann', '--allow-origin', 'https://a.example/page'], full, '--allow-origin takes'],
    [['--demo', '--basalam'], full, '--demo needs no'],
    [['--rooms', 'ann'], full, "Unknown option '--rooms'"],
    [['ann'], full, "Unexpected argument 'ann'"],
  ])('%j', (args, env, message) => {
    expect(() => readSettings(args, env)).toThrow(message)
    expect(() => readSettings(args, env)).not.toThrow(/secret|a-token|\n/u)
  })
})
