import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { BotsApi } from './chat/bots.js'
import { ChatsApi } from './chat/chats.js'
import { FilesApi } from './upload/files.js'

export { messageTypes } from './chat/message.js'
export type { BotCall, BotsApi } from './chat/bots.js'
export type { Chat } from './chat/chat.js'
export type { ChatsApi, FromChat, FromMessage, SentMessage } from './chat/chats.js'
export type { FileToSend } from './chat/file-to-send.js'
export type { FileSource } from './upload/file-source.js'
export type { UploadProgress } from './upload/watched-file.js'
export type { MessageEdit, MessageToSend } from './chat/message-to-send.js'
export type {
  CardMessage,
  CardMessageType,
  FileMessage,
  FileMessageType,
  LocationMessage,
  Message,
  MessageContent,
  MessageFile,
  MessageLink,
  MessageType,
  OtherMessage,
  RepliedMessage,
  TextMessage,
  UnknownMessage,
} from './chat/message.js'
export type {
  Attachment,
  AttachmentFile,
  ChatBot,
  ChatChannel,
  ChatGroup,
  ChatsCreateInput,
  ChatsDeleteInput,
  ChatsDeleteMessagesInput,
  ChatsForwardMessagesInput,
  ChatsListInput,
  ChatsListMessagesInput,
  ChatUser,
  ChatVendor,
  MessageContentInput,
  ReplyMarkupButton,
  UnseenChatCount,
} from '../generated/chat.js'

/** The chat service alone, for programs that need no other. */
export class ChatClient {
  readonly chats: ChatsApi
  readonly bots: BotsApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('chat', options)
    this.chats = new ChatsApi(client, new FilesApi(new ServiceClient('upload', options)))
    this.bots = new BotsApi(client)
  }
}
