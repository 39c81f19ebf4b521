import type { ChannelWire, CommandWire, TokenWire } from './commands.wire.js'

/** What one line of a client asks for. */
export type Command =
  | { type: 'connect'; id: number; token: string }
  | { type: 'subscribe'; id: number; channel: string; token: string }
  | { type: 'unsubscribe'; id: number; channel: string }
  | { type: 'refresh'; id: number; token: string }
  /** The empty object: the answer to a ping. */
  | { type: 'pong' }
  /** Wants no answer, and is none of this server's business. */
  | { type: 'send' }
  | { type: 'unsupported'; id: number }
  | { type: 'malformed' }

/** Reads one frame, which may hold several lines. Never throws: what cannot be read is `malformed`. */
export function decodeCommands(frame: string): readonly Command[] {
  return frame
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(decodeLine)
}

function decodeLine(line: string): Command {
  const value = parseJson(line)
  if (!isObject(value)) return { type: 'malformed' }
  if (Object.keys(value).length === 0) return { type: 'pong' }
  const { id, connect, subscribe, unsubscribe, refresh, send }: CommandWire = value
  if (send !== undefined) return { type: 'send' }
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1) return { type: 'malformed' }
  if (isObject(connect)) return { type: 'connect', id, token: textOf((connect as TokenWire).token) }
  if (isObject(refresh)) return { type: 'refresh', id, token: textOf((refresh as TokenWire).token) }
  if (isObject(subscribe)) {
    const { channel, token }: ChannelWire = subscribe
    return { type: 'subscribe', id, channel: textOf(channel), token: textOf(token) }
  }
  if (isObject(unsubscribe)) {
    return { type: 'unsubscribe', id, channel: textOf((unsubscribe as ChannelWire).channel) }
  }
  return { type: 'unsupported', id }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
