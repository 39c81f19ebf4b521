import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readArguments } from '../src/cli-arguments.js'
import { openSandbox } from './support/sandboxes.js'
import { openRaw } from './support/raw-client.js'
import { waitUntil } from './support/wait.js'

const cliPath = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

/** A process of its own may start late on a busy machine. */
const processLimitMs = 15_000

type Run = { child: ChildProcess; stdout: string; stderr: string; exitCode: number | null | undefined }

/** Starts the built command as a process of its own. */
function start(...words: string[]): Run {
  if (!existsSync(cliPath)) throw new Error('dist/cli.js is missing; build @wireloom/sandbox first')
  const child = spawn(process.execPath, [cliPath, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const run: Run = { child, stdout: '', stderr: '', exitCode: undefined }
  child.stdout.on('data', (bytes: Buffer) => {
    run.stdout += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    run.stderr += bytes.toString()
  })
  child.on('close', (code) => {
    run.exitCode = code
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return run
}

async function finish(run: Run): Promise<Run> {
  await waitUntil(() => run.exitCode !== undefined, 'the command ends', processLimitMs)
  return run
}

async function startListening(...words: string[]): Promise<{ run: Run; url: string }> {
  const run = start('--port', '0', ...words)
  await waitUntil(() => run.stdout.includes('Ctrl+C'), 'the command listens', processLimitMs)
  return { run, url: /http:\/\/127\.0\.0\.1:\d+/.exec(run.stdout)?.[0] ?? '' }
}

describe('the command', { timeout: 2 * processLimitMs }, () => {
  test('prints what a client has to be given, and serves it', async () => {
    const { run, url } = await startListening('--rooms', 'ann,bob', '--rate', '0', '--seed', '7')
    const body: unknown = await (await fetch(`${url}/api/v2/channels/ann`)).json()
    const sandbox = await openSandbox({ rooms: ['ann'] })
    const room = sandbox.kick.room('ann')

    expect(body).toMatchObject({ id: room.channelId, chatroom: { id: room.chatroomId } })
    for (const text of [
      url,
      sandbox.pusher.key,
      sandbox.pusher.secret,
      '/pusher/auth',
      '/connection/websocket',
      'https://kick.com',
      'https://web.kick.com',
      'https://api.kick.com; bearer token sandbox-token',
      'https://id.kick.com',
      sandbox.kick.oauth.clientId,
      sandbox.kick.oauth.clientSecret,
      `/api/v2/channels/${room.channelId}/messages`,
      room.channels.chat,
      String(room.channelId),
      String(room.userId),
      'bob',
    ]) {
      expect(run.stdout).toContain(text)
    }
  })

  test('answers as Basalam with the tokens it prints', async () => {
    const { run, url } = await startListening()
    const { basalam } = await openSandbox()
    const tokens = [basalam.personalToken, basalam.tokenOf(basalam.world.customer)]
    for (const { accessToken } of tokens) {
      expect(run.stdout).toContain(accessToken)
      const headers = { authorization: `Bearer ${accessToken}` }
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const chats = await fetch(`${url}/basalam/v1/chats`, { headers })
      // oxlint-disable-next-line no-await-in-loop
      expect(await chats.json()).toMatchObject({
        data: { chats: [{ last_message: { message_type: 'text' } }] },
      })
    }
  })

  test('sends traffic at the rate asked for', async () => {
    const { run, url } = await startListening('--rate', '60000', '--seed', '7')
    const port = Number(new URL(url).port)
    const sandbox = await openSandbox()
    const client = openRaw({ pusher: { ...sandbox.pusher, port } })
    await client.frame('pusher:connection_established')
    const channel = /messages on (\S+)/.exec(run.stdout)?.[1] ?? ''
    await client.subscribe(channel)

    await client.frame('App\\Events\\ChatMessageEvent', channel)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s, connections and all', async (signal) => {
    const { run, url } = await startListening()
    const sandbox = await openSandbox()
    const port = Number(new URL(url).port)
    const client = openRaw({ pusher: { ...sandbox.pusher, port } })
    await client.frame('pusher:connection_established')
    run.child.kill(signal)
    await finish(run)

    expect(run.exitCode).toBe(0)
    expect(run.stderr).toBe('')
    await expect(client.ended()).resolves.toMatchObject({ code: 4200 })
  })

  test('ends with 1 and one line that names the port when it is taken', async () => {
    const sandbox = await openSandbox()
    const { exitCode, stderr, stdout } = await finish(start('--port', String(sandbox.pusher.port)))

    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toContain(String(sandbox.pusher.port))
  })

  test.each([
    [['--port', 'abc'], '--port'],
    [['--port', '70000'], '--port'],
    [['--rate', '600001'], '--rate'],
    [['--port'], '--port'],
    [['--rate', '-5'], '--rate must be a whole number from 0'],
    [['--port', '-1'], '--port must be a whole number from 0'],
    [['--rate', '5', '--rate', '6'], '--rate was given twice'],
    [['--port', '--rate', '5'], '--port'],
    [['--rate=-5'], '--rate'],
    [['--seed', '1.5'], '--seed'],
    [['--rooms', ','], '--rooms'],
    [['--rooms', 'white space'], 'slug'],
    [['--rooms', 'ann,ann'], 'rooms'],
    [['--verbose'], '--verbose'],
    [['ann'], 'ann'],
  ])('ends with 2 and one clear line for %j', async (words, named) => {
    const { exitCode, stderr, stdout } = await finish(start(...words))

    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toContain(named)
    expect(stderr).not.toContain('    at ')
  })

  test('prints help and its version', async () => {
    const help = await finish(start('--help'))
    const version = await finish(start('--version'))
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as object

    expect(help.exitCode).toBe(0)
    for (const option of ['--port', '--rooms', '--rate', '--seed', '--help', '--version']) {
      expect(help.stdout).toContain(option)
    }
    expect(version.exitCode).toBe(0)
    expect(manifest).toMatchObject({ version: version.stdout.trim() })
  })

  test('is runnable as it is: the built file starts with its interpreter', () => {
    expect(readFileSync(cliPath, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node')
  })
})

describe('arguments', () => {
  test('have defaults', () => {
    expect(readArguments([])).toEqual({
      type: 'run',
      options: { port: 8420, seed: 1, messagesPerMinute: 120, rooms: ['demo'] },
    })
  })

  test('are read in both spellings, with blanks around slugs forgiven', () => {
    expect(readArguments(['--port=0', '--rooms', 'ann, bob,', '--rate', '5', '--seed', '-3'])).toEqual({
      type: 'run',
      options: { port: 0, seed: -3, messagesPerMinute: 5, rooms: ['ann', 'bob'] },
    })
  })
})
