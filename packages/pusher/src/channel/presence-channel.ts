import type { SubscribeCredentials } from '../protocol/encode-frame.js'
import { Frame } from '../protocol/frame.js'
import { parseObject, readObject } from '../protocol/system-events.js'
import { type ChannelAuthorization, failed } from './authorization.js'
import type { PresenceChannel } from './channel.js'
import { memberId, type Member, MemberList } from './members.js'
import { LivePrivateChannel } from './private-channel.js'

/** A presence channel: a private one that knows who else is there. */
export class LivePresenceChannel extends LivePrivateChannel implements PresenceChannel {
  readonly members: MemberList = new MemberList()

  override async admit(
    authorization: ChannelAuthorization,
    signal: AbortSignal,
  ): Promise<SubscribeCredentials> {
    const { auth, channel_data: channelData } = authorization
    if (channelData === undefined) {
      // Without it the server takes the signed-in user for the member.
      this.members.myId = await this.context.signedInUserId(this.name, signal)
      return { auth }
    }
    this.members.myId = memberId(parseObject(channelData))
    if (this.members.myId === undefined) throw failed(this.name, 'its `channel_data` names no `user_id`')
    return { auth, channel_data: channelData }
  }

  override acknowledge(frame: Frame): void {
    this.members.replace(readObject(frame))
  }

  override receive(frame: Frame): void {
    if (frame.event === 'pusher_internal:member_added') {
      this.#deliverMember('pusher:member_added', frame, this.members.add(readObject(frame)))
    } else if (frame.event === 'pusher_internal:member_removed') {
      this.#deliverMember('pusher:member_removed', frame, this.members.remove(readObject(frame)))
    } else {
      super.receive(frame)
    }
  }

  override reset(): void {
    this.members.clear()
  }

  #deliverMember(event: string, frame: Frame, member: Member | undefined): void {
    if (member !== undefined) this.deliver(Frame.derived(event, frame, member))
  }
}
