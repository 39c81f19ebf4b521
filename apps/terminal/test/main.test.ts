import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fastMain, main, runToEnd, start } from './support/program.ts'
import { sleepMs, sleepUntil } from './support/sleep.ts'

const timeout = 20_000

describe('the program ends by itself', { timeout }, () => {
  test('after exactly sixty printed events of the chat in a demo that nobody can stop', async () => {
    const { code, stdout, stderr } = await runToEnd(['--demo', '--json', '--rate', '3000'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(typesOf(stdout).filter((type) => type !== 'status')).toHaveLength(60)
  })

  test('after so many messages', async () => {
    const { code, stdout } = await runToEnd(['--rate', '3000', '--messages', '25', '--json'])
    expect(code).toBe(0)
    const types = typesOf(stdout)
    expect(types.filter((type) => type === 'message')).toHaveLength(25)
    expect(types.at(-1)).toBe('message')
  })

  test('after so many events', async () => {
    const { code, stdout } = await runToEnd(['--rate', '3000', '--events', '7', '--json', '--rooms', 'solo'])
    expect(code).toBe(0)
    expect(typesOf(stdout).filter((type) => type !== 'status')).toHaveLength(7)
  })

  test('after so many seconds, though nothing is said', async () => {
    const { code, stdout } = await runToEnd(['--rate', '0', '--duration', '0.5'])
    expect(code).toBe(0)
    expect(stdout).toContain('nightowl · connected')
  })

  test('when its reader has gone, quietly', async () => {
    const shell = spawn(
      'sh',
      ['-c', `"${process.execPath}" "${main}" --rate 6000 | head -n 3; echo "then $?"`],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let text = ''
    for (const stream of [shell.stdout, shell.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await new Promise((resolve) => {
      shell.on('close', resolve)
    })
    expect(text.trimEnd().split('\n')).toHaveLength(4)
    expect(text).toContain('then 0')
  })

  test('at Ctrl-C, after what it printed', async () => {
    const program = start(['--rate', '600'])
    await program.until((stdout) => stdout.split('\n').length > 10)
    program.child.kill('SIGINT')
    const { code, stderr } = await program.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('at the second Ctrl-C at once, though nobody reads what it has still to say', async () => {
    await using sandbox = await startSandbox({ rooms: ['busy'] })
    const program = start(['--server', sandbox.url, '--rooms', 'busy'], { reads: false })
    await sleepUntil(() => sandbox.pusher.connections.some(({ channels }) => channels.length === 5))
    for (let index = 0; index < 1500; index += 1) sandbox.kick.room('busy').say('x'.repeat(400))
    await untilStuck(program.child.stdout)
    const exited = new Promise<number | null>((resolve) => {
      program.child.on('exit', resolve)
    })
    program.child.kill('SIGINT')
    await sleepMs(100)
    expect(program.child.exitCode).toBe(null)
    program.child.kill('SIGINT')
    expect(await exited).toBe(130)
  })
})

test('the same seed shows the same chat', { timeout }, async () => {
  const args = ['--rate', '3000', '--messages', '30', '--json', '--rooms', 'solo', '--seed', '5']
  const texts = async (): Promise<readonly unknown[]> =>
    (await runToEnd(args)).stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message?: { text: string } }).message?.text)
      .filter((text) => text !== undefined)
  expect(await texts()).toEqual(await texts())
})

test('into a pipe go plain lines without any control code', { timeout }, async () => {
  const { stdout } = await runToEnd(['--demo', '--rate', '3000'], { env: { TERM: 'xterm-256color' } })
  expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  for (const line of stdout.trimEnd().split('\n'))
    expect(line).toMatch(/^(\d\d:\d\d:\d\d| {8}) (nightowl|bazaar  ) /)
})

test('colors into a pipe come only where they are forced', { timeout }, async () => {
  const { stdout } = await runToEnd(['--demo', '--rate', '3000'], { env: { FORCE_COLOR: '3' } })
  expect(stdout).toContain('\u001b[38;2;')
})

describe('what is wrong is said in one line', { timeout }, () => {
  const lines = (text: string): number => text.trimEnd().split('\n').length

  test.each([
    [['--nonsense'], /^there is no option --nonsense; see --help\n$/],
    [['--messages', 'abc'], /^--messages takes a whole number from 1, not 'abc'; see --help\n$/],
    [['--duration', '-1'], /^--duration takes a number of seconds .*, not '-1'; see --help\n$/],
  ])('%j ends with 2', async (args, message) => {
    const { code, stdout, stderr } = await runToEnd(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })

  test('an unknown channel ends with 1', async () => {
    await using sandbox = await startSandbox({ rooms: ['known'] })
    const { code, stderr } = await runToEnd(['--server', sandbox.url, '--rooms', 'known,nobody'])
    expect(code).toBe(1)
    expect(stderr).toContain('"nobody"')
    expect(lines(stderr)).toBe(1)
  })

  test('a blocked lookup ends with 1 and says what to do', async () => {
    await using sandbox = await startSandbox({ rooms: ['known'] })
    sandbox.faults.challenge()
    const { code, stderr } = await runToEnd(['--server', sandbox.url, '--rooms', 'known'])
    expect(code).toBe(1)
    expect(stderr).toContain('--live <chatroom id>')
    expect(lines(stderr)).toBe(1)
  })

  test('a taken port ends with 1 and is named', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { code, stderr } = await runToEnd(['--port', `${port}`])
    expect(code).toBe(1)
    expect(stderr).toContain(`${port}`)
    expect(lines(stderr)).toBe(1)
  })

  test('nobody there ends with 1', async () => {
    const sandbox = await startSandbox({ rooms: ['known'] })
    await sandbox.close()
    const { code, stderr } = await runToEnd(['--server', sandbox.url, '--rooms', 'known'])
    expect(code).toBe(1)
    expect(stderr).toBe(`no sandbox answers at ${sandbox.url}: ECONNREFUSED\n`)
  })

  test('an address of the newer kind that nobody answers at ends with 1 and is named', async () => {
    const { code, stderr } = await runToEnd(['--server', 'http://[::1]:6', '--rooms', 'known'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^no sandbox answers at http:\/\/\[::1\]:6: \w+\n$/)
  })
})

test('the help names every option and ends with 0', { timeout }, async () => {
  const { code, stdout, stderr } = await runToEnd(['--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  for (const option of [
    'rooms',
    'rate',
    'seed',
    'port',
    'server',
    'live',
    'json',
    'raw',
    'messages',
    'events',
  ]) {
    expect(stdout).toContain(`--${option} `)
  }
})

describe('no frame ends or hangs it', { timeout }, () => {
  test.each([
    ['a hundred thousand escapes that never end', '\u001b]'.repeat(100_000)],
    ['megabytes of words', 'W '.repeat(2_000_000)],
  ])('%s', async (_, content) => {
    await using sandbox = await startSandbox({ rooms: ['busy'] })
    const program = start(['--server', sandbox.url, '--rooms', 'busy'])
    await program.until((stdout) => stdout.includes('connected'))
    const room = sandbox.kick.room('busy')
    const sender = { id: 1, username: 'ann', slug: 'ann', identity: { color: '#ffffff', badges: [] } }
    room.send('App\\Events\\ChatMessageEvent', {
      id: 'a',
      chatroom_id: room.chatroomId,
      content,
      type: 'message',
      created_at: new Date().toISOString(),
      sender,
    })
    room.say('still here')
    await program.until((stdout) => stdout.includes('still here'))
    expect(program.stdout().length).toBeLessThan(10_000)
  })

  test('brackets nested a hundred thousand deep', async () => {
    await using sandbox = await startSandbox({ rooms: ['busy'] })
    const room = sandbox.kick.room('busy')
    const program = start(['--server', sandbox.url, '--rooms', 'busy', '--json', '--raw'])
    await program.until((stdout) => stdout.includes('"state":"live"'))
    const data = '['.repeat(100_000) + ']'.repeat(100_000)
    sandbox.faults.sendText(`{"event":"Deep","channel":"${room.channels.chat}","data":${data}}`)
    room.say('still here')
    await program.until((stdout) => stdout.includes('still here'))
    expect(program.stdout()).toContain('"rawOmitted":"nested too deeply"')
  })
})

test('a reader that falls behind is told what it missed', { timeout }, async () => {
  await using sandbox = await startSandbox({ rooms: ['busy'] })
  const program = start(['--server', sandbox.url, '--rooms', 'busy', '--json'], {
    file: fastMain,
    env: { QUEUE_LIMIT: '1000' },
    reads: false,
  })
  await sleepUntil(() => sandbox.pusher.connections.some(({ channels }) => channels.length === 5))
  const busy = sandbox.kick.room('busy')
  const total = 5000
  for (let index = 0; index < total; index += 1) {
    busy.say(`message ${index}`)
    // Not all at once: what is read at one go would not fit the queue, however fast its reader.
    if (index % 100 === 99) await sleepMs(5)
  }
  const events = (): readonly { type: string; cause?: string; lost?: number }[] =>
    program
      .stdout()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { type: string })
  await program.until((stdout) => stdout.includes(`"message ${total - 1}"`))
  const messages = events().filter(({ type }) => type === 'message').length
  const gaps = events().filter(({ type, cause }) => type === 'gap' && cause === 'overflow')
  const lost = gaps.reduce((sum, gap) => sum + (gap.lost ?? 0), 0)
  expect(messages).toBeLessThan(total / 2)
  expect(messages + lost).toBe(total)
  program.child.kill('SIGTERM')
})

/** The types of printed JSON events. */
function typesOf(stdout: string): readonly string[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type)
}

/** Waits until a pipe that nobody reads has taken all that it takes. */
async function untilStuck(stream: Readable): Promise<void> {
  let before = -1
  while (stream.readableLength === 0 || stream.readableLength !== before) {
    before = stream.readableLength
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    await sleepMs(100)
  }
}
