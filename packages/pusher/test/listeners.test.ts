import { afterEach, expect, test, vi } from 'vitest'
import { connectClient, createClient, next, subscribed } from './support/client.js'
import { startServer } from './support/scripted-server.js'

afterEach(() => void vi.restoreAllMocks())

/** What Node is asked to warn of next, kept from the console. */
function platformWarning(): Promise<unknown> {
  return new Promise((resolve) => {
    vi.spyOn(process, 'emitWarning').mockImplementation((warning) => resolve(warning))
  })
}

async function liveRoom() {
  const client = await connectClient(await startServer())
  const channel = await subscribed(client, 'room')
  const send = async (data = '1'): Promise<void> => {
    client.peer.send({ event: 'message', channel: 'room', data })
    await client.peer.flushed()
  }
  return { client, channel, send }
}

test('a listener is taken off by what binding it gave back', async () => {
  const { channel, send } = await liveRoom()
  const heard: unknown[] = []
  const undo = channel.on('message', (data) => void heard.push(data))
  await send()
  undo()
  undo()
  await send()
  expect(heard).toEqual([1])
})

test('the same function bound twice is called twice, and each binding is undone by itself', async () => {
  const { channel, send } = await liveRoom()
  const listener = vi.fn<() => void>()
  const undo = channel.on('message', listener)
  channel.on('message', listener)
  await send()
  expect(listener).toHaveBeenCalledTimes(2)
  undo()
  await send()
  expect(listener).toHaveBeenCalledTimes(3)
})

test('a listener is taken off by its signal, and never bound where that aborted before', async () => {
  const { channel, client, send } = await liveRoom()
  const abort = new AbortController()
  const heard: unknown[] = []
  channel.on('message', () => void heard.push('named'), { signal: abort.signal })
  channel.onAny(() => void heard.push('any'), { signal: abort.signal })
  client.pusher.on('event', () => void heard.push('client'), { signal: abort.signal })
  channel.on('message', () => void heard.push('never'), { signal: AbortSignal.abort() })
  await send()
  abort.abort()
  await send()
  expect(heard).toEqual(['named', 'any', 'client'])
})

test('what is no listener, and an event there is none of, is refused by name', async () => {
  const { channel, client } = await liveRoom()
  const nothing = undefined as unknown as () => void
  const refused = expect.objectContaining({ code: 'invalid_options' }) as Error
  expect(() => channel.on('message', nothing)).toThrow(refused)
  expect(() => channel.onAny(nothing)).toThrow(refused)
  expect(() => client.pusher.on('status', nothing)).toThrow(refused)
  expect(() => client.pusher.on('stats' as 'status', () => undefined)).toThrow(refused)
})

test('a listener that gives back something like a promise is waited for as well', async () => {
  const { channel, client, send } = await liveRoom()
  const thenable = {
    // oxlint-disable-next-line no-thenable -- what another library's promises look like
    then: (_: unknown, reject: (cause: unknown) => void): void => reject(new RangeError('thenable')),
  }
  channel.on('message', () => thenable as unknown as Promise<void>)
  channel.on('message', () => 7)
  await send()
  await expect
    .poll(() => client.errors)
    .toMatchObject([{ code: 'handler_failed', cause: { message: 'thenable' } }])
})

test('listeners stay over a reconnect', async () => {
  const server = await startServer()
  const client = await connectClient(server)
  const channel = await subscribed(client, 'room')
  const heard: unknown[] = []
  channel.on('message', (data) => void heard.push(data))
  const retry = next(client.pusher, 'retry')
  client.peer.cut()
  await retry
  client.clock.advance(0)
  const second = await server.accepted()
  second.handshake()
  second.acknowledge('room')
  second.send({ event: 'message', channel: 'room', data: '2' })
  await second.flushed()
  expect(heard).toEqual([2])
})

test('[117] a list changed during a dispatch is the list of the next one', async () => {
  const { channel, send } = await liveRoom()
  const heard: string[] = []
  const undos = [
    channel.on('message', () => {
      heard.push('first')
      for (const undo of undos) undo()
      channel.on('message', () => void heard.push('added'))
    }),
    channel.on('message', () => void heard.push('second')),
  ]
  await send()
  expect(heard).toEqual(['first', 'second'])
  await send()
  expect(heard).toEqual(['first', 'second', 'added'])
})

test('[116] a listener that throws or rejects is reported, and keeps nothing from the others', async () => {
  const { channel, client, send } = await liveRoom()
  const heard: unknown[] = []
  channel.on('message', () => {
    throw new RangeError('thrown')
  })
  channel.on('message', async () => {
    await Promise.resolve()
    throw new RangeError('rejected')
  })
  channel.on('message', (data) => void heard.push(data))
  channel.onAny(() => void heard.push('any'))
  await send()
  expect(heard).toEqual([1, 'any'])
  expect(client.errors.map(({ code, channel: name, cause }) => [code, name, String(cause)])).toEqual([
    ['handler_failed', 'room', 'RangeError: thrown'],
    ['handler_failed', 'room', 'RangeError: rejected'],
  ])
  expect(client.pusher.status.state).toBe('connected')
})

test('a failure nobody listens for is shown by the platform, and the program lives', async () => {
  const { pusher } = createClient(await startServer())
  const warning = platformWarning()
  const undo = pusher.on('status', () => {
    undo()
    throw new RangeError('broken listener')
  })
  pusher.connect()
  expect(await warning).toMatchObject({ code: 'handler_failed', cause: { message: 'broken listener' } })
})

test('an error listener that fails is shown too, and is not called in a circle', async () => {
  const client = await connectClient(await startServer())
  const warning = platformWarning()
  let calls = 0
  client.pusher.on('error', () => {
    calls += 1
    throw new RangeError('broken error listener')
  })
  client.peer.send('<rubbish>')
  expect(await warning).toMatchObject({ code: 'handler_failed' })
  expect(calls).toBe(1)
})

test('[115] the client hears the events of all channels after their own listeners, and no internal ones', async () => {
  const { channel, client, send } = await liveRoom()
  const heard: unknown[] = []
  client.pusher.on('event', ({ event, channel: name }) => void heard.push([name, event]))
  channel.on('message', () => void heard.push('channel'))
  await send()
  client.peer.send({ event: 'pusher_internal:subscription_succeeded', channel: 'room', data: '{}' })
  client.peer.send({ event: 'message', channel: 'stranger', data: '1' })
  client.peer.send({ event: 'message', data: '1' })
  await client.peer.flushed()
  expect(heard).toEqual(['channel', ['room', 'message'], ['stranger', 'message'], [undefined, 'message']])
})
