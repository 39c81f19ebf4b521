import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startSandbox, type Sandbox, type SandboxOptions } from '@wireloom/sandbox'
import { expect, onTestFinished } from 'vitest'
import { isKickError, Kick, type KickError, type KickOptions } from '../../src/index.js'

/** A sandbox with the rooms of Ann and Bob that ends with the test. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ rooms: ['ann', 'bob'], ...options })
  onTestFinished(() => sandbox.close())
  return sandbox
}

export function clientOf(sandbox: Sandbox, token: KickOptions['token'] = 'sandbox-token'): Kick {
  return new Kick({ token, baseUrl: sandbox.kick.apiUrl })
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What a server was sent. */
export interface Received {
  /** Method, address and body. */
  readonly line: string
  readonly headers: IncomingHttpHeaders
}

/** A real server that gives one answer to everything, or one after the other. */
export async function startServer(
  status: number,
  ...bodies: readonly string[]
): Promise<{ url: string; received: string[]; requests: Received[] }> {
  const received: string[] = []
  const requests: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const line = `${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`
    const body = bodies[Math.min(received.length, bodies.length - 1)]
    received.push(line)
    requests.push({ line, headers: request.headers })
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(status === 204 ? undefined : body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, requests }
}

/** What a call rejects with; a test fails where it does not, or with anything but a KickError. */
export async function failureOf(call: PromiseLike<unknown>): Promise<KickError> {
  const outcome: unknown = await Promise.resolve(call).then(
    (value) => ({ value }),
    (error: unknown) => error,
  )
  expect(isKickError(outcome), String(outcome)).toBe(true)
  return outcome as KickError
}
