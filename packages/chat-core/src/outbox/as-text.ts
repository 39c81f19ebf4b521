import type { Part } from '../part.js'
import { renderText } from '../render-text.js'

/** Parts as text, for {@link SendOptions.degrade}: `renderText`, with the address of what cannot be shown behind it. */
export function asText(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      const text = renderText([part])
      const url = addressOf(part)
      return url === undefined || text.includes(url) ? text : `${text} ${url}`
    })
    .join('')
}

function addressOf(part: Part): string | undefined {
  if (part.type === 'card') return part.url
  return 'media' in part && 'url' in part.media ? part.media.url : undefined
}
