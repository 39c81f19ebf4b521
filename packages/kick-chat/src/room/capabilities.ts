import { completeCapabilities, type Capabilities, type Capability } from '@wireloom/chat-core'

const none: Capability = { level: 'none', official: false }

/** What a room is joined with. */
export interface RoomParts {
  /** Whether there is a client of the official API. */
  readonly hasKick: boolean
  /** Whether there is a history, and the channel id that it is asked by. */
  readonly hasHistory: boolean
}

/** What can be done in a Kick room. Sending and moderating are official; the socket and the history are not. */
export function roomCapabilities({ hasKick, hasHistory }: RoomParts): Capabilities {
  const byScope = (scope: string): Capability => (hasKick ? { level: 'native', official: true, scope } : none)
  return completeCapabilities({
    'message.send': byScope('chat:write'),
    'message.reply': byScope('chat:write'),
    'message.delete': byScope('moderation:chat_message:manage'),
    'user.ban': byScope('moderation:ban'),
    'user.timeout': byScope('moderation:ban'),
    'user.release': byScope('moderation:ban'),
    'history.read': hasHistory ? { level: 'emulated', official: false } : none,
    'receive.socket': { level: 'native', official: false },
  })
}
