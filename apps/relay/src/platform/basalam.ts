import { Basalam } from '@wireloom/basalam'
import { basalamAdapter } from '@wireloom/basalam/chat'
import type { ChatAdapter } from '@wireloom/chat-core'

/** Whose conversations are relayed. */
export interface BasalamSettings {
  readonly token: string
  /** The secret header of the webhook that leads here. Default: no deliveries are taken, messages are asked for. */
  readonly webhookSecret?: string | undefined
  /** Where Basalam answers. Default: at its own address. */
  readonly apiUrl?: string | undefined
}

/** Basalam for the hub. Opens and asks nothing. */
export function createBasalam({ apiUrl, token, webhookSecret }: BasalamSettings): ChatAdapter {
  return basalamAdapter({
    basalam: new Basalam({ token, ...(apiUrl !== undefined && { baseUrl: apiUrl }) }),
    ...(webhookSecret !== undefined && { webhook: { secret: webhookSecret } }),
  })
}
