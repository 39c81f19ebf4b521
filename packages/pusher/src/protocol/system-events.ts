import type { Frame } from './frame.js'

/** What the server's first frame says. */
export interface Handshake {
  readonly socketId: string
  /** How long the server lets a connection be silent, in milliseconds; undefined where it does not say. */
  readonly activityTimeoutMs: number | undefined
}

/** The data of a `pusher:error`. */
export interface ServerError {
  readonly code: number | undefined
  readonly message: string
}

/** Reads `pusher:connection_established`; undefined where the frame names no socket id. */
export function readHandshake(frame: Frame): Handshake | undefined {
  if (frame.event !== 'pusher:connection_established') return undefined
  const { socket_id: socketId, activity_timeout: seconds } = readObject(frame)
  if (typeof socketId !== 'string' || socketId === '') return undefined
  const known = typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0
  return { socketId, activityTimeoutMs: known ? seconds * 1_000 : undefined }
}

/** Reads `pusher:error`, whose code may be a number, null or missing. */
export function readServerError(frame: Frame): ServerError {
  const { code, message } = readObject(frame)
  return {
    code: typeof code === 'number' ? code : undefined,
    message: typeof message === 'string' ? message : '',
  }
}

/** Reads `pusher:subscription_error`, which the protocol leaves to the servers. */
export function readSubscriptionError(frame: Frame): { status: number | undefined; message: string } {
  const { error, status } = readObject(frame)
  return {
    status: typeof status === 'number' ? status : undefined,
    message: typeof error === 'string' ? error : 'it gave no reason',
  }
}

/** The data of a frame of the protocol's own: an object, whichever way it was encoded, in raw mode too. */
export function readObject(frame: Frame): Record<string, unknown> {
  const { data } = frame
  return typeof data === 'string' ? parseObject(data) : asObject(data)
}

/** The object that a text holds; an empty one where it holds none. */
export function parseObject(text: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Any value as an object to read from; an empty one where it is none. */
export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
