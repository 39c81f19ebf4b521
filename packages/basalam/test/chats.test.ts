import type { BasalamSandbox } from '@wireloom/sandbox'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { isPlain } from '../src/case.js'
import { Basalam } from '../src/index.js'
import { decodeChat } from '../src/services/chat/chat.js'
import { decodeMessage } from '../src/services/chat/decode-message.js'
import { messageTypes, type Message, type MessageToSend } from '../src/services/chat.js'
import { failureOf, openBasalam } from './support/clients.js'
import { serve } from './support/serve.js'

async function openChat(): Promise<{ sandbox: BasalamSandbox; basalam: Basalam; chatId: number }> {
  const { sandbox, basalam } = await openBasalam()
  const { id: chatId } = await basalam.chats.create({ userId: sandbox.world.addPerson('Sara').id })
  return { sandbox, basalam, chatId }
}

const textsOf = (messages: readonly Message[]): readonly unknown[] =>
  messages.map(({ content }) => content.text)

describe('the calls of the official SDKs’ chat page', () => {
  test('create a message, create a chat, get messages, get chats: on the client and under chats', async () => {
    const { sandbox, basalam } = await openBasalam()
    const { id: userId } = sandbox.world.addPerson()
    for (const chats of [basalam, basalam.chats]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const chat = await chats.createChat({ userId })
      // oxlint-disable-next-line no-await-in-loop
      const message = await chats.createMessage({
        chatId: chat.id,
        messageType: 'text',
        content: { text: 'Hello, how can I help you?' },
      })
      // oxlint-disable-next-line no-await-in-loop
      const messages = await chats.getMessages({
        chatId: chat.id,
        messageId: message.id + 1,
        limit: 20,
        order: 'desc',
      })
      expect(messages.items[0]).toEqual(message)
      // oxlint-disable-next-line no-await-in-loop
      const { items } = await chats.getChats({ limit: 30, orderBy: 'updated_at' })
      expect(items).toMatchObject([{ id: chat.id, contact: { id: userId } }])
    }
    expect(sandbox.requests.map(({ method, path, search }) => `${method} ${path}${search}`)).toEqual(
      Array.from({ length: 2 }, (_, round) => [
        'POST /v1/chats',
        'POST /v1/chats/9001/messages',
        `GET /v1/chats/9001/messages?message_id=${70_002 + round}&limit=20&order=desc`,
        'GET /v1/chats?limit=30&order_by=updated_at',
      ]).flat(),
    )
  })

  test('unseen chats alone', async () => {
    const { sandbox, basalam } = await openBasalam()
    sandbox.world.receive({ from: sandbox.world.addPerson(), text: 'hi' })
    await basalam.createChat({ userId: sandbox.world.addPerson().id })
    expect((await basalam.getChats({ filters: 'unseen' })).items).toHaveLength(1)
    expect(await basalam.chats.getUnseenCount()).toEqual({ count: 1, moreThanCount: false })
  })
})

describe('sending', () => {
  test('words alone are a text; what it answers and the temporary id come back', async () => {
    const { sandbox, basalam, chatId } = await openChat()
    const question = sandbox.world.receive({ from: sandbox.world.addPerson(), text: '?' })
    const sent = await basalam.chats.sendMessage({
      chatId: question.chatId,
      content: 'yes',
      repliedMessageId: question.id,
      tempId: 7,
    })
    expect(sent).toMatchObject({
      type: 'text',
      content: { text: 'yes' },
      repliedMessage: { id: question.id, type: 'text', content: { text: '?' } },
      tempId: 7,
    })
    expect(chatId).not.toBe(question.chatId)
  })

  test.for(['می‌خواهم', 'كتاب ي', '۱۲۳ ٤٥٦', 'سلام\u200F!\u200E', '👩‍👩‍👧 \u202Bمتن\u202C', ' فاصله\u00A0 '])(
    'the text %j comes back unchanged, letter for letter',
    async (text) => {
      const { basalam, chatId } = await openChat()
      const sent = await basalam.chats.sendMessage({ chatId, content: text })
      const { items } = await basalam.chats.listMessages({ chatId })
      expect([sent.content.text, items[0]?.content.text]).toEqual([text, text])
      const edited = await basalam.chats.editMessage({ messageId: sent.id, content: `${text}${text}` })
      expect(edited.content.text).toBe(`${text}${text}`)
    },
  )

  test('each type of the documents can be sent and read again', async () => {
    const { basalam, chatId } = await openChat()
    for (const messageType of messageTypes) {
      const message: MessageToSend = {
        chatId,
        messageType,
        content: { text: 'x', entityId: 5 },
        attachment: { files: [{ id: 1, url: 'https://files.invalid/1' }] },
      }
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await basalam.chats.sendMessage(message)
    }
    const messages = await basalam.chats
      .listMessages({ chatId, order: 'asc', cmp: 'gt' })
      .toArray({ limit: 99 })
    expect(messages.map(({ type }) => type)).toEqual(messageTypes)
    expect(messages[3]).toMatchObject({ type: 'product', content: { entityId: 5 } })
  })

  test('buttons and metadata go out as they are', async () => {
    const { sandbox, basalam, chatId } = await openChat()
    const button = { id: 1, label: 'سایت', type: 'url' as const, data: { some_url: 'https://example.com' } }
    const messageMetadata = { order_id: 5, camelCase: true }
    const sent = await basalam.chats.sendMessage({
      chatId,
      content: 'x',
      inlineMarkupButton: [[button]],
      messageMetadata,
    })
    expect(sandbox.requests.at(-1)?.body).toMatchObject({
      inline_markup_button: [[button]],
      message_metadata: messageMetadata,
    })
    expect(sent.content).toMatchObject({ replyMarkup: [[button]], metadata: messageMetadata })
  })

  test.for<[string, MessageToSend]>([
    ['content.text', { chatId: 1 }],
    ['content.text', { chatId: 1, content: ' \n' }],
    ['content.text', { chatId: 1, messageType: 'text', content: {} }],
    ['messageType', { chatId: 1, messageType: 'audio' as 'voice', content: 'x' }],
    ['attachment.files', { chatId: 1, messageType: 'picture', content: 'x' }],
    ['attachment.files', { chatId: 1, messageType: 'voice', attachment: { files: [] } }],
    ['chatId', { content: 'x' } as MessageToSend],
    ['content.text', undefined as unknown as MessageToSend],
  ])('a wrong %s is refused by name before anything is sent', async ([name, message]) => {
    const { sandbox, basalam } = await openBasalam()
    const error = await failureOf(basalam.chats.sendMessage(message))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
    expect(sandbox.requests).toEqual([])
  })

  test('a connection that breaks leaves the outcome open, and nothing is sent twice', async () => {
    const { sandbox, basalam, chatId } = await openChat()
    sandbox.fail({ cut: 'after' })
    const error = await failureOf(basalam.chats.sendMessage({ chatId, content: 'once' }))
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false })
    expect(textsOf((await basalam.chats.listMessages({ chatId })).items)).toEqual(['once'])
  })
})

describe('messages', () => {
  test('are edited, forwarded and deleted', async () => {
    const { basalam, chatId } = await openChat()
    const { id } = await basalam.chats.sendMessage({ chatId, content: 'one' })
    expect(await basalam.chats.editMessage({ messageId: id, content: { text: 'two' } })).toMatchObject({
      id,
      content: { text: 'two' },
    })
    expect(await basalam.chats.forwardMessages({ messageIds: [id], chatIds: [chatId] })).toBe(true)
    expect(await basalam.chats.deleteMessages({ messageIds: [id] })).toBe(true)
    const { items } = await basalam.chats.listMessages({ chatId })
    expect(items).toMatchObject([{ content: { text: 'two' }, forwardFrom: id }])
    expect(await basalam.chats.delete({ chatIds: [chatId] })).toBe(true)
    expect(await failureOf(basalam.chats.listMessages({ chatId }))).toMatchObject({ code: 'not_found' })
  })

  test('are read to the end in both directions, each once', async () => {
    const { sandbox, basalam } = await openBasalam()
    const from = sandbox.world.addPerson()
    const written = Array.from({ length: 7 }, (_, index) =>
      sandbox.world.receive({ from, text: String(index) }),
    )
    const chatId = written[0]?.chatId ?? 0
    const down = await basalam.chats.listMessages({ chatId, limit: 3 }).toArray({ limit: Infinity })
    expect(textsOf(down)).toEqual(['6', '5', '4', '3', '2', '1', '0'])
    const up: Message[] = []
    const after = { chatId, limit: 2, order: 'asc', cmp: 'gt', messageId: written[1]?.id } as const
    for await (const message of basalam.chats.listMessages(after)) up.push(message)
    expect(textsOf(up)).toEqual(['2', '3', '4', '5', '6'])
    const { next } = await basalam.chats.listMessages({ ...after, order: 'desc' })
    expect(next).toBeUndefined()
  })

  test.for<[string, (basalam: Basalam) => PromiseLike<unknown>]>([
    ['messageIds', ({ chats }) => chats.deleteMessages({ messageIds: [] })],
    ['messageIds', ({ chats }) => chats.deleteMessages({ messageIds: Array.from({ length: 31 }, () => 1) })],
    [
      'messageIds',
      ({ chats }) => chats.forwardMessages({ messageIds: Array.from({ length: 27 }, () => 1), chatIds: [1] }),
    ],
    ['chatIds', ({ chats }) => chats.delete({ chatIds: ['1' as unknown as number] })],
    ['messageId', ({ chats }) => chats.editMessage({ content: 'x' } as never)],
    ['content', ({ chats }) => chats.editMessage({ messageId: 1 } as never)],
    ['content.text', ({ chats }) => chats.editMessage({ messageId: 1, content: '' })],
    ['userId', ({ chats }) => chats.create({})],
    ['userId', ({ chats }) => chats.create({ userId: 1, hashId: 'a' })],
    ['limit', ({ chats }) => chats.list({ limit: 0 })],
    ['token', ({ bots }) => bots.getMe(undefined as never)],
    ['limit', ({ chats }) => chats.listMessages({ chatId: 1, limit: -1 })],
  ])('a wrong %s is refused by name before anything is sent', async ([name, call]) => {
    const { sandbox, basalam } = await openBasalam()
    const error = await failureOf(call(basalam))
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(name) })
    expect(sandbox.requests).toEqual([])
  })
})

describe('lists of chats', () => {
  test('are read to the end by the times the server gives, each chat once', async () => {
    const { sandbox, basalam } = await openBasalam()
    const { world } = sandbox
    const chats = Array.from(
      { length: 5 },
      () => world.receive({ from: world.addPerson(), text: 'x' }).chatId,
    )
    for (const orderBy of ['updated_at', 'modified_at'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const found = await basalam.chats.list({ limit: 2, orderBy }).toArray({ limit: Infinity })
      expect(found.map(({ id }) => id)).toEqual(chats.toReversed())
    }
  })
})

describe('what the documents do not agree on', () => {
  const wire = { id: 5, chat_id: 7, message_type: 'text', content: { text: 'x' } }

  test('a type that is newer than the documents is kept as unknown, with its word and all that came', () => {
    const hologram = { ...wire, message_type: 'hologram', content: { depth: 3 } }
    expect(decodeMessage(hologram)).toMatchObject({
      type: 'unknown',
      messageType: 'hologram',
      raw: hologram,
    })
    expect(decodeMessage(wire)).not.toHaveProperty('raw')
  })

  test('a message that cannot be read is kept as it came, and the rest of its page is read', async () => {
    const chatId = 7
    const unreadable = [null, { ...wire, id: 'a1-b2' }, 'text']
    const { chat_id: _chatId, ...withoutChat } = { ...wire, id: 6 }
    const pages = [
      { data: { messages: [unreadable[0], withoutChat, unreadable[1], wire, unreadable[2]] } },
      { data: { messages: [{ ...wire, id: 4 }] } },
      { data: { messages: [] } },
    ]
    let asked = 0
    const baseUrl = await serve((_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(pages[asked]))
      asked += 1
    })
    const { chats } = new Basalam({ token: 'x', baseUrl })
    const list = chats.listMessages({ chatId })
    expect(await list).toMatchObject({
      items: [
        { id: 6, chatId },
        { id: 5, chatId },
      ],
      unreadable,
    })
    const read = []
    for await (const page of list.pages()) read.push(page)
    expect(read.map(({ items }) => items.map(({ id }) => id))).toEqual([[6, 5], [4], []])
    expect(read.map((page) => page.unreadable)).toEqual([unreadable, undefined, undefined])
  })

  test('what a message answers, and a chat’s last message, are left out where they cannot be read', () => {
    expect(decodeMessage({ ...wire, replied_message: {} })).toEqual(decodeMessage(wire))
    expect(decodeMessage({ ...wire, replied_message: { id: 2 } })).toMatchObject({
      repliedMessage: { id: 2, chatId: 7 },
    })
    expect(decodeChat({ id: 7, last_message: { id: {} } })).toEqual({ id: 7 })
    expect(decodeChat({ id: 7, last_message: { id: 3 } })).toMatchObject({ lastMessage: { chatId: 7 } })
  })

  test('ids may be texts, and nearly everything may be null', () => {
    const message = {
      id: '5',
      chat_id: '7',
      message_type: null,
      sender: { id: '12', name: null },
      content: null,
      seen_at: null,
    }
    const whole = { ...message, replied_message: null, forward_from: null }
    expect(decodeMessage(whole)).toEqual({
      raw: whole,
      id: 5,
      chatId: 7,
      type: 'unknown',
      messageType: '',
      sender: { id: 12, name: null },
      content: { files: [], links: [] },
    })
  })

  test('a delivery, which has other names for content and sender, is read like an answer', () => {
    const delivery = {
      id: 5,
      chat_id: 7,
      message: { text: 'x', files: [{ id: 1, url: 'u', blur_hash: 'b' }], links: {}, entity_id: 3 },
      sender_id: 12,
      message_type: 'picture',
      created_at: 't',
    }
    expect(decodeMessage(delivery)).toMatchObject({
      type: 'picture',
      sender: { id: 12 },
      createdAt: 't',
      content: { text: 'x', files: [{ id: 1, url: 'u', blurHash: 'b' }], links: [], entityId: 3 },
    })
  })

  test('a message without an id is malformed, not half a message', async () => {
    expect(() => decodeMessage({ ...wire, id: undefined })).toThrow('id')
    expect(() => decodeMessage({ ...wire, chat_id: 'x' })).toThrow('chat_id')
    expect(() => decodeMessage(null)).toThrow(TypeError)
  })

  test('a chat’s contact may be anything', () => {
    const chat = {
      id: 1,
      chat_type: 'group',
      group: { title: 't', members_count: 3 },
      contact: [],
      last_message: {},
    }
    const read = { id: 1, chatType: 'group', group: { title: 't', membersCount: 3 } }
    expect(decodeChat(chat)).toEqual(read)
    expect(decodeChat({ ...chat, last_message: null })).toEqual(read)
    expect(() => decodeChat({ ...chat, id: null })).toThrow('id')
  })

  test('whatever comes in, there is a message or a TypeError', () => {
    const names = fc.constantFrom(
      'id',
      'chat_id',
      'message_type',
      'sender',
      'content',
      'message',
      'text',
      'files',
      'links',
      'entity_id',
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), fc.nat(), fc.dictionary(names, tie('tree'))),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        const given = isPlain(value) ? { id: 1, chat_id: 2, ...value } : value
        for (const decode of [decodeMessage, decodeChat]) {
          try {
            expect(Number.isSafeInteger(decode(given).id)).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError)
          }
        }
      }),
    )
  })

  test('types: the type tells messages apart', () => {
    expectTypeOf<Extract<Message, { type: 'text' }>['content']['text']>().toEqualTypeOf<string>()
    expectTypeOf<Message['type']>().toEqualTypeOf<(typeof messageTypes)[number] | 'unknown'>()
  })
})

describe('bots', () => {
  test('each call gives what is in the envelope', async () => {
    const { sandbox, basalam } = await openBasalam()
    const { botToken: token } = sandbox.world
    expect(await basalam.bots.getMe({ token })).toMatchObject({ is_bot: true })
    expect(await basalam.bots.getWebhookInfo({ token, method: 'POST' })).toMatchObject({ url: '' })
    expect(await basalam.bots.deleteWebhook({ token })).toBe(true)
    expect(await basalam.bots.logOut({ token })).toBe(true)
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'DELETE', 'POST'])
  })

  test('a no in the envelope is a refusal, without the token', async () => {
    const { basalam } = await openBasalam()
    const token = `1:planted${'x'.repeat(35)}`
    const error = await failureOf(basalam.bots.getMe({ token }))
    expect(error).toMatchObject({ code: 'refused', status: 401, serverMessage: 'Unauthorized' })
    expect(JSON.stringify(error) + String(error.stack)).not.toContain('planted')
  })

  test('a way that the call does not have is refused, and so is a missing token', async () => {
    const { sandbox, basalam } = await openBasalam()
    const call = basalam.bots.getMe({ token: 'x', method: 'DELETE' as 'GET' })
    expect(await failureOf(call)).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('method'),
    })
    expect(await failureOf(basalam.bots.getMe({} as never))).toMatchObject({ code: 'invalid_argument' })
    expect(sandbox.requests).toEqual([])
  })
})
