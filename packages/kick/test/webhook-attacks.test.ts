import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Sandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toNodeListener, type NodeListener } from '../src/node.js'
import {
  builtInPublicKey,
  createWebhookHandler,
  kickPublicKey,
  type KickWebhookEvent,
  type WebhookHandlerOptions,
  type WebhookRefusal,
} from '../src/webhooks.js'
import { openSandbox, startServer } from './support/kick.js'

const follow = { broadcaster: { user_id: 1 }, follower: { user_id: 2, username: 'bob' } }

async function open(options: Partial<WebhookHandlerOptions> = {}): Promise<{
  readonly sandbox: Sandbox
  readonly handle: (request: Request) => Promise<Response>
  readonly events: KickWebhookEvent[]
  readonly reasons: () => readonly string[]
}> {
  const sandbox = await openSandbox()
  const events: KickWebhookEvent[] = []
  const refusals: WebhookRefusal[] = []
  const handle = createWebhookHandler({
    onEvent: (event) => void events.push(event),
    onRefused: (refusal) => void refusals.push(refusal),
    publicKey: await sandbox.kick.webhooks.publicKey(),
    ...options,
  })
  return { sandbox, handle, events, reasons: () => refusals.map(({ reason }) => reason) }
}

async function listen(listener: NodeListener): Promise<number> {
  const server = createServer((incoming, outgoing) => listener(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Sends bytes by hand; gives what came back once the server has closed the connection. */
async function sendRaw(port: number, text: string, leaveAt?: Promise<void>): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let answer = ''
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString()
  })
  socket.write(text)
  void leaveAt?.then(() => socket.destroy())
  await new Promise((resolve) => socket.once('close', resolve))
  return answer
}

function toHead(headers: Readonly<Record<string, string>>, length: number): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n${lines.join('')}\r\n`
}

describe('a body', () => {
  test('that does not come to its end in time is answered with 408, and let go of', async () => {
    const { sandbox, handle, events, reasons } = await open({ bodyTimeoutMs: 20 })
    const port = await listen(toNodeListener(handle))
    const { headers, body } = await sandbox.kick.webhooks.sign('channel.followed', follow)
    const answer = await sendRaw(port, toHead(headers, body.length) + body.slice(0, 10))
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(reasons()).toEqual(['slow'])
    expect(events).toEqual([])
  })

  test('that breaks off is no failure of the program', async () => {
    const { sandbox, handle, events, reasons } = await open()
    const warnings: Error[] = []
    const warn = (warning: Error): void => void warnings.push(warning)
    process.on('warning', warn)
    onTestFinished(() => void process.off('warning', warn))
    let arrive = (): void => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    let handled: Promise<Response> | undefined
    const listener = toNodeListener((request) => {
      arrive()
      handled = handle(request)
      return handled
    })
    const { headers, body } = await sandbox.kick.webhooks.sign('channel.followed', follow)
    await sendRaw(await listen(listener), toHead(headers, body.length) + body.slice(0, 10), arrived)
    expect((await handled)?.status).toBe(400)
    await new Promise((resolve) => setImmediate(resolve))
    expect(reasons()).toEqual(['cut'])
    expect([events, warnings]).toEqual([[], []])
  })

  test.for<[string, Readonly<Record<string, string>>, number]>([
    ['too large', {}, 413],
    ['of another type', { 'content-type': 'text/plain' }, 415],
    ['without a signature', { 'Kick-Event-Signature': '' }, 400],
  ])('that is %s is not read to its end: answered, and the connection closed', async ([, change, status]) => {
    const { sandbox, handle } = await open({ maxBodyBytes: 1_000 })
    const port = await listen(toNodeListener(handle))
    const { headers } = await sandbox.kick.webhooks.sign('channel.followed', follow)
    const answer = await sendRaw(port, `${toHead({ ...headers, ...change }, 1_000_000)}{"`)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer).toMatch(/connection: close/i)
  })

  test('may have any bytes: what was signed is what is checked', async () => {
    const { sandbox, handle, events } = await open()
    const port = await listen(toNodeListener(handle))
    const text = '{"broadcaster":{"username":"Ünal 🎉"},\r\n "follower":{"username":"\\u0000"}}\n'
    const { headers, body } = await sandbox.kick.webhooks.sign('channel.followed', text)
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    expect(events).toMatchObject([{ broadcaster: { username: 'Ünal 🎉' }, follower: { username: '\0' } }])
  })
})

describe('headers', () => {
  test('are found however they are written', async () => {
    const { sandbox, handle, events } = await open()
    const { headers, body } = await sandbox.kick.webhooks.sign('channel.followed', follow)
    const shouted = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
    )
    const request = new Request('http://localhost/', { method: 'POST', headers: shouted, body })
    expect((await handle(request)).status).toBe(200)
    expect(events).toHaveLength(1)
  })

  test('that are not signed are hints: another name or version makes it other data, handled once', async () => {
    const { sandbox, handle, events } = await open()
    const send = async (changes: Readonly<Record<string, string>>): Promise<void> => {
      const { headers, body } = await sandbox.kick.webhooks.sign('channel.followed', follow)
      const request = new Request('http://localhost/', {
        method: 'POST',
        headers: { ...headers, ...changes },
        body,
      })
      expect((await handle(request)).status).toBe(200)
    }
    await send({ 'Kick-Event-Type': 'kicks.gifted' })
    await send({ 'Kick-Event-Type': 'channel.raided' })
    await send({ 'Kick-Event-Version': '2' })
    await send({ 'Kick-Event-Version': 'two' })
    expect(events.map(({ type }) => type)).toEqual(['malformed', 'unknown', 'unknown', 'unknown'])
  })

  test('of a drop on an event make it no drop, and not a second event', async () => {
    const { sandbox, handle, events } = await open()
    const { headers, body } = await sandbox.kick.webhooks.sign('channel.followed', follow)
    const { 'Kick-Event-Message-Timestamp': time = '', ...rest } = headers
    const disguised = { ...rest, 'Kick-Event-Timestamp': time }
    for (const one of [headers, disguised]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await handle(new Request('http://localhost/', { method: 'POST', headers: one, body }))
    }
    expect(events.map(({ type }) => type)).toEqual(['channel.followed'])
  })
})

describe('Kick’s key', () => {
  test.for(['{"data":{"public_key":"no key"}}', '{"data":{"public_key":""}}', '<html>', '{}'])(
    'is not given up for an answer %s, which holds none',
    async (answer) => {
      const { sandbox } = await open()
      const { url } = await startServer(200, answer)
      const publicKey = kickPublicKey({ baseUrl: url })
      const refusals: WebhookRefusal[] = []
      const handle = createWebhookHandler({
        onEvent: () => undefined,
        onRefused: (refusal) => void refusals.push(refusal),
        publicKey,
      })
      const forged = await sandbox.kick.webhooks.sign('channel.followed', follow)
      expect((await handle(new Request('http://localhost/', { method: 'POST', ...forged }))).status).toBe(401)
      expect(refusals).toMatchObject([{ reason: 'signature', cause: { name: 'KickError' } }])
      expect(await publicKey.current()).toBe(builtInPublicKey)
    },
  )

  test('is asked for once by a thousand forged deliveries at the same moment', async () => {
    const { sandbox } = await open()
    const handle = createWebhookHandler({
      onEvent: () => undefined,
      publicKey: kickPublicKey({ baseUrl: sandbox.kick.apiUrl }),
    })
    const forged = await sandbox.kick.webhooks.sign('channel.followed', follow, { hasBadSignature: true })
    const statuses = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const request = new Request('http://localhost/', { method: 'POST', ...forged })
        return (await handle(request)).status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([401]))
    expect(sandbox.kick.requests).toHaveLength(1)
  })

  test('is not asked for by what is too old, of another type or without its headers', async () => {
    const { sandbox } = await open()
    const handle = createWebhookHandler({
      onEvent: () => undefined,
      publicKey: kickPublicKey({ baseUrl: sandbox.kick.apiUrl }),
    })
    const old = await sandbox.kick.webhooks.sign('channel.followed', follow, { atMs: 0 })
    await handle(new Request('http://localhost/', { method: 'POST', ...old }))
    await handle(new Request('http://localhost/', { method: 'POST', body: '{}' }))
    expect(sandbox.kick.requests).toEqual([])
  })
})

test('express.raw() may have read the body before', async () => {
  const { sandbox, handle, events } = await open()
  const listener = toNodeListener(handle)
  const port = await listen(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    listener(Object.assign(incoming, { body: Buffer.concat(chunks) }), outgoing)
  })
  sandbox.kick.webhooks.url = `http://127.0.0.1:${port}/`
  expect((await sandbox.kick.webhooks.send('channel.followed', follow)).status).toBe(200)
  expect(events).toHaveLength(1)
})
