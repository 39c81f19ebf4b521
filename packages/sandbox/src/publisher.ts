import type { Clock } from './clock.js'
import type { Recorder } from './record.js'

/** An event to send to everybody on a channel. */
export type Publication = {
  channel: string
  event: string
  /** A string goes out as it is, anything else as JSON. Absent: the empty string. */
  data?: unknown
  /** The connection that must not get it. */
  exceptSocketId?: string
  /** Noted in the record, to find the event by. */
  messageId?: string
}

/** A server whose subscribers hear what is published. */
export type Audience = {
  /** Hands an event, its data a string by now, to everybody on a channel. Returns to how many connections. */
  broadcast(channel: string, event: string, data: string, exceptSocketId?: string): number
}

/** Publishes to every audience and writes it down once. Returns how many connections it was handed to. */
export type Publish = (publication: Publication) => number

/** Joins the servers that hear the same events. */
export function createPublisher(audiences: readonly Audience[], recorder: Recorder, clock: Clock): Publish {
  return ({ channel, event, data, exceptSocketId, messageId }) => {
    const encoded = typeof data === 'string' ? data : (JSON.stringify(data) ?? '')
    const recipients = audiences.reduce(
      (sum, audience) => sum + audience.broadcast(channel, event, encoded, exceptSocketId),
      0,
    )
    recorder.addEvent({
      atMs: clock.now(),
      channel,
      event,
      data: encoded,
      ...(messageId === undefined ? {} : { messageId }),
      origin: 'publish',
      recipients,
    })
    return recipients
  }
}
