/** The errors that answer a command, with the text that goes with them. */
export const commandErrors = {
  100: 'internal server error',
  101: 'unauthorized',
  102: 'unknown channel',
  103: 'permission denied',
  104: 'method not found',
  105: 'already subscribed',
  106: 'limit exceeded',
  107: 'bad request',
  108: 'not available',
  109: 'token expired',
  111: 'too many requests',
} as const

/** Those that may be gone when the command is sent again. */
const temporaryErrors: readonly number[] = [100, 109, 111]

/** An error as a reply carries it. */
export function describeError(code: number): { code: number; message: string; temporary?: true } {
  const message = (commandErrors as Readonly<Record<number, string>>)[code] ?? 'sandbox fault'
  return { code, message, ...(temporaryErrors.includes(code) && { temporary: true }) }
}

/** The codes this server closes with by itself. From 3500 on a client may not come back as it is. */
export const disconnectReasons = {
  3001: 'shutdown',
  3005: 'connection expired',
  3012: 'no pong',
  3500: 'invalid token',
  3501: 'bad request',
  3502: 'stale',
} as const

/** A key of `disconnectReasons`. */
export type DisconnectCode = keyof typeof disconnectReasons
