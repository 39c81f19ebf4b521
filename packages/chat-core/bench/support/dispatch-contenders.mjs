import { arrivalOf, makeMessages, makeRooms } from './messages.mjs'
import { openHub } from './hub.mjs'

const roomCount = 100

/** Counts messages, and resolves when so many were handled. */
export function counter() {
  let seen = 0
  let awaited = Infinity
  let resolve
  return {
    handle: async () => {
      seen += 1
      if (seen >= awaited) resolve()
    },
    reached: (target) =>
      seen >= target
        ? undefined
        : new Promise((done) => {
            awaited = target
            resolve = done
          }),
  }
}

async function hub(options) {
  const { hub: opened, sink } = await openHub(options)
  const { handle, reached } = counter()
  opened.on('message', handle, { limit: 100_000 })
  return { prepare: (message) => [arrivalOf(message)], offer: (arrivals) => sink.offer(arrivals), reached }
}

/**
 * Each gives how it makes its own form of a message (not measured), how one is offered, and how it says that so many
 * were handled. `one` waits for each message before the next.
 */
export const contenders = {
  'a promise chain for each room': async () => {
    const chains = new Map()
    const { handle, reached } = counter()
    const offer = (message) => {
      const { room } = message.ref.room
      chains.set(
        room,
        (chains.get(room) ?? Promise.resolve()).then(() => handle(message)),
      )
    }
    return { prepare: (message) => message, offer, reached }
  },

  'the same, and a Map with expiry': async () => {
    const chains = new Map()
    const seen = new Map()
    const { handle, reached } = counter()
    const offer = (message) => {
      const { room, id } = { room: message.ref.room.room, id: message.ref.id }
      const nowMs = Date.now()
      for (const [key, untilMs] of seen) {
        if (untilMs > nowMs) break
        seen.delete(key)
      }
      if (seen.has(id)) return
      seen.set(id, nowMs + 3_600_000)
      chains.set(
        room,
        (chains.get(room) ?? Promise.resolve()).then(() => handle(message)),
      )
    }
    return { prepare: (message) => message, offer, reached }
  },

  'hub, without dedupe': () => hub({ dedupe: false }),
  'hub, with dedupe and watermark': () => hub({}),

  'discord.js 14, client and emitter': async () => {
    const { Client, Partials } = await import('discord.js')
    const client = new Client({ intents: [], partials: [Partials.Channel, Partials.Message] })
    client.user = { id: '1' }
    const { handle, reached } = counter()
    client.on('messageCreate', handle)
    let id = 0
    const prepare = ({ ref, author, text }) => ({
      id: String((id += 1)),
      channel_id: ref.room.room.replace('room-', '9'),
      channel_type: 1,
      author: { id: `7${author.id}`, username: author.name, discriminator: '0' },
      content: text,
      timestamp: '2026-11-24T00:00:00Z',
      type: 0,
      attachments: [],
      embeds: [],
      mentions: [],
    })
    return { prepare, offer: (data) => client.actions.MessageCreate.handle(data), reached }
  },

  'grammY 1, one after the other': async () => {
    const { Bot } = await import('grammy')
    const bot = new Bot('1:bench', { botInfo: { id: 1, is_bot: true, first_name: 'b', username: 'bench' } })
    const { handle, reached } = counter()
    bot.on('message', handle)
    let id = 0
    const prepare = ({ ref, author, text }) => ({
      update_id: (id += 1),
      message: {
        message_id: id,
        date: 1,
        text,
        chat: { id: Number(ref.room.room.slice(5)) + 1, type: 'group', title: 'g' },
        from: { id: Number(author.id) + 2, is_bot: false, first_name: author.name },
      },
    })
    return { prepare, offer: (update) => bot.handleUpdate(update), one: true, reached }
  },

  'Chat SDK 4, one after the other': async () => {
    const { Chat, Message, parseMarkdown } = await import('chat')
    const { createMemoryState } = await import('@chat-adapter/state-memory')
    const adapter = {
      name: 'bench',
      userName: 'bench',
      botUserId: 'me',
      initialize: async () => undefined,
      channelIdFromThreadId: (thread) => thread,
      encodeThreadId: (thread) => thread,
      decodeThreadId: (thread) => thread,
      isDM: () => false,
    }
    const chat = new Chat({
      userName: 'bench',
      adapters: { bench: adapter },
      state: createMemoryState(),
      logger: 'silent',
    })
    const { handle, reached } = counter()
    chat.onNewMessage(/./, handle)
    await chat.initialize()
    const prepare = ({ ref, author, text }) =>
      new Message({
        id: ref.id,
        threadId: `bench:${ref.room.room}`,
        text,
        formatted: parseMarkdown(text),
        author: {
          userId: author.id,
          userName: author.name,
          fullName: author.name,
          isBot: false,
          isMe: false,
        },
        metadata: { dateSent: new Date(), edited: false },
        attachments: [],
        raw: undefined,
      })
    const offer = (message) => chat.handleIncomingMessage(adapter, message.threadId, message)
    return { prepare, offer, one: true, reached }
  },
}

/** CPU of each message in microseconds, of all threads, once the program has warmed up. */
export async function measure(name, count, among = contenders) {
  const { prepare, offer, one, reached } = await among[name]()
  const rooms = makeRooms(roomCount)
  const burst = 256
  let handled = 0
  const run = async (size) => {
    const items = makeMessages(size, rooms).map(prepare)
    globalThis.gc?.()
    const before = process.cpuUsage()
    for (let first = 0; first < size; first += burst) {
      const last = Math.min(first + burst, size)
      for (let index = first; index < last; index += 1) {
        const result = offer(items[index])
        if (one) await result
      }
      await reached(handled + last)
    }
    handled += size
    const { user, system } = process.cpuUsage(before)
    return (user + system) / size
  }
  await run(count)
  return run(count)
}
