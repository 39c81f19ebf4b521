import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 of `text` with the app's secret, as lower-case hex: the one signature of the protocol. */
export function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex')
}

/** What is signed to let a connection onto a channel; presence channels append their `channel_data` as it stands. */
function channelAuthText(socketId: string, channel: string, channelData?: string): string {
  return channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`
}

/** The `auth` value of a channel: `KEY:SIGNATURE`. */
export function channelAuth(
  app: { key: string; secret: string },
  socketId: string,
  channel: string,
  channelData?: string,
): string {
  return `${app.key}:${sign(app.secret, channelAuthText(socketId, channel, channelData))}`
}

/** What is signed in an HTTP request: method, path, and every parameter but the signature, sorted by lower-cased name. */
export function requestText(method: string, path: string, query: URLSearchParams): string {
  const parameters = [...query]
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => name !== 'auth_signature')
    .toSorted(([left], [right]) => (left < right ? -1 : Number(left > right)))
    .map(([name, value]) => `${name}=${value}`)
  return [method.toUpperCase(), path, parameters.join('&')].join('\n')
}

/** Hex MD5 of a request body, as `body_md5` carries it. */
export function bodyMd5(body: string): string {
  return createHash('md5').update(body).digest('hex')
}

/** Compares without telling by its timing how much was right. */
export function isSameSignature(left: string, right: string): boolean {
  const leftBytes = Buffer.from(left)
  const rightBytes = Buffer.from(right)
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes)
}
