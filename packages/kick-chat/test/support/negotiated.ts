import type { Sandbox } from '@wireloom/sandbox'
import { negotiatedSocket, type KickSocket, type NegotiatedSocketOptions } from '../../src/index.js'

/** A way to a sandbox's socket that asks where it is, and does not dawdle. */
export function negotiatedTo(sandbox: Sandbox, options: NegotiatedSocketOptions = {}): KickSocket {
  const { host, port } = sandbox.pusher
  const reconnect = { firstDelayMs: 1, maxDelayMs: 20 }
  return negotiatedSocket({
    baseUrl: sandbox.kick.realtimeUrl,
    isTrusted: ({ hostname }) => hostname === '127.0.0.1',
    pusher: { host, port, tls: false, reconnect },
    centrifugo: { reconnect },
    random: () => 0,
    ...options,
  })
}
