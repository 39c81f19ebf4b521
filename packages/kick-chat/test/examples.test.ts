import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { startSandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { countMessages } from '../examples/many-rooms.js'
import { until } from './support/wait.js'

const examples = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

describe('examples', () => {
  test('are short', () => {
    for (const name of readdirSync(examples)) {
      expect(readFileSync(new URL(name, examples), 'utf8').split('\n').length, name).toBeLessThanOrEqual(40)
    }
  })

  test('the README shows the first one as it is', () => {
    expect(readme).toContain(readFileSync(new URL('read-chat.ts', examples), 'utf8').trim())
  })

  test('the first one prints a chat', async () => {
    await using sandbox = await startSandbox({ rooms: ['somebody'] })
    const { host, port } = sandbox.pusher
    const code = readFileSync(new URL('read-chat.ts', examples), 'utf8')
      .replace('pusherSocket()', `pusherSocket(${JSON.stringify({ host, port, tls: false })})`)
      .replace('siteLookup()', `siteLookup(${JSON.stringify({ baseUrl: sandbox.url })})`)
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
    const room = sandbox.kick.room('somebody')
    await until(() => sandbox.pusher.connections[0]?.channels.length === 5)
    let id = ''
    // The program may still be on its way from `join` to its loop: what was said before is not for it.
    await until(() => {
      id = room.say('hello [emote:1:KEKW]').id
      return printed.includes('hello KEKW')
    })
    room.deleteMessage(id)
    await until(() => printed.includes('took away'))
    program.kill()
    await new Promise((resolve) => program.once('close', resolve))
    expect(printed.replaceAll('ann: hello KEKW\n', '')).toBe(`(a moderator took away ${id})\n`)
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

  test('a lookup of one’s own needs no site', async () => {
    const { chat } = await import('../examples/own-lookup.js')
    await expect(chat.join('stranger')).rejects.toThrow('add stranger to the table')
    await chat.close()
  })
})
