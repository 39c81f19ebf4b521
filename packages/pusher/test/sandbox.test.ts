import { startSandbox, type Sandbox, type SandboxOptions } from '@wireloom/sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { type Gap, Pusher, type PusherOptions } from '../src/index.js'
import { next, reached } from './support/client.js'

async function liveSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options)
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** A client on the real clock, connected and subscribed to `room`. */
async function liveClient({ pusher: { key, host, port } }: Sandbox, options: Partial<PusherOptions> = {}) {
  const pusher = new Pusher({
    key,
    host,
    port,
    tls: false,
    reconnect: { maxDelayMs: 20, firstDelayMs: 5 },
    ...options,
  })
  onTestFinished(() => pusher.disconnect())
  const gaps: Gap[] = []
  pusher.on('gap', (gap) => void gaps.push(gap))
  const channel = pusher.subscribe<{ message: number }>('room')
  pusher.connect()
  await channel.subscribed()
  return { pusher, channel, gaps }
}

test('what the server publishes arrives, once and in order', async () => {
  const sandbox = await liveSandbox()
  const { channel } = await liveClient(sandbox)
  const stream = channel.events('message')
  for (let value = 0; value < 500; value += 1)
    sandbox.pusher.publish({ channel: 'room', event: 'message', data: value })
  const heard: number[] = []
  for await (const { data } of stream) {
    heard.push(data)
    if (heard.length === 500) break
  }
  expect(heard).toEqual(Array.from({ length: 500 }, (_, index) => index))
})

test('a key the server does not know is refused for good', async () => {
  const sandbox = await liveSandbox()
  const { host, port } = sandbox.pusher
  const pusher = new Pusher({ key: 'stranger', host, port, tls: false })
  onTestFinished(() => pusher.disconnect())
  pusher.connect()
  await expect(pusher.connected()).rejects.toMatchObject({ code: 'refused', serverCode: 4001 })
})

test('through fifty cuts nothing comes twice, and what did not come lies within a gap', async () => {
  const sandbox = await liveSandbox()
  const { pusher, channel, gaps } = await liveClient(sandbox)
  const heard: number[] = []
  channel.on('message', (data) => void heard.push(data))

  let value = 0
  const publish = (): void => {
    sandbox.pusher.publish({ channel: 'room', event: 'message', data: value, messageId: String(value) })
    value += 1
  }
  for (let cut = 0; cut < 50; cut += 1) {
    for (let index = 0; index < 5; index += 1) publish()
    if (cut % 2 === 0) sandbox.faults.drop()
    else sandbox.faults.dropMidFrame()
    for (let index = 0; index < 5; index += 1) publish()
    await reached(pusher, 'connecting')
    publish()
    await channel.subscribed()
  }
  publish()
  await expect.poll(() => heard.at(-1)).toBe(value - 1)

  expect(new Set(heard).size, 'nothing twice').toBe(heard.length)
  expect(heard).toEqual(heard.toSorted((a, b) => a - b))
  const missing = sandbox.record
    .events({ channel: 'room' })
    .filter(({ data }) => !heard.includes(Number(data)))
  expect(missing.length, 'the cuts did lose something').toBeGreaterThan(50)
  for (const { atMs, data } of missing) {
    expect(
      gaps.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs),
      `message ${String(data)}`,
    ).toBe(true)
  }
})

test('rubbish between the messages is reported, and none of them is lost', async () => {
  const sandbox = await liveSandbox()
  const { pusher, channel } = await liveClient(sandbox)
  const heard: number[] = []
  const errors: string[] = []
  channel.on('message', (data) => void heard.push(data))
  pusher.on('error', ({ code }) => void errors.push(code))
  for (const [value, rubbish] of ['<html>', '{"event":', 'null', '[]', '\u0000'].entries()) {
    sandbox.faults.sendText(rubbish)
    sandbox.pusher.publish({ channel: 'room', event: 'message', data: value })
  }
  sandbox.faults.sendBinary(new Uint8Array(100))
  sandbox.pusher.publish({ channel: 'room', event: 'message', data: 5 })
  await expect.poll(() => heard).toEqual([0, 1, 2, 3, 4, 5])
  expect(errors).toEqual(Array(6).fill('malformed_frame'))
  expect(pusher.status.state).toBe('connected')
})

test('bytes that break the framing itself cost the connection, which is opened again', async () => {
  const sandbox = await liveSandbox()
  const { pusher, channel, gaps } = await liveClient(sandbox)
  const retry = next(pusher, 'retry')
  sandbox.faults.sendRaw(new Uint8Array([0xff, 0xff, 0xff, 0xff]))
  await retry
  await channel.subscribed()
  expect(gaps).toHaveLength(1)
})

test('frames that trickle in byte by byte arrive whole', async () => {
  const sandbox = await liveSandbox()
  const { channel } = await liveClient(sandbox)
  const stream = channel.events('message')
  sandbox.faults.drip({ bytesPerWrite: 7, everyMs: 1 })
  for (const data of [1, 2, 3]) sandbox.pusher.publish({ channel: 'room', event: 'message', data })
  const heard: number[] = []
  for await (const { data } of stream) {
    heard.push(data)
    if (heard.length === 3) break
  }
  expect(heard).toEqual([1, 2, 3])
})

test('a server that turns clients away for a while is found again', async () => {
  const sandbox = await liveSandbox()
  const { pusher, channel } = await liveClient(sandbox)
  sandbox.faults.refuse({ next: 3, how: 503 })
  sandbox.faults.drop()
  await reached(pusher, 'connecting')
  await channel.subscribed()
  expect(pusher.status.state).toBe('connected')
})
