/** Body of the two requests for a connection. */
export type ConnectionRequestWire = {
  client?: { id?: unknown; type?: unknown } | null
  capabilities?: { accepted_providers?: unknown } | null
}

/** Body of the request for a token. */
export type TokenRequestWire = { client_id?: unknown }

/** One of the connections that are offered. */
export type OfferWire = { readonly provider: string; readonly credentials: object }
