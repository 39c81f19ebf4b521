import { describe, expect, test } from 'vitest'
import { readSettings } from '../src/read-settings.ts'

describe('the command line', () => {
  test('without options reads two rooms of a sandbox until Ctrl-C', () => {
    expect(readSettings([])).toEqual({
      source: { kind: 'sandbox', rooms: ['nightowl', 'bazaar'], messagesPerMinute: 120, seed: 1, port: 0 },
      format: 'lines',
      raw: false,
      messages: undefined,
      events: undefined,
      durationMs: undefined,
      isDemo: false,
    })
  })

  test('sets up the sandbox', () => {
    const args = ['--rooms', 'a, b_2', '--rate=30', '--seed', '7', '--port', '6001', '--demo']
    expect(readSettings(args)).toMatchObject({
      source: { kind: 'sandbox', rooms: ['a', 'b_2'], messagesPerMinute: 30, seed: 7, port: 6001 },
      isDemo: true,
    })
  })

  test('reads real channels by name or number', () => {
    expect(readSettings(['--live', 'Some_Body', '--live', '1001'])).toMatchObject({
      source: { kind: 'live', rooms: ['some_body', 1001] },
    })
  })

  test('reads a sandbox that runs already', () => {
    expect(readSettings(['--server', 'http://127.0.0.1:6001/', '--rooms', 'a'])).toMatchObject({
      source: { kind: 'server', url: 'http://127.0.0.1:6001', rooms: ['a'] },
    })
  })

  test('says what to print and when to end', () => {
    const args = ['--json', '--raw', '--messages', '5', '--events', '9', '--duration', '1.5']
    expect(readSettings(args)).toMatchObject({
      format: 'json',
      raw: true,
      messages: 5,
      events: 9,
      durationMs: 1500,
    })
  })

  test('asks for help, whatever else it asks for', () => {
    expect(readSettings(['--rate', '5', '--help'])).toBe('help')
  })
})

describe('a wrong command line is refused by name', () => {
  test.each([
    [['--nonsense'], 'there is no option --nonsense'],
    [['--nonsense=5'], 'there is no option --nonsense'],
    [['-x'], 'there is no option -x'],
    [['--constructor'], 'there is no option --constructor'],
    [['somebody'], "'somebody' is no option"],
    [['--', '--json'], "'--json' is no option"],
    [['--messages', 'abc'], "--messages takes a whole number from 1, not 'abc'"],
    [['--messages', '0'], "--messages takes a whole number from 1, not '0'"],
    [['--messages', '1.5'], "--messages takes a whole number from 1, not '1.5'"],
    [['--messages'], '--messages needs a value'],
    [['--messages='], '--messages needs a value'],
    [['--events', '1e3'], "--events takes a whole number from 1, not '1e3'"],
    [['--duration', '-1'], "--duration takes a number of seconds from 0.001 to 2000000, not '-1'"],
    [['--duration', '0'], "--duration takes a number of seconds from 0.001 to 2000000, not '0'"],
    [
      ['--duration', 'Infinity'],
      "--duration takes a number of seconds from 0.001 to 2000000, not 'Infinity'",
    ],
    [['--duration', ''], '--duration needs a value'],
    [['--rate', '-5'], "--rate takes a number of messages a minute from 0 to 600000, not '-5'"],
    [['--port', '70000'], "--port takes a whole number from 0 to 65535, not '70000'"],
    [['--seed', 'x'], "--seed takes a whole number from 0, not 'x'"],
    [['--rooms', ''], '--rooms needs a value'],
    [['--rooms', 'a,,b'], "--rooms takes names joined by commas; '' is none"],
    [['--rooms', '--json'], "--rooms takes names joined by commas; '--json' is none"],
    [['--rooms', 'a,a'], "--rooms names 'a' twice"],
    [
      ['--live', 'https://kick.com/x'],
      "--live takes the name in kick.com/<name> or a chatroom id, not 'https://kick.com/x'",
    ],
    [['--live', '0'], "--live takes the name in kick.com/<name> or a chatroom id, not '0'"],
    [['--server', 'localhost'], "--server takes an address such as http://127.0.0.1:6001, not 'localhost'"],
    [['--rate', '5', '--rate', '6'], '--rate is given twice'],
    [['--rooms=a', '--rooms', 'b'], '--rooms is given twice'],
    [['--live', 'a', '--live', 'A'], "--live names 'a' twice"],
    [['--json=yes'], '--json takes no value'],
    [['--raw'], '--raw goes with --json only'],
    [['--live', 'a', '--rate', '5'], '--live and --rate do not go together'],
    [['--live', 'a', '--demo'], '--live and --demo do not go together'],
    [['--server', 'http://127.0.0.1:1', '--seed', '5'], '--server and --seed do not go together'],
  ])('%j', (args, message) => {
    expect(() => readSettings(args)).toThrow(expect.objectContaining({ code: 'usage', exitCode: 2 }) as Error)
    expect(() => readSettings(args)).toThrow(`${message}; see --help`)
  })
})
