import type { ServerCloseCode } from './close-codes.js'

/** What a WebSocket request asks for: a connection, or nothing this server can give. */
export type ConnectRequest = { ok: true; protocol: number } | { ok: false; code: ServerCloseCode }

const oldestProtocol = 5
const newestProtocol = 7

/** Reads the path and query of an upgrade request: `/app/<key>?protocol=7&client=js&version=8.6.0`. */
export function parseConnectRequest(target: string, expectedKey: string): ConnectRequest {
  const url = URL.parse(target, 'http://sandbox.invalid')
  if (url === null) return { ok: false, code: 4005 }
  const key = /^\/app\/([^/]+)$/.exec(url.pathname)?.[1]
  if (key === undefined) return { ok: false, code: 4005 }
  if (key !== expectedKey) return { ok: false, code: 4001 }

  const version = url.searchParams.get('version')
  if (version !== null && !/^\d+(\.\w+)*([-+].*)?$/.test(version)) return { ok: false, code: 4006 }

  const protocol = url.searchParams.get('protocol')
  if (protocol === null || protocol === '') return { ok: false, code: 4008 }
  const number = Number(protocol)
  if (!Number.isInteger(number) || number < oldestProtocol || number > newestProtocol) {
    return { ok: false, code: 4007 }
  }
  return { ok: true, protocol: number }
}
