import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { countMessages } from '../examples/many-rooms.js'
import { freePort } from './support/http-server.js'
import { until } from './support/wait.js'

const examples = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** An example as a program of its own, its addresses exchanged for a sandbox's. */
function run(
  name: string,
  sandbox: Sandbox,
  change: (code: string) => string = (code) => code,
): { printed: () => string; end: () => Promise<void> } {
  const socket = `negotiatedSocket({
    baseUrl: '${sandbox.kick.realtimeUrl}', isTrusted: () => true, centrifugo: { reconnect: { firstDelayMs: 1 } } })`
  const lookup = `siteLookup({ baseUrl: '${sandbox.url}' })`
  const code = change(readFileSync(new URL(name, examples), 'utf8'))
    .replaceAll('negotiatedSocket()', socket)
    .replaceAll('siteLookup()', lookup)
    .replace('new KickChatApi({ kick })', `new KickChatApi({ kick, socket: ${socket}, lookup: ${lookup} })`)
    .replace('isKickError, KickChatApi', 'isKickError, KickChatApi, negotiatedSocket, siteLookup')
    .replace(
      "token: process.env['KICK_TOKEN'] ?? ''",
      `token: 'sandbox-token', baseUrl: '${sandbox.kick.apiUrl}'`,
    )
  const program = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    // From here the package finds itself by its own name, as it was built.
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void program.kill())
  let printed = ''
  program.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  return {
    printed: () => printed,
    end: async () => {
      program.kill()
      await new Promise((resolve) => program.once('close', resolve))
    },
  }
}

describe('examples', () => {
  test('are short', () => {
    for (const name of readdirSync(examples)) {
      expect(readFileSync(new URL(name, examples), 'utf8').split('\n').length, name).toBeLessThanOrEqual(40)
    }
  })

  test.each(['read-chat.ts', 'join-hub.ts'])('the README shows %s as it is', (name) => {
    expect(readme).toContain(readFileSync(new URL(name, examples), 'utf8').trim())
  })

  test('the first one prints a chat', async () => {
    await using sandbox = await startSandbox({ rooms: ['somebody'] })
    const program = run('read-chat.ts', sandbox)
    const room = sandbox.kick.room('somebody')
    await until(() => sandbox.connections[0]?.channels.length === 5)
    let id = ''
    // The program may still be on its way from `join` to its loop: what was said before is not for it.
    await until(() => {
      id = room.say('hello [emote:1:KEKW]').id
      return program.printed().includes('hello KEKW')
    })
    room.deleteMessage(id)
    await until(() => program.printed().includes('took away'))
    await program.end()
    expect(program.printed().replaceAll('ann: hello KEKW\n', '')).toBe(`(a moderator took away ${id})\n`)
  }, 10_000)

  test('the greeter answers who says hello, and nobody else', async () => {
    await using sandbox = await startSandbox({ rooms: ['somebody'] })
    const program = run('greeter.ts', sandbox)
    const room = sandbox.kick.room('somebody')
    await until(() => sandbox.connections[0]?.channels.length === 5)
    const said = (): readonly string[] => sandbox.record.events().map(({ data }) => String(data))
    await until(() => {
      room.say({ from: 'carl', content: 'hello' })
      return said().some((data) => data.includes('welcome, carl'))
    })
    room.say({ from: 'carl', content: 'good bye' })
    await program.end()
    expect(said().filter((data) => data.includes('good bye'))).toHaveLength(1)
  }, 10_000)

  test('the page of the Python wrapper runs line by line', async () => {
    await using sandbox = await startSandbox({
      rooms: ['channel_username', { slug: 'username', username: 'User' }],
    })
    const { userId, chatroomId } = sandbox.kick.room('channel_username')
    const program = run('kickpython.ts', sandbox, (code) => code.replace("'123'", `'${userId}'`))
    await until(() => program.printed().includes('invalid_argument: '))
    await until(() => {
      sandbox.kick.room('channel_username').say({ from: 'carl', content: 'hi there' })
      return program.printed().includes('Message: hi there') && program.printed().includes('Timestamp: ')
    })
    await program.end()
    expect(program.printed()).toContain(`User: ${sandbox.kick.room('username').userId}\n`)
    expect(program.printed()).toContain(
      `{ username: 'User', chatroomId: '${sandbox.kick.room('username').chatroomId}' }`,
    )
    expect(program.printed()).toContain(`Username: carl\nMessage: hi there\nBadges: `)
    expect(program.printed()).toContain(`Chat ID: ${chatroomId}\n`)
    expect(sandbox.record.events().some(({ data }) => String(data).includes('Hello from the bot!'))).toBe(
      true,
    )
  }, 10_000)

  test('reading many rooms counts what was said, and leaves out who is not there', async () => {
    await using sandbox = await startSandbox({ rooms: ['ann', 'bob'] })
    const { host, port } = sandbox.pusher
    const controller = new AbortController()
    const counts = new Map<string, number>()
    const where = { siteUrl: sandbox.url, host, port }
    const counting = countMessages(['ann', 'nobody', 'bob'], counts, controller.signal, where)
    await until(() => sandbox.pusher.connections[0]?.channels.length === 10)
    for (const text of ['a', 'b', 'c']) sandbox.kick.room('ann').say(text)
    sandbox.kick.room('bob').say('d')
    await until(() => counts.get('bob') === 1)
    controller.abort()
    await counting
    expect(Object.fromEntries(counts)).toEqual({ ann: 3, bob: 1 })
    await until(() => sandbox.pusher.connections.length === 0)
  })

  test('the first hub prints a chat', async () => {
    await using sandbox = await startSandbox({ rooms: ['somebody'] })
    const program = run('join-hub.ts', sandbox, (code) =>
      code.replace('siteHistory()', `siteHistory({ baseUrl: '${sandbox.url}' })`),
    )
    await until(() => sandbox.connections[0]?.channels.length === 5)
    await until(() => {
      sandbox.kick.room('somebody').say('hello [emote:1:KEKW]')
      return program.printed().includes('ann: hello KEKW')
    })
    await program.end()
  }, 10_000)

  test('the hub hears both ways, tells each message once, and answers', async () => {
    await using sandbox = await startSandbox({
      rooms: ['somebody'],
      accessTokens: ['sandbox-token', { token: 'app-token', kind: 'app' }],
    })
    const port = await freePort()
    sandbox.kick.webhooks.url = `http://127.0.0.1:${port}/`
    const key = JSON.stringify(await sandbox.kick.webhooks.publicKey())
    const program = run('hub.ts', sandbox, (code) =>
      code
        .replace("process.env['PORT']", String(port))
        .replace(
          "token: process.env['KICK_APP_TOKEN'] ?? ''",
          `token: 'app-token', baseUrl: '${sandbox.kick.apiUrl}'`,
        )
        .replace('webhook: {', `webhook: { publicKey: ${key},`)
        .replace('siteHistory()', `siteHistory({ baseUrl: '${sandbox.url}' })`),
    )
    const room = sandbox.kick.room('somebody')
    await until(() => sandbox.connections[0]?.channels.length === 5)
    await until(() => sandbox.kick.webhooks.subscriptions.length === 10)
    room.say('hello')
    await until(() => program.printed().includes('hello'))
    await sandbox.kick.webhooks.settled()
    room.say('!coverage')
    const said = (): readonly string[] => sandbox.record.events().map(({ data }) => String(data))
    await until(() => said().some((data) => data.includes('both')))
    await program.end()
    expect(program.printed().match(/hello/g)).toHaveLength(1)
    expect(program.printed()).toMatch(/^ann \(by (socket|webhook)\): hello$/m)
  }, 10_000)

  test('a lookup of one’s own needs no site', async () => {
    const { chat } = await import('../examples/own-lookup.js')
    await expect(chat.join('stranger')).rejects.toThrow('add stranger to the table')
    await chat.close()
  })
})
