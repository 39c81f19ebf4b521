import { completeCapabilities, type Capabilities, type Capability } from '@wireloom/chat-core'

const none: Capability = { level: 'none', official: false }

/** What a room is joined with. */
export interface RoomParts {
  /** Whether there is a client of the official API. */
  readonly hasKick: boolean
  /** Whether the streamer's user id, which all but deleting goes by, is known or can be asked for. */
  readonly hasStreamer: boolean
  /** Whether there is a history, and the channel id that it is asked by. */
  readonly hasHistory: boolean
}

/** What can be done in a Kick room. Sending and moderating are official; the socket and the history are not. */
export function roomCapabilities({ hasKick, hasStreamer, hasHistory }: RoomParts): Capabilities {
  const byScope = (scope: string, isPossible: boolean): Capability =>
    isPossible ? { level: 'native', official: true, scope } : none
  const canAct = hasKick && hasStreamer
  return completeCapabilities({
    'message.send': byScope('chat:write', canAct),
    'message.reply': byScope('chat:write', canAct),
    'message.delete': byScope('moderation:chat_message:manage', hasKick),
    'user.ban': byScope('moderation:ban', canAct),
    'user.timeout': byScope('moderation:ban', canAct),
    'user.release': byScope('moderation:ban', canAct),
    'history.read': hasHistory ? { level: 'emulated', official: false } : none,
    'receive.socket': { level: 'native', official: false },
  })
}
