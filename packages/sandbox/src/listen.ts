import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SandboxError } from './errors.js'

/** The only address the sandbox is ever reached at. */
export const host = '127.0.0.1'

/** Opens the port. Returns the one it got. Throws `port_taken` or `listen_failed`. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  }).catch((cause: unknown) => {
    throw isPortTaken(cause)
      ? new SandboxError(
          'port_taken',
          `Port ${port} on ${host} is taken; choose another, or 0 for a free one.`,
          { cause },
        )
      : new SandboxError('listen_failed', `Port ${port} on ${host} could not be opened.`, { cause })
  })
  return (server.address() as AddressInfo).port
}

function isPortTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
}
