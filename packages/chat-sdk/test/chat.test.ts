import { isChatError } from '@wireloom/chat-core'
import { Card, CardText, NotImplementedError, RateLimitError } from 'chat'
import { describe, expect, test } from 'vitest'
import { createChatSdkAdapter } from '../src/index.js'
import { createBot, lobby, settle } from './support/bot.js'

describe('a bot of the Chat SDK', () => {
  test('answers a mention in its room', async () => {
    await using bot = createBot()
    bot.chat.onNewMention(async (thread, message) => {
      await thread.post(`Hello, ${message.author.userName}.`)
    })
    await bot.chat.initialize()
    bot.platform.say('lobby', 'ann', 'nobody in particular')
    bot.platform.say('lobby', 'ann', 'hey @shopbot, are you there?')
    await settle()
    expect(bot.texts()).toEqual(['nobody in particular', 'hey @shopbot, are you there?', 'Hello, ann.'])
  })

  test('goes on hearing a thread it subscribed to, and never itself', async () => {
    await using bot = createBot()
    const heard: string[] = []
    bot.chat.onNewMention(async (thread) => {
      await thread.subscribe()
      await thread.post('listening')
    })
    bot.chat.onSubscribedMessage(async (thread, message) => {
      heard.push(message.text)
      await thread.post(`noted: ${message.text}`)
    })
    await bot.chat.initialize()
    bot.platform.say('lobby', 'ann', '@shopbot')
    await settle()
    bot.platform.say('lobby', 'bob', 'one')
    bot.platform.say('lobby', 'ann', 'two')
    await settle()
    expect(heard).toEqual(['one', 'two'])
    expect(bot.texts().slice(-2).toSorted()).toEqual(['noted: one', 'noted: two'])
  })

  test('loses none of a burst that is faster than its handler, and keeps its order', async () => {
    await using bot = createBot()
    const heard: string[] = []
    bot.chat.onNewMessage(/\d/u, async (_thread, message) => {
      await new Promise((resolve) => setImmediate(resolve))
      heard.push(message.text)
    })
    await bot.chat.initialize()
    const burst = Array.from({ length: 200 }, (_, index) => String(index))
    for (const text of burst) bot.platform.say('lobby', 'ann', text)
    await expect.poll(() => heard.length).toBe(200)
    expect(heard).toEqual(burst)
  })

  test('hears a message once, however often it is delivered', async () => {
    await using bot = createBot()
    let count = 0
    bot.chat.onNewMessage(/./u, () => void (count += 1))
    await bot.chat.initialize()
    const line = bot.platform.say('lobby', 'ann', 'hello')
    bot.platform.push({ type: 'line', line })
    await settle()
    expect(count).toBe(1)
  })

  test('hears that a message was edited, and that it was deleted', async () => {
    await using bot = createBot()
    const heard: string[] = []
    bot.chat.onMessageUpdated((thread, message) => void heard.push(`${thread.id} ${message.text}`))
    bot.chat.onMessageDeleted(
      ({ messageId, threadId }) => void heard.push(`${threadId} without ${messageId}`),
    )
    await bot.chat.initialize()
    const { id } = bot.platform.say('lobby', 'ann', 'frist')
    await bot.platform.call(bot.platform.token, { do: 'edit', room: 'lobby', id, text: 'first' })
    await bot.platform.call(bot.platform.token, { do: 'delete', room: 'lobby', ids: [id] })
    await settle()
    expect(heard).toEqual([`${lobby} first`, `${lobby} without ${id}`])
  })

  test('is told by the hub what its handler threw, and is called again as often as it wants', async () => {
    await using bot = createBot({ attempts: 2 })
    const told: unknown[] = []
    let tries = 0
    bot.chat.onNewMessage(/./u, () => {
      tries += 1
      throw new RangeError('not today')
    })
    bot.adapter.hub.on('error', ({ code, cause }) => told.push([code, (cause as Error).message]))
    await bot.chat.initialize()
    bot.platform.say('lobby', 'ann', 'hello')
    await expect.poll(() => told, { timeout: 5_000 }).toEqual([['handler_failed', 'not today']])
    expect(tries).toBe(2)
  })

  test('hears what the SDK has no word for from the hub beneath', async () => {
    await using bot = createBot()
    const heard: unknown[] = []
    bot.adapter.hub.on('restrict', ({ user, action }) => heard.push([user.id, action]))
    await bot.chat.initialize()
    await bot.adapter.room(lobby).demand('user.ban').ban('ann')
    await settle()
    expect(heard).toEqual([['ann', 'ban']])
  })

  test('says what it is about to say when the SDK shuts down', async () => {
    await using bot = createBot()
    let answer: (() => void) | undefined
    bot.chat.onNewMention(async (thread) => {
      await new Promise<void>((resolve) => (answer = resolve))
      await thread.post('and goodbye')
    })
    await bot.chat.initialize()
    bot.platform.say('lobby', 'ann', '@shopbot')
    await expect.poll(() => answer).toBeDefined()
    const over = bot.chat.shutdown()
    await settle()
    answer?.()
    await over
    expect(bot.texts()).toEqual(['@shopbot', 'and goodbye'])
    await expect(bot.adapter.postMessage(lobby, 'too late')).rejects.toMatchObject({ code: 'closed' })
  })

  test('lets go of everything when the SDK shuts down, and can begin anew', async () => {
    const bot = createBot()
    await bot.chat.initialize()
    expect(bot.platform.connections).toBe(1)
    await bot.chat.shutdown()
    expect(bot.platform.connections).toBe(0)
    await bot.chat.initialize()
    expect(bot.platform.connections).toBe(1)
    await bot.chat.shutdown()
  })
})

describe('what a bot says', () => {
  test('is plain text, and no address is lost', async () => {
    await using bot = createBot()
    await bot.chat.initialize()
    const channel = bot.chat.channel(lobby)
    await channel.post('just *text*')
    await channel.post({ markdown: '**Tea** is [here](https://tea.example/1):\n\n- green\n- black' })
    await channel.post(Card({ title: 'Tea', children: [CardText('Three kinds.')] }))
    expect(bot.texts()).toEqual([
      'just *text*',
      'Tea is here (https://tea.example/1):\n\n- green\n- black',
      'Tea\nThree kinds.',
    ])
  })

  test('can be edited and deleted by what posting it gave', async () => {
    await using bot = createBot()
    await bot.chat.initialize()
    const sent = await bot.chat.channel(lobby).post('one moment')
    await sent.edit('done')
    expect(bot.texts()).toEqual(['done'])
    await sent.delete()
    expect(bot.texts()).toEqual([])
  })

  test('streams into one message that grows, where messages can be edited', async () => {
    await using bot = createBot()
    bot.chat.onNewMention(async (thread) => {
      await thread.post(chunks('To', 'day ', 'it rains.'))
    })
    await bot.chat.initialize()
    bot.platform.say('lobby', 'ann', '@shopbot weather?')
    await expect.poll(() => bot.texts().at(-1)).toBe('Today it rains.')
    expect(bot.texts()).toHaveLength(2)
    expect(bot.platform.performed('edit')).toBeGreaterThan(0)
  })

  test.each([
    ['where they cannot', { without: ['message.edit'] }],
    ['where it is wanted so', { streaming: 'whole' }],
  ] as const)('is said once it is whole, %s', async (_where, options) => {
    await using bot = createBot(options)
    bot.chat.onNewMention(async (thread) => {
      await thread.post(chunks('**To', 'day** ', 'it rains.'))
    })
    await bot.chat.initialize()
    bot.platform.say('lobby', 'ann', '@shopbot weather?')
    await expect.poll(() => bot.texts().at(-1)).toBe('Today it rains.')
    expect(bot.platform.performed('send')).toBe(1)
    expect(bot.platform.performed('edit')).toBe(0)
  })

  test('answers a message where it is asked to', async () => {
    await using bot = createBot()
    await bot.chat.initialize()
    const { id } = bot.platform.say('lobby', 'ann', 'price?')
    await bot.adapter.reply(lobby, id, 'ten')
    expect(bot.platform.lines('lobby').at(-1)).toMatchObject({ text: 'ten', replyTo: id })
  })

  test('carries files where they can be uploaded, and is refused before anything is sent where they cannot', async () => {
    const files = [{ data: Buffer.from('hello'), filename: 'a.txt', mimeType: 'text/plain' }]
    await using bot = createBot({ without: ['media.upload'] })
    await bot.chat.initialize()
    const before = bot.platform.requests
    await expect(bot.chat.channel(lobby).post({ markdown: 'see', files })).rejects.toThrow(
      NotImplementedError,
    )
    expect(bot.platform.requests).toBe(before)
    await using other = createBot()
    await other.chat.initialize()
    await other.chat.channel(lobby).post({ markdown: 'see', files })
    expect(other.platform.performed('upload')).toBe(1)
  })
})

describe('what the platform cannot do', () => {
  const without = [
    'message.edit',
    'message.delete',
    'typing.send',
    'message.seen',
    'room.open',
    'history.read',
  ] as const

  test('is refused as NotImplementedError, before anything is asked of it', async () => {
    await using bot = createBot({ without, platform: { historyLimit: 0 } })
    await bot.chat.initialize()
    const { adapter, platform } = bot
    const before = platform.requests
    const asked = [
      () => adapter.editMessage(lobby, 'm1', 'x'),
      () => adapter.deleteMessage(lobby, 'm1'),
      () => adapter.markAsRead(lobby, 'm1'),
      () => adapter.openDM('ann'),
      () => adapter.fetchMessages(lobby),
      () => adapter.addReaction(),
      () => adapter.removeReaction(),
    ]
    for (const ask of asked) {
      // oxlint-disable-next-line no-await-in-loop -- one refusal after the other
      await expect(ask()).rejects.toThrow(NotImplementedError)
    }
    await adapter.startTyping(lobby)
    expect(platform.requests).toBe(before)
    expect(adapter.persistThreadHistory).toBe(true)
  })

  test('is told as RateLimitError, with how long to wait, where it is only too much', async () => {
    await using bot = createBot({ without: [] })
    await bot.chat.initialize()
    bot.platform.failNext('rate_limited')
    const error = await bot.adapter.fetchMessages(lobby).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error).toMatchObject({ retryAfterMs: 1_000, cause: { code: 'rate_limited' } })
    expect((error as Error).message).not.toContain(bot.platform.token)
  })

  test('stays a ChatError where the SDK has no class for it', async () => {
    await using bot = createBot()
    await bot.chat.initialize()
    const error = await bot.adapter.postMessage(lobby, '   ').catch((caught: unknown) => caught)
    expect(isChatError(error) && error.code).toBe('invalid')
  })
})

describe('the history', () => {
  test('is read backward and forward, oldest first in a page', async () => {
    await using bot = createBot()
    await bot.chat.initialize()
    for (let number = 1; number <= 7; number += 1) bot.platform.say('lobby', 'ann', String(number))
    const read = async (direction: 'backward' | 'forward'): Promise<readonly string[]> => {
      const pages: string[] = []
      let cursor: string | undefined
      do {
        // oxlint-disable-next-line no-await-in-loop -- page after page
        const page = await bot.adapter.fetchMessages(lobby, {
          direction,
          limit: 3,
          ...(cursor && { cursor }),
        })
        if (page.messages.length > 0) pages.push(page.messages.map(({ text }) => text).join(''))
        cursor = page.nextCursor
      } while (cursor !== undefined)
      return pages
    }
    expect(await read('backward')).toEqual(['567', '234', '1'])
    expect((await read('forward')).join('')).toBe('1234567')
  })
})

describe('a webhook', () => {
  test('is not found where the platform has none, and told to come later before there is a session', async () => {
    await using bot = createBot()
    const request = () => new Request('https://bot.example/memory', { method: 'POST', body: '{}' })
    expect((await bot.adapter.handleWebhook(request())).status).toBe(503)
    await bot.chat.initialize()
    expect((await bot.chat.webhooks.memory(request())).status).toBe(404)
  })

  test('is told to come later while the SDK shuts down', async () => {
    await using bot = createBot({ via: 'webhook' })
    await bot.chat.initialize()
    const over = bot.chat.shutdown()
    const request = new Request('https://bot.example/memory', { method: 'POST', body: '{}' })
    expect((await bot.adapter.handleWebhook(request)).status).toBe(503)
    await over
  })

  test('is checked by the adapter it is for', async () => {
    await using bot = createBot({ via: 'webhook' })
    await bot.chat.initialize()
    const request = new Request('https://bot.example/memory', { method: 'POST', body: '{}' })
    expect((await bot.chat.webhooks.memory(request)).status).toBe(401)
  })
})

describe('an option that cannot be right', () => {
  const adapter = { platform: 'memory', open: () => Promise.reject(new RangeError('not to be opened')) }

  test.each([
    ['userName', { userName: '' }],
    ['name', { userName: 'bot', name: 'a:b' }],
    ['streaming', { userName: 'bot', streaming: 'fast' as never }],
    ['rooms', { userName: 'bot', rooms: [{ room: '', kind: 'live' as const }] }],
    ['rooms', { userName: 'bot', rooms: [{ room: 'a', kind: 'bar' as never }] }],
    ['rooms', { userName: 'bot', rooms: null as never }],
    ['rooms', { userName: 'bot', rooms: [null as never] }],
    ['attempts', { userName: 'bot', attempts: 0 }],
    ['concurrency', { userName: 'bot', concurrency: 1.5 }],
    ['hub', { userName: 'bot', hub: {} as never }],
    ['userName', undefined as never],
  ])('is refused by its name: %s', (option, options) => {
    expect(() => createChatSdkAdapter(adapter, options)).toThrow(new RegExp(`^${option} has to be`, 'u'))
  })
})

async function* chunks(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts
}
