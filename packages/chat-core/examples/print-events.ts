import { messageKey, type ChatEvent } from '@wireloom/chat-core'

export function print(event: ChatEvent): void {
  if (event.type === 'message') console.log(`${event.message.author.name}: ${event.message.text}`)
  if (event.type === 'delete') console.log(`gone: ${messageKey(event.target)}`)
  if (event.type === 'gap') console.log(`something was lost (${event.cause})`)
}
