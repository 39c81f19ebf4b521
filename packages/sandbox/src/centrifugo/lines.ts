import { describeError } from './codes.js'

/**
 * How the data of a publication is written: the event's own data as a JSON string, as Kick does; as the object itself;
 * or event and data together as one string.
 */
export type DataStyle = 'text' | 'object' | 'whole_text'

/** The version the server says it has. */
const version = '6.9.6 PRO'

/** Builds what a server sends. Each returns one line. */
export const lines = {
  /** A ping; a client answers with the same. */
  ping: (): string => '{}',

  connected: (
    id: number,
    client: string,
    times: { ttlSeconds: number | undefined; pingSeconds: number },
  ): string =>
    encode({
      id,
      connect: {
        client,
        version,
        ...(times.ttlSeconds !== undefined && { expires: true, ttl: times.ttlSeconds }),
        ping: times.pingSeconds,
        pong: true,
      },
    }),

  subscribed: (id: number): string => encode({ id, subscribe: {} }),
  unsubscribed: (id: number): string => encode({ id, unsubscribe: {} }),

  refreshed: (id: number, ttlSeconds: number | undefined): string =>
    encode({ id, refresh: ttlSeconds === undefined ? {} : { expires: true, ttl: ttlSeconds } }),

  error: (id: number, code: number): string => encode({ id, error: describeError(code) }),

  push: (push: object): string => encode({ push }),

  /** An event of a channel; `data` is the string it was published as. */
  publication: (channel: string, event: string, data: string, style: DataStyle): string =>
    encode({ push: { channel, pub: { data: dress(event, data, style) } } }),
} as const

function dress(event: string, data: string, style: DataStyle): unknown {
  switch (style) {
    case 'text':
      return { event, data }
    case 'object':
      return { event, data: parseOrKeep(data) }
    case 'whole_text':
      return JSON.stringify({ event, data })
  }
}

function parseOrKeep(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const encode = (line: object): string => JSON.stringify(line)
