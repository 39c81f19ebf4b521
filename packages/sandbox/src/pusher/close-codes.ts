/** The close codes this server uses by itself, with the reasons that travel with them. */
export const closeReasons = {
  4001: 'Could not find an app with this key',
  4005: 'Path not found',
  4006: 'Invalid version string format',
  4007: 'Unsupported protocol version',
  4008: 'No protocol version supplied',
  4200: 'Server is closing, please reconnect immediately',
  4201: 'Pong reply not received in time',
} as const

/** A code of `closeReasons`. */
export type ServerCloseCode = keyof typeof closeReasons
