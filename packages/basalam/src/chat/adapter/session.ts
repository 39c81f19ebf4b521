import type { AdapterContext, AdapterSession } from '@wireloom/chat-core'
import type { CompletePollOptions } from '../poll-options.js'
import type { BasalamAdapterOptions } from './adapter-options.js'
import { toCapabilities } from './capabilities.js'
import { ChatRooms } from './chat-rooms.js'
import { Following } from './following.js'
import { readHistory } from './history.js'
import { toChatId } from './ids.js'
import { createOperations } from './operations.js'
import { PollSource } from './poll-source.js'
import { Sending } from './sending.js'
import type { Viewer } from './to-author.js'
import { asChatCall } from './to-chat-error.js'
import { createWebhookBell } from './webhook-bell.js'

/** Joins the parts of a session. Decides nothing itself. */
export async function openSession(
  options: BasalamAdapterOptions,
  pace: CompletePollOptions,
  context: AdapterContext,
): Promise<AdapterSession> {
  const { basalam, scopes, webhook } = options
  const { clock } = context
  const viewer = await askViewer(options, context.signal)
  const rooms = new ChatRooms(viewer.account)
  const following = new Following(options.chats ?? 'all')
  const source = new PollSource({ chats: basalam.chats, rooms, following, viewer, context, pace })
  const sending = new Sending(basalam.chats, viewer.account, () => clock.now())
  const capabilities = toCapabilities({
    canUpload: basalam.files !== undefined,
    hasWebhook: webhook !== undefined,
    scopes,
  })
  return {
    account: viewer.account,
    capabilities: () => capabilities,
    sources: [source],
    close: async () => undefined,
    send: (room, outgoing, call) => sending.send(room, outgoing, call),
    history: async (room, query) => {
      const chatId = toChatId(room, 'history.read')
      const sight = { room: { ...rooms.of(chatId), ref: room }, viewer, nowMs: clock.now() }
      return readHistory(basalam.chats, chatId, query, sight)
    },
    operations: createOperations(basalam, rooms),
    ...(webhook !== undefined && {
      webhook: createWebhookBell(webhook, clock, (chatId) => source.ring(chatId)),
    }),
  }
}

/** Whose eyes chats are seen through. */
async function askViewer({ basalam, userId }: BasalamAdapterOptions, signal: AbortSignal): Promise<Viewer> {
  if (userId !== undefined || basalam.users === undefined) return { account: String(userId), isVendor: false }
  const { id, vendor } = await asChatCall('receive.poll', basalam.users.getMe({}, { signal }))
  return { account: String(id), isVendor: vendor !== undefined && vendor !== null }
}
