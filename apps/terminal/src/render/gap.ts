import { roomKey, type GapEvent, type StatusEvent } from '@wireloom/chat-core'
import { cleanText } from '../terminal/clean-text.ts'
import { count, formatSpan, formatTime } from './words.ts'
import type { Style } from './style.ts'

const causes: Readonly<Record<GapEvent['cause'], string>> = {
  reconnect: 'connection lost',
  overflow: 'output too slow',
  restart: 'this program was stopped',
  lease: 'another process took over',
  cap: 'catching up stopped at its limit',
}

/** A loss, so loud that nobody takes the chat for complete: from when, to when, why, and how much. */
export function renderGap(event: GapEvent, style: Style): readonly string[] {
  const { fromMs, toMs, cause, lost, recovered, complete } = event
  const span = fromMs === undefined || toMs === undefined ? '' : ` (${formatSpan(toMs - fromMs)})`
  const from = fromMs === undefined ? 'some time ago' : formatTime(fromMs)
  const to = toMs === undefined ? 'now' : formatTime(toMs)
  const what =
    complete === true
      ? 'nothing is missing'
      : lost === undefined
        ? 'messages may be missing'
        : `${count(lost, 'event')} missing`
  const back = recovered === 0 ? '' : `, ${count(recovered, 'message')} fetched afterwards`
  const text = ` GAP ${from} to ${to}${span}: ${causes[cause]}, ${what}${back} `
  return [style.palette.loud(text)]
}

const states: Readonly<Record<StatusEvent['state'], string>> = {
  connecting: 'connecting',
  live: 'connected',
  degraded: 'connection lost, trying again',
  closed: 'disconnected',
}

export function renderStatus({ room, state, error }: StatusEvent, style: Style): readonly string[] {
  const { palette, connectedRooms } = style
  const key = room === undefined ? '' : roomKey(room)
  if (state === 'live') connectedRooms.add(key)
  // What never was there cannot be lost.
  const words =
    state === 'degraded' && !connectedRooms.has(key) ? 'no connection yet, trying again' : states[state]
  const why = error === undefined ? '' : `: ${cleanText(error.message)}`
  const paint = state === 'live' ? palette.good : state === 'connecting' ? palette.quiet : palette.bad
  return [paint(`· ${words}${why}`)]
}
