import { onTestFinished } from 'vitest'
import { WebSocket, type RawData } from 'ws'
import type { Sandbox } from '../../src/index.js'
import { waitUntil } from './wait.js'

/** A frame as it came. */
export type Frame = { event?: string; channel?: string; data?: unknown; user_id?: string }

/** A bare WebSocket that keeps everything it was sent. */
export type RawClient = {
  readonly socket: WebSocket
  readonly texts: string[]
  readonly binaries: Buffer[]
  /** Frames that are JSON, in order. */
  readonly frames: Frame[]
  /** How it was closed, once it was. */
  closed: { code: number; reason: string } | undefined
  socketId: string
  send(frame: object): void
  /** Waits for a frame of this event (and channel), also one that came already. */
  frame(event: string, channel?: string): Promise<Frame>
  subscribe(channel: string, extra?: object): Promise<void>
  ended(): Promise<{ code: number; reason: string }>
}

/** Opens a bare WebSocket. Waits for nothing but the object; use `connectRaw` for a finished handshake. */
export function openRaw(
  sandbox: { pusher: { host: string; port: number; key: string } },
  path?: string,
  options: object = {},
): RawClient {
  const { host, port, key } = sandbox.pusher
  const socket = new WebSocket(
    `ws://${host}:${port}${path ?? `/app/${key}?protocol=7&client=test&version=1.0`}`,
    options,
  )
  const client: RawClient = {
    socket,
    texts: [],
    binaries: [],
    frames: [],
    closed: undefined,
    socketId: '',
    send(frame) {
      socket.send(JSON.stringify(frame))
    },
    async frame(event, channel) {
      const find = (): Frame | undefined =>
        client.frames.find(
          (frame) => frame.event === event && (channel === undefined || frame.channel === channel),
        )
      await waitUntil(() => find() !== undefined, `${event} arrives on ${channel ?? 'the connection'}`)
      return find() ?? {}
    },
    async subscribe(channel, extra = {}) {
      client.send({ event: 'pusher:subscribe', data: { channel, ...extra } })
      await client.frame('pusher_internal:subscription_succeeded', channel)
    },
    async ended() {
      await waitUntil(() => client.closed !== undefined, 'the socket closes')
      return client.closed ?? { code: 0, reason: '' }
    },
  }
  socket.on('message', (data, isBinary) => {
    const bytes = toBuffer(data)
    if (isBinary) {
      client.binaries.push(bytes)
      return
    }
    const text = bytes.toString()
    client.texts.push(text)
    const frame = parse(text)
    if (frame === undefined) return
    client.frames.push(frame)
    if (frame.event === 'pusher:connection_established') client.socketId = readSocketId(frame)
  })
  socket.on('error', () => {})
  socket.on('close', (code, reason) => {
    client.closed = { code, reason: reason.toString() }
  })
  onTestFinished(() => {
    socket.terminate()
  })
  return client
}

/** Opens a bare WebSocket and waits for the handshake frame. */
export async function connectRaw(sandbox: Sandbox): Promise<RawClient> {
  const client = openRaw(sandbox)
  await client.frame('pusher:connection_established')
  return client
}

/** The `data` of a frame, parsed once more where it is text. */
export function dataOf(frame: Frame): unknown {
  return typeof frame.data === 'string' ? JSON.parse(frame.data) : frame.data
}

function readSocketId(frame: Frame): string {
  const data = dataOf(frame)
  return typeof data === 'object' && data !== null && 'socket_id' in data ? String(data.socket_id) : ''
}

function parse(text: string): Frame | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}
