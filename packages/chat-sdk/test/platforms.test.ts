import { createMemoryState } from '@chat-adapter/state-memory'
import { Basalam } from '@wireloom/basalam'
import { basalamAdapter } from '@wireloom/basalam/chat'
import { Kick } from '@wireloom/kick'
import { kickAdapter, pusherSocket, siteLookup } from '@wireloom/kick-chat'
import { startSandbox, type Sandbox } from '@wireloom/sandbox'
import { Chat, NotImplementedError } from 'chat'
import { describe, expect, test } from 'vitest'
import { createChatSdkAdapter, type ChatSdkAdapter } from '../src/index.js'

interface Stage extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly chat: Chat<{ kick: ChatSdkAdapter; basalam: ChatSdkAdapter }>
  readonly kick: ChatSdkAdapter
  readonly basalam: ChatSdkAdapter
  /** What was said on Kick, as it was published. */
  readonly kickTexts: () => readonly string[]
  /** What stands in the customer's chat, oldest first. */
  readonly basalamTexts: () => Promise<readonly string[]>
  /** Both are heard. */
  readonly open: () => Promise<void>
}

/** A bot of the Chat SDK on both platforms, over real sockets and HTTP. Handlers are registered before `open`. */
async function setUp(): Promise<Stage> {
  const sandbox = await startSandbox({
    rooms: ['ann'],
    accessTokens: [{ token: 'bot-token', username: 'ann', channel: 'ann' }],
  })
  const { kick: site, pusher, basalam: shop } = sandbox
  const kickPlatform = kickAdapter({
    kick: new Kick({ token: 'bot-token', baseUrl: site.apiUrl }),
    socket: pusherSocket({ key: pusher.key, host: pusher.host, port: pusher.port, tls: false }),
    lookup: siteLookup({ baseUrl: site.siteUrl }),
  })
  const client = new Basalam({ token: shop.personalToken.accessToken, baseUrl: shop.apiUrl })
  const pace = { activeIntervalMs: 20, idleIntervalMs: 20, maxRequestsPerMinute: 60_000 }
  const userName = 'shopbot'
  const { room, kind } = await kickPlatform.room('ann')
  const kick = createChatSdkAdapter(kickPlatform, { userName, rooms: [{ room, kind }] })
  const basalam = createChatSdkAdapter(basalamAdapter({ basalam: client, ...pace }), { userName })
  const chat = new Chat({
    userName,
    adapters: { kick, basalam },
    state: createMemoryState(),
    logger: 'silent',
  })
  const isLive = ({ hub }: ChatSdkAdapter): boolean =>
    hub.inspect().accounts.every(({ sources }) => sources.every(({ state }) => state === 'live'))
  return {
    sandbox,
    chat,
    kick,
    basalam,
    kickTexts: () =>
      sandbox.record
        .events({ event: String.raw`App\Events\ChatMessageEvent` })
        .map(({ data }) => (JSON.parse(String(data)) as { readonly content: string }).content),
    basalamTexts: async () => {
      const [first] = (await client.chats.list()).items
      const { items } = await client.chats.listMessages({ chatId: first?.id ?? 0 })
      return items.toSorted((one, other) => one.id - other.id).map(({ content }) => content.text ?? '')
    },
    open: async () => {
      await chat.initialize()
      await expect.poll(() => isLive(kick) && isLive(basalam), { timeout: 5_000 }).toBe(true)
    },
    [Symbol.asyncDispose]: async () => {
      await chat.shutdown()
      await sandbox.close()
    },
  }
}

async function* think(): AsyncGenerator<string> {
  yield 'It is '
  yield '**ten** '
  yield 'euros.'
}

describe('a bot of the Chat SDK on Kick and Basalam', () => {
  test('answers on both: a mention in the room, any message in a conversation', async () => {
    await using stage = await setUp()
    stage.chat.onNewMention(async (thread, message) => {
      await thread.post(`Hello, ${message.author.userName}.`)
    })
    await stage.open()
    const { world } = stage.sandbox.basalam
    stage.sandbox.kick.room('ann').say({ from: 'bob', content: 'hello everybody' })
    stage.sandbox.kick.room('ann').say({ from: 'bob', content: 'and hello @shopbot' })
    world.receive({ from: world.customer, text: 'سلام' })
    await expect.poll(stage.kickTexts).toEqual(['hello everybody', 'and hello @shopbot', 'Hello, bob.'])
    await expect.poll(stage.basalamTexts).toEqual(['سلام', `Hello, ${world.customer.name}.`])
  })

  test('streams an answer: said once it is whole on Kick, edited while it grows on Basalam', async () => {
    await using stage = await setUp()
    stage.chat.onNewMention(async (thread) => {
      await thread.post(think())
    })
    await stage.open()
    const { world } = stage.sandbox.basalam
    stage.sandbox.kick.room('ann').say({ from: 'bob', content: '@shopbot how much?' })
    world.receive({ from: world.customer, text: 'how much?' })
    await expect.poll(stage.kickTexts).toEqual(['@shopbot how much?', 'It is ten euros.'])
    await expect.poll(stage.basalamTexts, { timeout: 5_000 }).toEqual(['how much?', 'It is ten euros.'])
  })

  test('deletes what it posted, opens a conversation, and is refused clearly what a platform cannot do', async () => {
    await using stage = await setUp()
    await stage.open()
    const { kick, basalam, sandbox } = stage
    const thread = kick.encodeThreadId({ kind: 'live', room: String(sandbox.kick.room('ann').userId) })
    const { id } = await kick.postMessage(thread, 'for a moment')
    await kick.deleteMessage(thread, id)
    expect(sandbox.record.events({ messageId: id }).map(({ event }) => event)).toContain(
      String.raw`App\Events\MessageDeletedEvent`,
    )
    const asked = sandbox.kick.requests.length
    await expect(kick.editMessage(thread, id, 'otherwise')).rejects.toThrow(NotImplementedError)
    await expect(kick.openDM('1')).rejects.toThrow(NotImplementedError)
    await expect(kick.markAsRead(thread, id)).rejects.toThrow(NotImplementedError)
    expect(sandbox.kick.requests.length).toBe(asked)
    const { customer } = sandbox.basalam.world
    const direct = await basalam.openDM(String(customer.id))
    expect(basalam.isDM(direct)).toBe(true)
    await basalam.postMessage(direct, { markdown: 'Your order is **on its way**.' })
    await expect.poll(stage.basalamTexts).toEqual(['Your order is on its way.'])
    const { messages } = await basalam.fetchMessages(direct, { limit: 5 })
    expect(messages.map(({ text, author }) => [text, author.isMe])).toEqual([
      ['Your order is on its way.', true],
    ])
  })
})
