import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Sandbox } from '../../src/index.js'
import { fetchToken } from './negotiation.js'
import { waitUntil } from './wait.js'

/** One line of the server, as it came. */
export type Line = {
  id?: number
  connect?: { client: string; expires?: boolean; ttl?: number; ping: number; pong: boolean }
  subscribe?: object
  unsubscribe?: object
  refresh?: { expires?: boolean; ttl?: number }
  error?: { code: number; message: string; temporary?: boolean }
  push?: {
    channel?: string
    pub?: { data: unknown }
    unsubscribe?: { code: number; reason: string }
    disconnect?: { code: number; reason: string }
  }
}

/** A bare Centrifugo client: a WebSocket that keeps every line, and answers nothing by itself. */
export type LineClient = {
  readonly socket: WebSocket
  /** The frames as they came. */
  readonly frames: string[]
  /** The lines of all frames, in order; those that are no JSON are left out. */
  readonly lines: Line[]
  closed: { code: number; reason: string } | undefined
  /** Its client id, once it is connected. */
  id: string
  /** Sends one frame, a line for each command. */
  send(...commands: object[]): void
  /** Sends a command with a fresh id and waits for its reply. */
  ask(command: object): Promise<Line>
  /** The data of the publications that came on a channel. */
  publications(channel: string): unknown[]
  ended(): Promise<{ code: number; reason: string }>
}

/** Opens a bare WebSocket; nothing is said on it. */
export async function openLines(sandbox: Sandbox): Promise<LineClient> {
  const socket = new WebSocket(sandbox.centrifugo.url)
  let nextId = 1
  const client: LineClient = {
    socket,
    frames: [],
    lines: [],
    closed: undefined,
    id: '',
    send(...commands) {
      socket.send(commands.map((command) => JSON.stringify(command)).join('\n'))
    },
    async ask(command) {
      const id = nextId
      nextId += 1
      client.send({ id, ...command })
      const find = (): Line | undefined => client.lines.find((line) => line.id === id)
      await waitUntil(() => find() !== undefined, `${JSON.stringify(command)} is answered`)
      return find() ?? {}
    },
    publications: (channel) =>
      client.lines.flatMap(({ push }) =>
        push?.channel === channel && push.pub !== undefined ? [push.pub.data] : [],
      ),
    async ended() {
      await waitUntil(() => client.closed !== undefined, 'the socket closes')
      return client.closed ?? { code: 0, reason: '' }
    },
  }
  socket.on('message', (data, isBinary) => {
    if (isBinary || !Buffer.isBuffer(data)) return
    client.frames.push(data.toString())
    for (const line of data.toString().split('\n')) {
      const value = parse(line)
      if (value !== undefined) client.lines.push(value)
    }
  })
  socket.on('error', () => {})
  socket.on('close', (code, reason) => {
    client.closed = { code, reason: reason.toString() }
  })
  onTestFinished(() => {
    socket.terminate()
  })
  await waitUntil(() => socket.readyState !== WebSocket.CONNECTING, 'the socket opens')
  return client
}

/** Opens, connects, and subscribes to these channels. */
export async function connectLines(sandbox: Sandbox, ...channels: string[]): Promise<LineClient> {
  const client = await openLines(sandbox)
  const { connect } = await client.ask({ connect: { token: await fetchToken(sandbox), name: 'js' } })
  client.id = connect?.client ?? ''
  await Promise.all(channels.map((channel) => client.ask({ subscribe: { channel, flag: 1 } })))
  return client
}

function parse(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
