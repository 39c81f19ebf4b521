import { PusherError } from '../errors.js'
import { ask, type ChannelAuthorizationCallback, type ChannelAuthorizationData } from './authorization.js'
import { Channel } from './channel.js'

const neverAborted = new AbortController().signal

/** A channel that the application lets clients into. */
export class PrivateChannel extends Channel {
  override authorize(
    socketId: string,
    callback: ChannelAuthorizationCallback,
    signal: AbortSignal = neverAborted,
  ): void {
    const params = { channelName: this.name, socketId }
    const settle: ChannelAuthorizationCallback = (error, data) => {
      if (error || !data) callback(error ?? this.refusal('the answer is empty'), null)
      else if (typeof data.auth !== 'string') callback(this.refusal('the answer holds no `auth`'), null)
      else this.admit(data, callback)
    }
    ask(this.pusher.config.channelAuthorizer, params, settle, signal)
  }

  /** Looks at what the application answered, and gives the callback what the server shall see of it. */
  protected admit(data: ChannelAuthorizationData, callback: ChannelAuthorizationCallback): void {
    callback(null, data)
  }

  /** Never quotes the answer, which may hold a secret. */
  protected refusal(why: string): PusherError {
    const message = `No authorization for channel ${this.name}: ${why}.`
    return new PusherError('authorization_failed', message, { channel: this.name })
  }
}
