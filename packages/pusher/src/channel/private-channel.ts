import { PusherError } from '../errors.js'
import { encodeEvent } from '../protocol/encode-frame.js'
import type { PrivateChannel } from './channel.js'
import { LiveChannel } from './live-channel.js'

/** A private channel: the application let us in, and clients may speak to each other. */
export class LivePrivateChannel extends LiveChannel implements PrivateChannel {
  trigger(event: string, data: unknown): boolean {
    if (typeof event !== 'string' || !event.startsWith('client-')) {
      const message = `Cannot trigger ${JSON.stringify(event)} on ${this.name}: the names of client events start with client-.`
      throw new PusherError('invalid_event_name', message, { channel: this.name })
    }
    return this.status.state === 'subscribed' && this.context.send(encodeEvent(event, data, this.name))
  }
}
