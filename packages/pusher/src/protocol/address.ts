import { version } from '../version.js'

/** The protocol version spoken here. */
const protocolVersion = 7

/** Where a server is. */
export interface Address {
  readonly key: string
  readonly host: string
  /** The port without TLS. */
  readonly port: number
  /** The port with TLS. */
  readonly tlsPort: number
  /** Put before `/app`; empty or with a leading slash. */
  readonly path: string
}

/** The host of one of Pusher's own clusters. */
export function clusterHost(cluster: string): string {
  return `ws-${cluster}.pusher.com`
}

/** A path with a leading slash and no trailing one, or nothing. */
export function toPath(path: string): string {
  return path.replace(/^\/*(.*?)\/*$/, (_slashes, inner: string) => inner && `/${inner}`)
}

/** The URL of a connection: `{ws|wss}://{host}:{port}{path}/app/{key}?protocol=7&client=…&version=…`. */
export function connectionUrl(address: Address, tls: boolean): string {
  const scheme = tls ? 'wss' : 'ws'
  const port = tls ? address.tlsPort : address.port
  const key = encodeURIComponent(address.key)
  const query = `protocol=${protocolVersion}&client=js&version=${encodeURIComponent(version)}`
  return `${scheme}://${address.host}:${port}${address.path}/app/${key}?${query}`
}
