export { BasalamError, isBasalamError } from './basalam-error.js'
export { ChatStream, followChats } from './chat/chat-stream.js'

export type { ChatCursor, ReadChat } from './chat/chat-cursor.js'
export type { ChatReader, MessagePage } from './chat/chat-reader.js'
export type { FollowOptions } from './chat/chat-stream.js'
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
