/** Builds the frames a server sends. Each returns the text of one frame. */
export const frames = {
  connectionEstablished: (socketId: string, activityTimeoutMs: number): string =>
    encodeFrame({
      event: 'pusher:connection_established',
      data: JSON.stringify({ socket_id: socketId, activity_timeout: activityTimeoutMs / 1000 }),
    }),

  ping: (): string => encodeFrame({ event: 'pusher:ping', data: '{}' }),
  pong: (): string => encodeFrame({ event: 'pusher:pong', data: '{}' }),

  // `data` is an object here and below, as servers of this protocol send these two: single encoded.
  error: (message: string, code: number | null): string =>
    encodeFrame({ event: 'pusher:error', data: { message, code } }),

  subscriptionError: (channel: string, type: string, error: string, status: number): string =>
    encodeFrame({ event: 'pusher:subscription_error', data: { type, error, status }, channel }),

  subscriptionSucceeded: (channel: string, data: object = {}): string =>
    encodeFrame({ event: 'pusher_internal:subscription_succeeded', data: JSON.stringify(data), channel }),

  memberAdded: (channel: string, userId: string, userInfo: unknown): string =>
    encodeFrame({
      event: 'pusher_internal:member_added',
      data: JSON.stringify({ user_id: userId, user_info: userInfo }),
      channel,
    }),

  memberRemoved: (channel: string, userId: string): string =>
    encodeFrame({
      event: 'pusher_internal:member_removed',
      data: JSON.stringify({ user_id: userId }),
      channel,
    }),

  /** An application event; `data` goes out as the string it is. */
  event: (channel: string, event: string, data: string): string => encodeFrame({ event, data, channel }),

  /** A relayed client event; `data` keeps the type its sender gave it. */
  clientEvent: (channel: string, event: string, data: unknown, userId?: string): string =>
    encodeFrame({ event, data, channel, user_id: userId }),
} as const

function encodeFrame(frame: object): string {
  return JSON.stringify(frame)
}
