export { createChatSdkAdapter } from './create-chat-sdk-adapter.js'

export type { ChatSdkAdapter } from './chat-sdk-adapter.js'
export type { ChatSdkOptions, ChatSdkRoom, StreamingMode } from './options.js'
