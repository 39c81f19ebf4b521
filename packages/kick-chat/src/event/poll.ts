import type { PollOptionWire, PollUpdateWire, PollWire } from './poll.wire.js'
import { isWire, readKey, readList, readNumber, readText, type Wire } from './read.js'
import type { KickSource } from './source.js'

/** One answer of a poll. */
export interface KickPollOption {
  readonly id: string
  readonly label: string
  readonly votes: number
}

/** `PollUpdateEvent`: a poll was opened, or its votes moved. */
export interface KickPollUpdatedEvent {
  readonly type: 'poll_updated'
  readonly source: KickSource
  readonly title: string
  readonly options: readonly KickPollOption[]
  /** How long it runs in all, in seconds. */
  readonly durationSeconds: number | undefined
  /** How long it still runs, in seconds. */
  readonly remainingSeconds: number | undefined
  /** How long the result stays on show, in seconds. */
  readonly resultSeconds: number | undefined
}

/** `PollDeleteEvent`: the poll was taken off. */
export interface KickPollDeletedEvent {
  readonly type: 'poll_deleted'
  readonly source: KickSource
}

export function decodePollUpdated(value: Wire, source: KickSource): KickPollUpdatedEvent | string {
  const { poll }: PollUpdateWire = value
  if (!isWire(poll)) return 'poll is missing'
  const wire: PollWire = poll
  const title = readText(wire.title)
  if (title === undefined) return 'poll.title is missing'
  return {
    type: 'poll_updated',
    source,
    title,
    options: readList(wire.options, readOption),
    durationSeconds: readNumber(wire.duration),
    remainingSeconds: readNumber(wire.remaining),
    resultSeconds: readNumber(wire.result_display_duration),
  }
}

export function decodePollDeleted(_: Wire, source: KickSource): KickPollDeletedEvent {
  return { type: 'poll_deleted', source }
}

function readOption(value: unknown): KickPollOption | undefined {
  if (!isWire(value)) return undefined
  const wire: PollOptionWire = value
  const id = readKey(wire.id)
  if (id === undefined) return undefined
  return { id, label: readText(wire.label) ?? '', votes: readNumber(wire.votes) ?? 0 }
}
