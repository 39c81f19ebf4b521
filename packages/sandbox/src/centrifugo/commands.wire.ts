/** One line of a client: an id, and one member named as the command. */
export type CommandWire = {
  id?: unknown
  connect?: unknown
  subscribe?: unknown
  unsubscribe?: unknown
  refresh?: unknown
  send?: unknown
}

/** `connect` and `refresh`. */
export type TokenWire = { token?: unknown }

/** `subscribe` and `unsubscribe`. */
export type ChannelWire = { channel?: unknown; token?: unknown }
