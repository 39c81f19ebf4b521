/** What the log goes to; set through the statics of the class. */
interface Logging {
  log: ((message: string) => void) | undefined
  logToConsole: boolean
}

/** Shared by all clients, as the statics it stands behind are. */
export const logging: Logging = { log: undefined, logToConsole: false }

/** Whether anybody reads the log. */
export function isLogging(): boolean {
  return logging.log !== undefined || logging.logToConsole
}

/** Logs a line, which is only put together where somebody reads it. */
export function log(describe: () => string, level: 'log' | 'warn' = 'log'): void {
  if (!isLogging()) return
  const message = `Pusher : ${describe()}`
  if (logging.log !== undefined) logging.log(message)
  // oxlint-disable-next-line no-console -- `logToConsole` is asked for by name
  else console[level](message)
}
