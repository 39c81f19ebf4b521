import { ChatHub } from './hub/chat-hub.js'
import type { Hub, HubOptions } from './hub.js'

/**
 * Makes a hub: rooms of any platform under one roof. It does nothing until an account is added.
 *
 * @throws ChatError `invalid` for options that are none
 */
export function createHub(options: HubOptions = {}): Hub {
  return new ChatHub(options)
}
