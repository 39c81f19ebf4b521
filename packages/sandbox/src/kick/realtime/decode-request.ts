import { isUuid } from '../uuid.js'
import type { ConnectionRequestWire, TokenRequestWire } from './realtime.wire.js'

/** Who asks for a connection, and what it can speak, in its own order. */
export type ConnectionRequest = { readonly clientId: string; readonly acceptedProviders: readonly string[] }

/** Reads the body of a request for a connection. Never throws: undefined for what is none. */
export function decodeConnectionRequest(text: string): ConnectionRequest | undefined {
  const { client, capabilities }: ConnectionRequestWire = parseObject(text)
  const accepted = isObject(capabilities) ? capabilities.accepted_providers : undefined
  if (!isObject(client) || !isUuid(client.id) || typeof client.type !== 'string') return undefined
  if (!Array.isArray(accepted) || accepted.length === 0) return undefined
  const acceptedProviders = accepted.flatMap((entry: unknown) =>
    isObject(entry) && 'provider' in entry && typeof entry.provider === 'string' ? [entry.provider] : [],
  )
  return acceptedProviders.length === accepted.length ? { clientId: client.id, acceptedProviders } : undefined
}

/** Reads the client id out of a request for a token. Never throws. */
export function decodeTokenRequest(text: string): string | undefined {
  const { client_id: clientId }: TokenRequestWire = parseObject(text)
  return isUuid(clientId) ? clientId : undefined
}

/** Whoever sent a body, as far as it says so: also one that is refused is written down. */
export function findClientId(text: string): string | undefined {
  const { client_id, client }: TokenRequestWire & ConnectionRequestWire = parseObject(text)
  const id = client_id ?? (isObject(client) ? client.id : undefined)
  return typeof id === 'string' ? id : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
