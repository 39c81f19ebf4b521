import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSandbox, type BasalamSandbox } from '@wireloom/sandbox'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { Basalam } from '../src/index.js'
import { toNodeListener } from '../src/node.js'
import { WebhookManager } from '../src/webhooks.js'
import { serve } from './support/serve.js'

const folder = fileURLToPath(new URL('../examples', import.meta.url))
/** A process of its own may start late on a busy machine. */
const limitMs = 20_000

async function open(): Promise<BasalamSandbox> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  return sandbox.basalam
}

interface Run {
  readonly program: ChildProcess
  output: string
  readonly ended: Promise<number | null>
}

/** Runs an example as a program of its own, as it stands. */
function start(
  { apiUrl }: BasalamSandbox,
  name: string,
  words: readonly unknown[] = [],
  more: NodeJS.ProcessEnv = {},
): Run {
  const program = spawn(process.execPath, [join(folder, `${name}.ts`), ...words.map(String)], {
    env: { ...process.env, BASALAM_URL: apiUrl, BASALAM_TOKEN: 'sandbox-token', ...more },
  })
  onTestFinished(() => void program.kill('SIGKILL'))
  const run: Run = {
    program,
    output: '',
    ended: new Promise((resolve) => program.once('close', resolve)),
  }
  for (const stream of [program.stdout, program.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      run.output += chunk.toString()
    })
  }
  return run
}

async function finish(run: Run): Promise<{ readonly code: number | null; readonly output: string }> {
  const code = await run.ended
  return { code, output: run.output }
}

describe('an example', { timeout: limitMs }, () => {
  test('say-salam answers who waits, and says why where it cannot', async () => {
    const sandbox = await open()
    const { chatId } = sandbox.world.receive({ from: sandbox.world.customer, text: 'موجود است؟' })
    expect(await finish(start(sandbox, 'say-salam'))).toEqual({ code: 0, output: 'answered 1\n' })
    expect(sandbox.requests.at(-1)).toMatchObject({
      path: `/v1/chats/${chatId}/messages`,
      body: { message_type: 'text', content: { text: 'سلام! پیام شما رسید.' } },
    })
    expect(await finish(start(sandbox, 'say-salam', [], { BASALAM_TOKEN: 'wrong-token' }))).toEqual({
      code: 1,
      output: expect.stringContaining('the token was refused'),
    })
  })

  test('create-chat, create-message, get-messages and get-chats do what the official page shows', async () => {
    const sandbox = await open()
    const { customer } = sandbox.world
    expect(await finish(start(sandbox, 'create-chat', [customer.id]))).toEqual({
      code: 0,
      output: `chat 9001 with ${customer.name}\n`,
    })
    const sent = await finish(start(sandbox, 'create-message', [9001], { BASALAM_REFRESH_TOKEN: 'r' }))
    expect(sent).toEqual({ code: 0, output: 'sent 70001: Hello, how can I help you?\n' })
    sandbox.world.receive({ from: customer, text: 'سلام' })
    const read = await finish(start(sandbox, 'get-messages', [9001, 70_003]))
    expect(read.output).toBe('70002 text سلام\n70001 text Hello, how can I help you?\n')
    expect(sandbox.requests.at(-1)?.search).toBe('?message_id=70003&limit=20&order=desc')
    expect((await finish(start(sandbox, 'get-chats'))).output).toBe(`9001 ${customer.name} 1\n`)
    expect(sandbox.requests.at(-1)?.search).toBe('?limit=30&order_by=updated_at&filters=unseen')
  })

  test('message-types sends each of the eight types of the official page', async () => {
    const sandbox = await open()
    const { chatId } = sandbox.world.receive({ from: sandbox.world.customer, text: 'سلام' })
    const directory = await mkdtemp(join(tmpdir(), 'basalam-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    const files = ['p.jpg', 'v.ogg', 'v.mp4', 'f.pdf'].map((name) => join(directory, name))
    await Promise.all(files.map((file) => writeFile(file, 'bytes')))
    const { code, output } = await finish(start(sandbox, 'message-types', [chatId, ...files]))
    expect(code).toBe(0)
    expect(output.match(/^\d+ [a-z]+$/gm)?.map((line) => line.split(' ')[1])).toEqual([
      'text',
      'product',
      'vendor',
      'location',
      'picture',
      'voice',
      'video',
      'file',
    ])
    expect(output).toContain('5 of 5 bytes')
    expect(sandbox.world.files.map(({ fileType }) => fileType)).toEqual([
      'chat.photo',
      'chat.voice',
      'chat.video',
      'chat.file',
    ])
  })

  test('auto-answer answers who asks for the price, however they write it, and nobody else', async () => {
    const sandbox = await open()
    const { customer } = sandbox.world
    const run = start(sandbox, 'auto-answer')
    // Once it has asked for the list, what comes is new.
    await expect.poll(() => sandbox.requests.length, { timeout: limitMs }).toBeGreaterThan(0)
    sandbox.world.receive({ from: customer, text: 'سلام' })
    const { id } = sandbox.world.receive({ from: customer, text: 'قيمت چند است؟' })
    await expect.poll(() => run.output, { timeout: limitMs }).toBe(`answered ${id}\n`)
    expect(sandbox.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toMatchObject([
      { content: { text: 'قیمت در صفحهٔ محصول است.' }, replied_message_id: id },
    ])
  })

  test('hub-bot greets back in every conversation, and not itself', async () => {
    const sandbox = await open()
    const { world } = sandbox
    const run = start(sandbox, 'hub-bot')
    await expect.poll(() => run.output, { timeout: limitMs }).toContain('live')
    const { chatId, id } = world.receive({ from: world.customer, text: 'سلام، موجود است؟' })
    world.receive({ from: world.addPerson('مریم'), text: 'قیمت؟' })
    await expect.poll(() => run.output, { timeout: limitMs }).toContain(`greeted ${world.customer.name}`)
    expect(world.messages(chatId)).toMatchObject([
      { id },
      { senderId: world.owner.id, content: { text: `سلام ${world.customer.name}!` }, repliedId: id },
    ])
    expect(run.output).toBe(`connecting\nlive\ngreeted ${world.customer.name}\n`)
  })

  test('webhook-bell prints a message the moment it comes', async () => {
    const sandbox = await open()
    const port = await freePort()
    const run = start(sandbox, 'webhook-bell', [`http://127.0.0.1:${port}/hook`, port], {
      WEBHOOK_SECRET: 'a-secret-of-the-webhook',
    })
    await expect
      .poll(() => sandbox.requests.some(({ method }) => method === 'POST'), { timeout: limitMs })
      .toBe(true)
    await expect.poll(() => run.output, { timeout: limitMs }).toContain('ready')
    sandbox.world.receive({ from: sandbox.world.customer, text: 'موجود است؟' })
    await expect
      .poll(() => run.output, { timeout: limitMs, interval: 10 })
      .toContain(`${sandbox.world.customer.name} موجود است؟`)
    expect(sandbox.webhooks.deliveries).toMatchObject([{ status: 200, eventId: 1 }])
  })
})

describe('a webhook answers real deliveries behind', { timeout: limitMs }, () => {
  const secret = 'a-secret-of-the-webhook'

  /** Sends the message of a customer to an address, once it answers. Returns what it answered. */
  async function deliver(sandbox: BasalamSandbox, url: string): Promise<number | undefined> {
    const ask = (): Promise<number> =>
      fetch(url, { method: 'POST' }).then(
        ({ status }) => status,
        () => 0,
      )
    await expect.poll(ask, { timeout: limitMs }).toBe(401)
    const basalam = new Basalam({ baseUrl: sandbox.apiUrl, token: sandbox.personalToken.accessToken })
    const manager = new WebhookManager({ webhooks: basalam.webhooks, url, secret, events: [1] })
    await manager.reconcile()
    sandbox.world.receive({ from: sandbox.world.customer, text: 'موجود است؟' })
    await sandbox.webhooks.settled()
    return sandbox.webhooks.deliveries[0]?.status
  }

  test.for([
    ['plain Node', 'webhook-node', '/', 'موجود است؟'],
    ['Express', 'webhook-express', '/basalam', 'CHAT_RECEIVED_MESSAGE'],
  ] as const)('%s', async ([, name, path, printed]) => {
    const sandbox = await open()
    const port = await freePort()
    const run = start(sandbox, name, [], { WEBHOOK_SECRET: secret, PORT: String(port) })
    expect(await deliver(sandbox, `http://127.0.0.1:${port}${path}`)).toBe(200)
    await expect.poll(() => run.output, { timeout: limitMs }).toBe(`${printed}\n`)
  })

  test('Hono', async () => {
    vi.stubEnv('WEBHOOK_SECRET', secret)
    onTestFinished(() => void vi.unstubAllEnvs())
    const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    onTestFinished(() => printed.mockRestore())
    const { default: app } = await import('../examples/webhook-hono.js')
    const url = await serve(toNodeListener(async (request) => app.fetch(request)))
    expect(await deliver(await open(), `${url}/basalam`)).toBe(200)
    expect(printed.mock.calls).toEqual([['CHAT_RECEIVED_MESSAGE']])
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('the README shows the heart of say-salam', async () => {
  const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8')
  const [heart = ''] = /const \{ items \}[\s\S]*?\n {2}\}/.exec(await read('../examples/say-salam.ts')) ?? []
  const flatten = (text: string): string => text.replaceAll(/\/\/.*$/gm, '').replaceAll(/\s+/g, ' ')
  expect(flatten(await read('../README.md'))).toContain(flatten(heart))
})
