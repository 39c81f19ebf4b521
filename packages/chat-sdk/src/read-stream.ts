import type { StreamChunk } from 'chat'

/** What a stream says once it is whole, or as much as came before it was cut off. */
export async function readStream(
  chunks: AsyncIterable<string | StreamChunk>,
  signal: AbortSignal | undefined,
): Promise<string> {
  let text = ''
  for await (const chunk of chunks) {
    if (signal?.aborted === true) break
    if (typeof chunk === 'string') text += chunk
    else if (chunk.type === 'markdown_text') text += chunk.text
  }
  return text
}
