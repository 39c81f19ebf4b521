import type { Frame } from '../protocol/frame.js'
import { parseObject } from '../protocol/system-events.js'
import type { ChannelAuthorizationCallback, ChannelAuthorizationData } from './authorization.js'
import type { Metadata } from './emitter.js'
import { isMemberId, type Member, Members } from './members.js'
import { PrivateChannel } from './private-channel.js'

/** A private channel that knows who is there. */
export class PresenceChannel extends PrivateChannel {
  readonly members: Members = new Members()

  override receive(frame: Frame): void {
    if (frame.event === 'pusher_internal:member_added') {
      this.#tell('pusher:member_added', this.members.addMember(frame.data))
    } else if (frame.event === 'pusher_internal:member_removed') {
      this.#tell('pusher:member_removed', this.members.removeMember(frame.data))
    } else {
      super.receive(frame)
    }
  }

  override disconnect(): void {
    this.members.reset()
    super.disconnect()
  }

  protected override admit(data: ChannelAuthorizationData, callback: ChannelAuthorizationCallback): void {
    const { channel_data: channelData } = data
    if (channelData === undefined || channelData === null) {
      void this.#admitUser(data, callback)
      return
    }
    const { user_id: id } = parseObject(channelData)
    if (isMemberId(id)) {
      this.members.setMyID(id)
      callback(null, data)
    } else {
      callback(this.refusal('its `channel_data` names no `user_id`'), null)
    }
  }

  protected override metadata(frame: Frame): Metadata {
    const { user_id: userId } = frame.envelope
    return userId ? { user_id: userId as string } : super.metadata(frame)
  }

  protected override welcome(frame: Frame): Members {
    this.members.onSubscription(frame.data)
    return this.members
  }

  /** Without `channel_data` the server takes the signed-in user for the member. */
  async #admitUser(data: ChannelAuthorizationData, callback: ChannelAuthorizationCallback): Promise<void> {
    await this.pusher.user.signinDonePromise
    const id = this.pusher.user.user_data?.id
    if (id === undefined) {
      callback(this.refusal('the answer holds no `channel_data`, and nobody is signed in'), null)
    } else {
      this.members.setMyID(id)
      callback(null, data)
    }
  }

  #tell(eventName: string, member: Member | null): void {
    if (member !== null) this.emit(eventName, member)
  }
}
