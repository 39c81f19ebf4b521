import { globSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { SignedDelivery } from '@wireloom/sandbox'
import { describe, expect, test } from 'vitest'
import { makeFolder, startExample } from './support/example.js'
import { freePort, openSandbox } from './support/kick.js'

const timeout = 20_000
const examples = new URL('../examples/', import.meta.url)

const tested = new Set<string>()

/** A test of one or more examples. */
function testExamples(names: readonly string[], name: string, run: () => Promise<void>): void {
  for (const one of names) tested.add(`${one}.ts`)
  test(name, run, timeout)
}

/** Sends half of a delivery, and is gone. */
async function cutBody(port: number, { headers, body }: SignedDelivery): Promise<void> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const socket = connect(port, '127.0.0.1')
  const head = `POST /kick HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n${lines.join('')}\r\n`
  await new Promise<void>((resolve) => socket.write(head + body.slice(0, 10), () => resolve()))
  socket.destroy()
  await new Promise((resolve) => socket.once('close', resolve))
}

describe('the examples, as programs of their own', () => {
  testExamples(['say-hello'], 'say hello, and say why where they cannot', async () => {
    const sandbox = await openSandbox()
    const user = String(sandbox.kick.room('ann').userId)
    const run = (token: string): ReturnType<typeof startExample> =>
      startExample('say-hello', sandbox, { arguments: [user], environment: { KICK_TOKEN: token } })
    const [said, refused] = await Promise.all([run('sandbox-token'), run('wrong-token')])
    expect([await said.ended, said.output()]).toEqual([0, expect.stringMatching(/^said, as [\w-]{36}\n$/)])
    expect([await refused.ended, refused.output()]).toEqual([
      1,
      expect.stringContaining('the token was refused'),
    ])
    expect(sandbox.record.events()).toHaveLength(1)
  })

  testExamples(
    ['first-login', 'stay-signed-in'],
    'sign in once, live on the tokens in the file, and say when somebody has to sign in again',
    async () => {
      const sandbox = await openSandbox({ kickApp: { refreshTokens: 'single_use' } })
      const directory = await makeFolder()
      const redirectUri = `http://localhost:${await freePort()}/callback`
      const login = await startExample('first-login', sandbox, {
        directory,
        environment: { KICK_REDIRECT_URI: redirectUri },
      })
      const [, url = ''] = await login.printed(/browser: (\S+)\n/)
      expect(url).toMatch(/^https:\/\/id\.kick\.com\/oauth\/authorize\?/)
      const page = await fetch(url.replace('https://id.kick.com', sandbox.kick.oauth.url))
      expect(await page.text()).toContain('You are signed in')
      expect([await login.ended, login.output()]).toEqual([0, expect.stringMatching(/Hello sandbox_user/)])

      const read = (): string => readFileSync(`${directory}/kick-token.json`, 'utf8')
      const first = read()
      sandbox.kick.oauth.expireAccessTokens()
      const later = await startExample('stay-signed-in', sandbox, { directory })
      expect([await later.ended, later.output()]).toEqual([0, 'Still sandbox_user.\n'])
      expect(read()).not.toBe(first)

      sandbox.kick.oauth.expireAccessTokens()
      sandbox.kick.oauth.expireRefreshTokens()
      const last = await startExample('stay-signed-in', sandbox, { directory })
      expect([await last.ended, last.output()]).toEqual([
        1,
        'Kick renews no more: run first-login.ts again.\n',
      ])
    },
  )

  for (const framework of ['hono', 'express', 'node']) {
    testExamples(
      [`webhook-${framework}`],
      `webhook-${framework} handles what Kick signed once, and nothing else`,
      async () => {
        const sandbox = await openSandbox()
        const { webhooks } = sandbox.kick
        const program = await startExample(`webhook-${framework}`, sandbox)
        const [, port] = await program.printed(/listening on (\d+)/)
        webhooks.url = `http://127.0.0.1:${port}/kick`
        const follow = { broadcaster: { user_id: 1 }, follower: { user_id: 2, username: 'bob' } }
        const send = async (
          ...options: Parameters<typeof webhooks.send> extends [unknown, unknown, ...infer Rest]
            ? Rest
            : never
        ): Promise<number> => (await webhooks.send('channel.followed', follow, ...options)).status
        // The key that is built in is not the sandbox's: the example asks for the other by itself.
        expect(await send({ messageId: '01A' })).toBe(200)
        expect(await send({ messageId: '01A' })).toBe(200)
        expect(await send({ hasBadSignature: true })).toBe(401)
        expect(await send({ atMs: 0 })).toBe(400)
        const statuses = await Promise.all([
          fetch(webhooks.url).then(({ status }) => status),
          fetch(webhooks.url, { method: 'POST', body: 'x' }).then(({ status }) => status),
        ])
        expect(statuses).toEqual([405, 415])
        await cutBody(Number(port), await webhooks.sign('channel.followed', follow))
        expect(await send({ messageId: '01B' })).toBe(200)
        await program.printed(/bob follows[\s\S]*with 401[\s\S]*with 415/)
        expect(program.output().match(/bob follows/g)).toHaveLength(2)
      },
    )
  }

  testExamples(['sign-in-on-site'], 'let a visitor in who began here, and nobody else', async () => {
    const sandbox = await openSandbox()
    const port = await freePort()
    const program = await startExample('sign-in-on-site', sandbox, {
      environment: { PORT: String(port), KICK_REDIRECT_URI: `http://localhost:${port}/callback` },
    })
    await program.printed(/listening/)
    const begun = await fetch(`http://127.0.0.1:${port}/login`, { redirect: 'manual' })
    const [cookie = ''] = begun.headers.getSetCookie().map((line) => line.split(';')[0])
    const authorize = (begun.headers.get('location') ?? '').replace(
      'https://id.kick.com',
      sandbox.kick.oauth.url,
    )
    const back = (await fetch(authorize, { redirect: 'manual' })).headers.get('location') ?? ''
    const address = back.replace('localhost', '127.0.0.1')
    expect((await fetch(address)).status).toBe(400)
    const page = await fetch(address, { headers: { cookie } })
    expect([page.status, await page.text()]).toEqual([200, 'Hello sandbox_user'])
    expect((await fetch(address, { headers: { cookie } })).status).toBe(400)
  })

  testExamples(['keep-subscribed'], 'subscribe, and stop when they are told to', async () => {
    const sandbox = await openSandbox()
    const { webhooks } = sandbox.kick
    const user = String(sandbox.kick.room('ann').userId)
    const program = await startExample('keep-subscribed', sandbox, { arguments: [user] })
    await program.printed(/0 kept, 2 made/)
    expect(webhooks.subscriptions.map(({ event }) => event)).toEqual([
      'chat.message.sent',
      'channel.followed',
    ])
    program.kill('SIGTERM')
    expect(await program.ended).toBe(0)
  })

  testExamples(['find-streams'], 'name who is on the air', async () => {
    const sandbox = await openSandbox()
    sandbox.kick.room('ann').goLive('Chess')
    const program = await startExample('find-streams', sandbox)
    expect([await program.ended, program.output()]).toEqual([
      0,
      expect.stringMatching(/^ann: Chess \(\d+\)\n$/),
    ])
  })

  testExamples(['understand-errors'], 'say what to do about each failure', async () => {
    const sandbox = await openSandbox({ accessTokens: ['sandbox-token'] })
    const user = String(sandbox.kick.room('ann').userId)
    const run = async (words: string, token = 'sandbox-token', to = user): Promise<string> => {
      const environment = { KICK_TOKEN: token }
      const program = await startExample('understand-errors', sandbox, {
        arguments: [to, words],
        environment,
      })
      await program.ended
      return program.output()
    }
    expect(
      await Promise.all([run('hi'), run(''), run('hi', 'wrong-token'), run('hi', 'sandbox-token', '1')]),
    ).toEqual([
      'sent\n',
      expect.stringMatching(/^mend the program: content /),
      expect.stringMatching(/^sign in again: /),
      expect.stringMatching(/^Kick says no: .*Channel not found/),
    ])
  })

  testExamples(['test-a-bot'], 'test a bot on the sandbox, and pass', async () => {
    const program = await startExample('test-a-bot', await openSandbox())
    expect(await program.ended).toBe(0)
    expect(program.output()).toMatch(/who follows is greeted/)
  })

  test('are all tested', () => {
    expect(globSync('*.ts', { cwd: examples }).toSorted()).toEqual([...tested].toSorted())
  })
})

describe('the README and the guide', () => {
  const flatten = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
  const code = globSync('*.ts', { cwd: examples }).map((file) =>
    flatten(readFileSync(new URL(file, examples), 'utf8')),
  )
  const blocks = ['../README.md', '../docs/guide.md'].flatMap((file) =>
    [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
      ([, block = '']) => [file.replace('../', ''), block.split('\n').find(Boolean), block] as const,
    ),
  )

  test('have code in them', () => {
    expect(blocks.length).toBeGreaterThan(8)
  })

  test.for(blocks)('%s shows code of an example that runs: %s', ([, , block]) => {
    const parts = block.split('\n\n').map(flatten)
    expect(code.filter((example) => parts.every((part) => example.includes(part)))).not.toEqual([])
  })
})
