import { parseTime } from '../../helpers/time.js'
import type { Message } from '../../services/chat/message.js'
import type { Piece } from './compose.js'

/** How much Basalam's clock may be behind ours, in milliseconds. */
const skewMs = 10_000

/**
 * The message that a send became of which nobody knows whether it arrived; undefined where it is not among these.
 *
 * @param messages the newest of the chat, but for those that are known to be of other sends
 * @param account who sent it
 * @param sentAtMs when it was tried, by our clock
 */
export function findSent(
  messages: readonly Message[],
  piece: Piece,
  account: string,
  sentAtMs: number,
): Message | undefined {
  return messages.find((message) => {
    const writtenAtMs = parseTime(message.createdAt) ?? sentAtMs
    return (
      String(message.sender?.id) === account &&
      writtenAtMs >= sentAtMs - skewMs &&
      toSignature(message.messageType, message.content, message.content.files) === signatureOf(piece)
    )
  })
}

function signatureOf({ messageType = 'text', content, attachment }: Piece): string {
  const said = typeof content === 'string' ? { text: content } : (content ?? {})
  return toSignature(messageType, said, attachment?.files ?? [])
}

function toSignature(
  type: string,
  {
    text,
    entityId,
  }: { readonly text?: string | null | undefined; readonly entityId?: number | null | undefined },
  files: readonly { readonly id?: number | null | undefined }[],
): string {
  return JSON.stringify([type, text ?? '', entityId ?? null, files.map(({ id }) => id)])
}
