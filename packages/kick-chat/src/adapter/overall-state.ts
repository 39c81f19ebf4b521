import type { StatusState } from '@wireloom/chat-core'

/** How a source is doing whose rooms are doing so: as well as all of them, or `degraded` where some are worse. */
export function overallState(states: Iterable<StatusState>): StatusState {
  const different = new Set(states)
  const [first = 'live'] = different
  return different.size <= 1 ? first : 'degraded'
}
