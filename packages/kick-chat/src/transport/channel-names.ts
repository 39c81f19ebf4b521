import type { ChannelId, ChatroomId } from '../ids.js'

/**
 * The socket's channels of one room, as Kick's site subscribes to them; without a channel id, those that need none.
 *
 * The chat's own channel is the last: a server that answers in order has then answered for the others too, so that
 * after a reconnect no message overtakes the news that the room is complete again.
 */
export function channelNames(
  chatroomId: ChatroomId,
  channelId: ChannelId | undefined,
  predictions: boolean = false,
): readonly string[] {
  return [
    ...(predictions && channelId !== undefined ? [`predictions-channel-${channelId}`] : []),
    ...(channelId === undefined ? [] : [`channel.${channelId}`, `channel_${channelId}`]),
    `chatroom_${chatroomId}`,
    `chatrooms.${chatroomId}`,
    `chatrooms.${chatroomId}.v2`,
  ]
}
