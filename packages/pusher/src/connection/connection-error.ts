import { PusherError } from '../errors.js'
import { describeCode, isPeacefulClose } from '../protocol/close-codes.js'
import type { Frame } from '../protocol/frame.js'
import { readServerError } from '../protocol/system-events.js'
import type { LinkEnd } from './link.js'

/** What to report of a link that ended; a server that leaves in peace gives nothing to. */
export function endError({ stage, reaction, error, close }: LinkEnd): PusherError | undefined {
  if (close === undefined || isPeacefulClose(close.code)) return error
  const { code, reason, cause } = close
  const said = describeCode(code, reason)
  const details = { serverCode: code, cause, retryable: reaction !== 'stop' }
  if (reaction === 'stop') {
    return new PusherError('refused', `The server refused this client for good: ${said}.`, details)
  }
  return stage === 'established'
    ? new PusherError('connection_lost', `Lost the connection: ${said}. It is opened again.`, details)
    : new PusherError('connection_failed', `Could not connect: ${said}. It is tried again.`, details)
}

/** What to report of a `pusher:error` on a connection, which lives on. */
export function serverError(frame: Frame): PusherError {
  const { code, message } = readServerError(frame)
  const said = message === '' ? 'no reason given' : message
  return new PusherError(
    'server_error',
    `The server reported an error: ${said}${code === undefined ? '' : ` (code ${code})`}.`,
    {
      serverCode: code,
      channel: frame.channel,
    },
  )
}
