import { invalidArgument } from '../../basalam-error.js'
import type {
  ChatsEditMessageInput,
  ChatsSendMessageInput,
  MessageContentInput,
} from '../../generated/chat.js'
import { messageTypes, type MessageType } from './message.js'

/** What `chats.sendMessage` takes (`POST /v1/chats/{chat_id}/messages`). */
export interface MessageToSend extends Omit<ChatsSendMessageInput, 'messageType' | 'content'> {
  /** Default `text`. */
  readonly messageType?: MessageType | undefined
  /** Words alone, or with what a card shows in `entityId`. */
  readonly content?: MessageContentInput | string | null | undefined
}

/** What `chats.editMessage` takes (`PATCH /v1/chats/messages`). */
export interface MessageEdit extends Omit<ChatsEditMessageInput, 'content'> {
  readonly content: MessageContentInput | string
}

const needsFiles: ReadonlySet<MessageType> = new Set(['picture', 'video', 'voice', 'file'])

/** @throws BasalamError `invalid_argument`, naming the member */
export function checkMessage(message: MessageToSend): ChatsSendMessageInput {
  const { messageType = 'text', content, attachment } = message ?? {}
  if (!messageTypes.includes(messageType)) {
    throw invalidArgument(
      `messageType has to be one of ${messageTypes.join(', ')}, not ${JSON.stringify(messageType)}.`,
    )
  }
  const sent = toContent(content)
  if (messageType === 'text') checkText(sent?.text)
  if (needsFiles.has(messageType) && !attachment?.files?.length) {
    throw invalidArgument(
      `attachment.files is empty: a ${messageType} needs a file that was uploaded; sendFile does both.`,
    )
  }
  return { ...message, messageType, content: sent }
}

/** @throws BasalamError `invalid_argument`, naming the member */
export function checkEdit(edit: MessageEdit): ChatsEditMessageInput {
  if (!Number.isSafeInteger(edit?.messageId))
    throw invalidArgument('messageId has to be the id of a message.')
  const content = toContent(edit.content)
  if (content === null || content === undefined) throw invalidArgument('content is missing: the new text.')
  if (content.entityId === undefined) checkText(content.text)
  return { ...edit, content }
}

function toContent(content: MessageToSend['content']): MessageContentInput | null | undefined {
  return typeof content === 'string' ? { text: content } : content
}

function checkText(text: unknown): void {
  if (typeof text === 'string' && text.trim() !== '') return
  throw invalidArgument('content.text has to be a text that is not empty.')
}
