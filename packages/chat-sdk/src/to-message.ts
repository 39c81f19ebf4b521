import type { Author, Message, ReplyTo, Role } from '@wireloom/chat-core'
import { Message as SdkMessage, type Author as SdkAuthor, type LinkPreview } from 'chat'
import { toAttachments } from './to-attachments.js'
import { toFormatted } from './to-formatted.js'

/** Whose message it is made for. */
export interface Recipient {
  /** Our own id on the platform. */
  readonly account: string
  readonly userName: string
  threadId(message: Message): string
}

/** A message as the SDK has it; ours, whole, is its `raw`. */
export function toMessage(message: Message, recipient: Recipient): SdkMessage<Message> {
  const { author, editedAt, parts, ref, replyTo, sentAt, text } = message
  const isMention = mentions(message, recipient)
  return new SdkMessage({
    id: ref.id,
    threadId: recipient.threadId(message),
    text,
    formatted: toFormatted(parts),
    author: toAuthor(author),
    metadata: {
      dateSent: new Date(sentAt),
      edited: editedAt !== undefined,
      ...(editedAt !== undefined && { editedAt: new Date(editedAt) }),
    },
    attachments: toAttachments(parts),
    links: toLinks(message),
    raw: message,
    // Undefined leaves it to the SDK to look for the name in the text.
    ...(isMention && { isMention }),
    ...(replyTo !== undefined && { replyTo: toMessage(fromReplyTo(replyTo), recipient) }),
  })
}

function toAuthor({ id, name, roles, self }: Author): SdkAuthor {
  return {
    userId: id ?? 'anonymous',
    userName: name,
    fullName: name,
    isBot: hasRole(roles, 'bot') || (self === true ? true : 'unknown'),
    isMe: self === true,
    ...(id === null && hasRole(roles, 'staff') && { isSystem: true }),
  }
}

/** A state that keeps messages as JSON, such as Redis, gives back no sets. */
function hasRole(roles: Author['roles'], role: Role): boolean {
  return roles instanceof Set && roles.has(role)
}

function mentions({ parts, replyTo }: Message, { account, userName }: Recipient): boolean {
  if (replyTo?.author?.id === account) return true
  const name = userName.toLowerCase()
  return parts.some(
    (part) => part.type === 'mention' && (part.userId === account || part.name.toLowerCase() === name),
  )
}

function toLinks({ parts }: Message): LinkPreview[] {
  return parts.flatMap((part): LinkPreview[] => {
    if (part.type === 'link') return [{ url: part.url, ...(part.text !== undefined && { title: part.text }) }]
    if (part.type !== 'card' || part.url === undefined) return []
    const { image, title, url } = part
    return [{ url, ...(title !== undefined && { title }), ...(image !== undefined && { imageUrl: image }) }]
  })
}

/** What an answer tells of the message it answers is often no more than an id and a name. */
function fromReplyTo({ author = {}, ref, text = '' }: ReplyTo): Message {
  return {
    ref,
    text,
    author: { id: null, name: '', roles: new Set(), badges: [], self: false, anonymous: false, ...author },
    parts: text === '' ? [] : [{ type: 'text', text }],
    sentAt: 0,
    raw: undefined,
  }
}
