import { once } from 'node:events'
import { Agent, type ClientRequestArgs, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { SocketClose, SocketFactory } from '../src/index.js'
import { nativeSocket } from '../src/socket/native.js'
import { defaultSocket, wsSocket, type WsSocketOptions } from '../src/socket/ws.js'
import { connectClient, createClient, next, subscribed } from './support/client.js'
import { Queue } from './support/queue.js'
import { type ScriptedServer, startServer } from './support/scripted-server.js'

/** One contract for every socket. */
describe.each<{ name: string; socket: SocketFactory }>([
  { name: 'ws', socket: defaultSocket },
  { name: 'the platform’s WebSocket', socket: nativeSocket },
])('the socket by $name', ({ socket: open }) => {
  function openTo(server: Pick<ScriptedServer, 'port'>) {
    const calls: string[] = []
    const texts = new Queue<string>()
    const opened = new Queue<true>()
    const closed = new Queue<SocketClose>()
    const socket = open(`ws://127.0.0.1:${server.port}/app/k`, {
      opened: () => {
        calls.push('opened')
        opened.put(true)
      },
      skip: () => false,
      text: (text) => {
        calls.push('text')
        texts.put(text)
      },
      binary: () => {
        calls.push('binary')
        texts.put('')
      },
      closed: (close) => {
        calls.push('closed')
        closed.put(close)
      },
    })
    expect(calls, 'nothing is told from within the factory').toEqual([])
    return { socket, calls, texts, opened, closed }
  }

  test('opens, carries text both ways, and closes with code and reason', async () => {
    const server = await startServer()
    const { socket, calls, texts, opened, closed } = openTo(server)
    const peer = await server.accepted()
    await opened.take()
    socket.send('{"event":"client","data":"سلام"}')
    expect(await peer.frames.take()).toEqual({ event: 'client', data: 'سلام' })
    peer.send('{"event":"server","data":"👋"}')
    expect(await texts.take()).toBe('{"event":"server","data":"👋"}')
    peer.close(4001, 'no such app')
    expect(await closed.take()).toMatchObject({ code: 4001, reason: 'no such app' })
    expect(calls).toEqual(['opened', 'text', 'closed'])
  })

  test('tells binary frames apart', async () => {
    const server = await startServer()
    const { calls, texts } = openTo(server)
    ;(await server.accepted()).sendBinary(new Uint8Array([1]))
    await texts.take()
    expect(calls).toEqual(['opened', 'binary'])
  })

  test('a cut connection closes with 1006', async () => {
    const server = await startServer()
    const { opened, closed } = openTo(server)
    const peer = await server.accepted()
    await opened.take()
    peer.cut()
    expect((await closed.take()).code).toBe(1006)
  })

  test('a port nobody listens on closes with 1006, once, and gives the cause', async () => {
    const server = await startServer()
    await server.close()
    const { calls, closed } = openTo(server)
    const close = await closed.take()
    expect(close.code).toBe(1006)
    expect(close.cause).toBeDefined()
    expect(calls).toEqual(['closed'])
  })

  test('an HTTP error instead of the upgrade closes with 1006', async () => {
    const { closed } = openTo(await startServer({ refuseWithStatus: 403 }))
    expect((await closed.take()).code).toBe(1006)
  })

  test('closing before it opened tells of the end', async () => {
    const { socket, calls, closed } = openTo(await startServer())
    socket.close()
    await closed.take()
    expect(calls).toEqual(['closed'])
  })

  test('the client lives on it, losses and gaps included', async () => {
    const server = await startServer()
    const client = await connectClient(server, { socket: open })
    const channel = await subscribed(client, 'room')
    const heard: unknown[] = []
    channel.on('message', (data) => void heard.push(data))
    client.peer.send({ event: 'message', channel: 'room', data: '1' })
    await client.peer.flushed()
    const retry = next(client.pusher, 'retry')
    client.peer.cut()
    await retry
    client.clock.advance(0)
    const second = await server.accepted()
    second.handshake()
    second.acknowledge('room')
    second.send({ event: 'message', channel: 'room', data: '2' })
    await second.flushed()
    expect(heard).toEqual([1, 2])
    expect(client.gaps).toHaveLength(1)
  })
})

test('ws asks by the first characters whether a frame is wanted, and hands over what is', async () => {
  const server = await startServer()
  const heads: string[] = []
  const texts = new Queue<string>()
  defaultSocket(`ws://127.0.0.1:${server.port}/app/k`, {
    opened: () => undefined,
    skip: (head) => {
      heads.push(head)
      return head.includes('unwanted')
    },
    text: (text) => texts.put(text),
    binary: () => undefined,
    closed: () => undefined,
  })
  const peer = await server.accepted()
  peer.send('{"event":"unwanted"}')
  const long = JSON.stringify({ event: 'wanted', data: 'سلام'.repeat(1_000) })
  peer.send(long)
  expect(await texts.take()).toBe(long)
  expect(heads[0]).toBe('{"event":"unwanted"}')
  expect(heads[1]?.slice(0, 90)).toBe(long.slice(0, 90))
  expect(heads[1]?.length).toBeLessThan(200)
})

describe('ws with options of one’s own', () => {
  test('sends headers, connects through an agent, and compresses where both sides do', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true })
    onTestFinished(() => server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const asked: unknown[] = []
    class Proxy extends Agent {
      override createConnection(options: ClientRequestArgs): Socket {
        asked.push(options.host)
        return connect({ host: '127.0.0.1', port })
      }
    }
    const socket = wsSocket({ headers: { cookie: 'token=7' }, agent: new Proxy(), compress: true })
    const { pusher } = createClient({
      options: { key: 'k', host: 'behind.example', port: 1, tls: false, socket },
    })
    pusher.connect()
    const [peer, request] = (await once(server, 'connection')) as [WebSocket, IncomingMessage]
    peer.send('{"event":"pusher:connection_established","data":{"socket_id":"4.4"}}')
    expect(await pusher.connected()).toBe('4.4')
    expect(request.headers.cookie).toBe('token=7')
    expect(asked).toEqual(['behind.example'])
    expect(peer.extensions).toContain('permessage-deflate')
  })

  test.each([{ headers: 'a' }, { agent: 1 }, { compress: 'yes' }])(
    'bad ones are refused by name: %j',
    (options) => {
      const [name] = Object.keys(options)
      expect(() => wsSocket(options as unknown as WsSocketOptions)).toThrow(
        expect.objectContaining({
          code: 'invalid_options',
          message: expect.stringContaining(`\`${name}\``) as string,
        }),
      )
    },
  )
})
