import type { KickChatError } from '@wireloom/kick-chat'

/**
 * Passes on the errors that are worth a line of their own.
 *
 * - An event that cannot be read stands among the events, and a refusal for good in the status of each room.
 * - A lost connection is told there, too, as a status and then as a gap; only why the first one cannot be made is told
 *   by nothing else, and once is enough.
 *
 * @param hasConnected whether any room was ever connected
 */
export function errorsToTell(
  tell: (error: KickChatError) => void,
  hasConnected: () => boolean,
): (error: KickChatError) => void {
  let isCauseTold = false
  return (error) => {
    if (error.code === 'malformed_event' || error.code === 'connection_refused') return
    if (error.code.startsWith('connection_')) {
      if (isCauseTold || hasConnected()) return
      isCauseTold = true
    }
    tell(error)
  }
}
