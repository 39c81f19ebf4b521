import type { ChatAdapter, EventHandler, Hub, Message, RoomRef, Sink } from '@wireloom/chat-core'

type Poll = (rooms: readonly RoomRef[], sink: Sink, ask: typeof fetch) => Promise<void>
type Show = (event: unknown, room: unknown, via: string, late: boolean) => void

export async function readBothWays(hub: Hub, handle: EventHandler<'message'>, show: Show): Promise<void> {
  hub.on('message', handle, { order: 'author', concurrency: 50, attempts: 3 })

  for await (const { event, room, via, late } of hub.stream({ types: ['message', 'delete'] })) {
    show(event, room, via, late)
  }
}

export async function moderate(hub: Hub, message: Message): Promise<void> {
  const room = hub.room({ platform: 'kick', account: '7', room: '1234', kind: 'live' })
  if (room.can('message.delete')) await room.delete(message.ref)
}

export function adapterOf(poll: Poll): ChatAdapter {
  const adapter: ChatAdapter = {
    platform: 'mine',
    open: async (context) => ({
      account: 'me',
      capabilities: () => ({ 'receive.poll': { level: 'native', official: true } }),
      sources: [{ via: 'poll', pausable: true, run: (rooms, sink) => poll(rooms, sink, context.fetch) }],
      close: async () => undefined,
    }),
  }
  return adapter
}
