import type { ClientFrameWire, SubscribeWire } from './commands.wire.js'

/** What a client's frame asks for. */
export type Command =
  | { type: 'ping' }
  | { type: 'pong' }
  | { type: 'subscribe'; channel: string; auth: string; channelData: string | undefined }
  | { type: 'unsubscribe'; channel: string }
  | { type: 'client_event'; channel: string; event: string; data: unknown; dataBytes: number }
  | { type: 'unsupported'; event: string }
  | { type: 'malformed'; reason: string }

/** Reads one text frame of a client. Never throws: what cannot be read is `malformed`, with the reason. */
export function decodeCommand(text: string): Command {
  const frame = parseJson(text)
  if (!isObject(frame)) return { type: 'malformed', reason: 'The frame is not a JSON object' }
  const { event, channel, data } = frame as ClientFrameWire
  if (typeof event !== 'string') return { type: 'malformed', reason: 'The frame has no event name' }

  if (event === 'pusher:ping') return { type: 'ping' }
  if (event === 'pusher:pong') return { type: 'pong' }
  if (event === 'pusher:subscribe') return decodeSubscribe(data)
  if (event === 'pusher:unsubscribe') {
    const target = asObject(data)['channel']
    return typeof target === 'string'
      ? { type: 'unsubscribe', channel: target }
      : { type: 'malformed', reason: 'pusher:unsubscribe names no channel' }
  }
  if (event.startsWith('client-')) {
    if (typeof channel !== 'string') return { type: 'malformed', reason: 'The client event names no channel' }
    const dataBytes = Buffer.byteLength(typeof data === 'string' ? data : (JSON.stringify(data) ?? ''))
    return { type: 'client_event', channel, event, data, dataBytes }
  }
  return { type: 'unsupported', event }
}

function decodeSubscribe(data: unknown): Command {
  const { channel, auth, channel_data: channelData }: SubscribeWire = asObject(data)
  if (typeof channel !== 'string' || channel === '') {
    return { type: 'malformed', reason: 'pusher:subscribe names no channel' }
  }
  return {
    type: 'subscribe',
    channel,
    auth: typeof auth === 'string' ? auth : '',
    channelData: typeof channelData === 'string' ? channelData : undefined,
  }
}

/** Clients may send `data` once or twice encoded. */
function asObject(data: unknown): Record<string, unknown> {
  const value = typeof data === 'string' ? parseJson(data) : data
  return isObject(value) ? value : {}
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
