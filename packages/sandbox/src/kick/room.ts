import type { Cast } from './cast.js'
import type { KickChannelNames } from './channel-names.js'
import { kickEvents } from './events.js'
import type { RoomIdentity } from './identity.js'
import type { RoomActions } from './room-actions.js'
import type { Traffic } from './traffic.js'
import type { Emission } from './scene.js'

/** A Kick room to act in. */
export type KickRoom = RoomIdentity &
  RoomActions & {
    /** The names of the room's realtime channels. */
    readonly channels: KickChannelNames
    /** The people who talk here. */
    readonly cast: Cast
    /** What happens here by itself, all of it from the sandbox's seed. */
    readonly traffic: Traffic
    /** Publishes any event, under the name given, on a channel of the room: for what there is no verb for. @default on 'chat' */
    send(event: string, data: unknown, on?: keyof KickChannelNames): void
  }

/** What a room publishes through. */
export type RoomOutlet = (publication: {
  channel: string
  event: string
  data: unknown
  messageId?: string
}) => void

/** Makes the way from an action to the room's channels. */
export function createEmit(channels: KickChannelNames, outlet: RoomOutlet): (emission: Emission) => void {
  return ({ event, data, messageId }) => {
    const address = kickEvents[event]
    outlet({
      channel: channels[address.on],
      event: address.name,
      data,
      ...(messageId === undefined ? {} : { messageId }),
    })
  }
}
