import type { ChatPostWire } from './chat-post.wire.js'

const contentLimit = 500

/** Reads what is to be posted; a text says what is wrong with it. Never throws. */
export function decodeChatPost(text: string | undefined): ChatPostWire | string {
  const body = parse(text)
  if (typeof body !== 'object' || body === null) return 'The body must be a JSON object'
  const { content, type, broadcaster_user_id, reply_to_message_id } = body as Record<string, unknown>
  if (typeof content !== 'string' || content === '') return 'content is required'
  // In code points, as it is taken to be; the documentation does not say.
  if (Array.from(content).length > contentLimit) return `content must have at most ${contentLimit} characters`
  if (type !== 'user' && type !== 'bot') return 'type must be user or bot'
  if (type === 'user' && !Number.isSafeInteger(broadcaster_user_id)) return 'broadcaster_user_id is required'
  if (reply_to_message_id !== undefined && typeof reply_to_message_id !== 'string') {
    return 'reply_to_message_id must be a UUID'
  }
  return {
    content,
    type,
    ...(type === 'user' && { broadcaster_user_id: Number(broadcaster_user_id) }),
    ...(reply_to_message_id !== undefined && { reply_to_message_id }),
  }
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
