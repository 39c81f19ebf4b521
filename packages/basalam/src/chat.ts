export { BasalamError, isBasalamError } from './basalam-error.js'
export { basalamAdapter } from './chat/adapter/basalam-adapter.js'
export { ChatStream, followChats } from './chat/chat-stream.js'

export type { BasalamAdapterOptions } from './chat/adapter/adapter-options.js'
export type { ChatApiClient } from './chat/adapter/client.js'
export type { FollowedChats } from './chat/adapter/following.js'
export type { WebhookBellOptions } from './chat/adapter/webhook-bell.js'
export type { ChatCursor, ReadChat } from './chat/chat-cursor.js'
export type { ChatReader, MessagePage } from './chat/chat-reader.js'
export type { FollowOptions } from './chat/chat-stream.js'
export type { PollOptions } from './chat/poll-options.js'
export type {
  LiveDelete,
  LiveEdit,
  LiveError,
  LiveEvent,
  LiveGap,
  LiveMessage,
  LiveReady,
  LiveUnknown,
} from './chat/live-event.js'
export type { Message } from './services/chat/message.js'
