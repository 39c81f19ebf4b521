import type { Part } from '@wireloom/chat-core'
import { renderText } from '@wireloom/chat-core'
import { link, paragraph, root, text, type Root } from 'chat'

type Inline = ReturnType<typeof link> | ReturnType<typeof text>

/** What a message says as the SDK's tree. Chat has no markup of its own: an asterisk in it is an asterisk. */
export function toFormatted(parts: readonly Part[]): Root {
  return root([paragraph(parts.map(toInline))])
}

function toInline(part: Part): Inline {
  const url = part.type === 'link' || part.type === 'card' ? part.url : undefined
  const words = renderText([part])
  return url === undefined ? text(words) : link(url, [text(words)])
}
