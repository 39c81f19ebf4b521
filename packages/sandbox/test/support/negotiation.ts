import type { Sandbox } from '../../src/index.js'

export const clientId = '11111111-2222-4333-8444-555555555555'

/** Posts to the negotiation, under its base address, and gives back what came. */
export async function askRealtime(
  sandbox: Sandbox,
  path: string,
  body: unknown,
  method: string = 'POST',
): Promise<{ status: number; body: unknown; text: string; headers: Headers }> {
  const response = await fetch(`${sandbox.kick.realtimeUrl}/api/v1/realtime/${path}`, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-app-platform': 'web' },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: parse(text), text, headers: response.headers }
}

/** The body of a request for a connection. */
export function connectionRequest(...providers: readonly string[]): object {
  return {
    client: { id: clientId, type: 'web' },
    capabilities: { accepted_providers: providers.map((provider) => ({ provider })) },
  }
}

/** A token for the socket. */
export async function fetchToken(sandbox: Sandbox, id: string = clientId): Promise<string> {
  const { body } = await askRealtime(sandbox, 'auth/connection', { client_id: id })
  return (body as { data: { token: string } }).data.token
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
